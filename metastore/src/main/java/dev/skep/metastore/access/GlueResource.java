package dev.skep.metastore.access;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import dev.skep.metastore.access.GlueAction.Kind;
import dev.skep.metastore.model.CatalogName;

/**
 * What an ARN of AWS Glue's catalog names. Region and account are not compared: there is one catalog, {@code hive}.
 *
 * @param kind CATALOG for the catalog alone
 * @param isEverything whether it is the catalog with all that is in it ({@code *})
 * @param database the pattern for databases; any for the catalog
 * @param name the pattern for tables or functions; any for others
 */
record GlueResource(Kind kind, boolean isEverything, NameGlob database, NameGlob name) {
    private static final NameGlob HIVE = new NameGlob(CatalogName.HIVE.name());
    private static final Pattern ARN = Pattern.compile("arn:aws(-[a-z-]+)?:glue:[a-z0-9*?-]*:[0-9*?]*:(.+)",
            Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_*?]+");

    /** Reads an ARN. Fails with IllegalArgumentException, naming it. */
    static GlueResource parse(String arn) {
        if (arn.equals("*")) {
            return everything();
        }
        var matcher = ARN.matcher(arn);
        if (!matcher.matches()) {
            throw invalid(arn);
        }
        String resource = matcher.group(2);
        if (resource.equals("*")) {
            return everything();
        }
        if (resource.equals("catalog")) {
            return new GlueResource(Kind.CATALOG, false, NameGlob.ANY, NameGlob.ANY);
        }
        List<String> parts = List.of(resource.split("/", -1));
        for (String part : parts.subList(1, parts.size())) {
            if (!NAME.matcher(part).matches()) {
                throw invalid(arn);
            }
        }
        String kind = parts.getFirst().toLowerCase(Locale.ROOT);
        if (kind.equals("database") && parts.size() == 2) {
            return new GlueResource(Kind.DATABASE, false, new NameGlob(parts.get(1)), NameGlob.ANY);
        }
        if (!kind.equals("table") && !kind.equals("userdefinedfunction")) {
            throw invalid(arn);
        }
        Kind of = kind.equals("table") ? Kind.TABLE : Kind.FUNCTION;
        if (parts.size() == 3) {
            return new GlueResource(of, false, new NameGlob(parts.get(1)), new NameGlob(parts.get(2)));
        }
        // A star reaches over slashes, so that one at the end means every name in the databases before it.
        if (parts.size() == 2 && parts.get(1).endsWith("*")) {
            return new GlueResource(of, false, new NameGlob(parts.get(1)), NameGlob.ANY);
        }
        throw invalid(arn);
    }

    private static GlueResource everything() {
        return new GlueResource(Kind.CATALOG, true, NameGlob.ANY, NameGlob.ANY);
    }

    private static IllegalArgumentException invalid(String arn) {
        return new IllegalArgumentException(
                "Invalid resource policy: unknown resource '%s' (expected arn:aws:glue:<region>:<account>: and catalog, database/<name>, table/<database>/<name> or userDefinedFunction/<database>/<name>)"
                        .formatted(arn));
    }

    /** True if it names all tables and functions, or all of this kind, in the databases of {@code container}. */
    boolean coversAll(Kind of, NameGlob container) {
        return isEverything || kind == of && database.covers(container) && name.isAny();
    }

    /** The scope of what it names: for actions of kind {@code of} on everything, all of that kind. */
    Scope scope(Kind of) {
        return switch (of) {
            case CATALOG -> new Scope.OfCatalog(HIVE);
            case DATABASE -> new Scope.OfDatabase(HIVE, database);
            case TABLE -> new Scope.OfTable(HIVE, database, name);
            case FUNCTION -> new Scope.OfFunction(HIVE, database, name);
        };
    }

    /** All that is in it. */
    Scope container() {
        return isEverything ? new Scope.OfCatalog(HIVE) : new Scope.OfDatabase(HIVE, database);
    }
}

package dev.skep.query.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.skep.metastore.access.AccessPolicy;
import dev.skep.metastore.access.AccessPolicy.Audience;
import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AddressRange;
import dev.skep.metastore.access.Condition;
import dev.skep.metastore.access.Mask;
import dev.skep.metastore.access.NameGlob;
import dev.skep.metastore.access.Origin.ClientKind;
import dev.skep.metastore.access.PolicyTest;
import dev.skep.metastore.access.PolicyTest.Expectation;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.model.CatalogName;
import dev.skep.query.parser.Words;

/** Policies as the statements that make them; the parser reads what is written here, whatever names are in it. */
final class AccessText {
    private AccessText() {}

    static String of(AccessPolicy policy) {
        return switch (policy) {
            case AccessPolicy.Grant grant -> grant(grant);
            case AccessPolicy.RowFilterPolicy filter -> "CREATE ROW FILTER %s ON %s AS (%s)%s".formatted(
                    name(filter.name()), object(filter.scope()), filter.condition(), audience(filter.audience()));
            case AccessPolicy.ColumnMaskPolicy mask -> "CREATE COLUMN MASK %s ON %s USING %s%s".formatted(
                    name(mask.name()), object(mask.scope()), mask(mask.mask()), audience(mask.audience()));
        };
    }

    /** What kind of policy it is, in one or two words. */
    static String kind(AccessPolicy policy) {
        return switch (policy) {
            case AccessPolicy.Grant grant -> grant.effect() == Effect.ALLOW ? "GRANT" : "DENY";
            case AccessPolicy.RowFilterPolicy ignored -> "ROW FILTER";
            case AccessPolicy.ColumnMaskPolicy ignored -> "COLUMN MASK";
        };
    }

    private static String grant(AccessPolicy.Grant grant) {
        String conditions = conditions(grant.conditions());
        return "%s %s ON %s TO %s%s%s".formatted(grant.effect() == Effect.ALLOW ? "GRANT" : "DENY",
                Privileges.text(grant.privileges(), grant.effect(), grant.scope()), object(grant.scope()),
                principal(grant.to()), grant.grantOption() ? " WITH GRANT OPTION" : "",
                conditions.isEmpty() ? "" : " WHEN " + conditions);
    }

    static String of(PolicyTest test) {
        StringBuilder text = new StringBuilder("CREATE POLICY TEST ").append(name(test.name())).append(" AS USER ")
                .append(exact(test.user()));
        if (!test.groups().isEmpty()) {
            text.append(" IN GROUP ").append(test.groups().stream().sorted().map(AccessText::exact)
                    .collect(Collectors.joining(", ")));
        }
        text.append(" EXPECT ");
        switch (test.expectation()) {
            case Expectation.Access access -> text.append(access.privilege()).append(" ON ")
                    .append(object(access.object())).append(access.isAllowed() ? " ALLOWED" : " DENIED");
            case Expectation.QueryValue value -> text.append("QUERY ").append(quoted(value.query())).append(" VALUE ")
                    .append(quoted(value.value()));
            case Expectation.QueryDenied denied ->
                text.append("QUERY ").append(quoted(denied.query())).append(" DENIED");
        }
        return text.toString();
    }

    static String object(Scope scope) {
        return switch (scope) {
            case Scope.OfCatalog catalog -> "CATALOG " + name(catalog.catalog().text());
            case Scope.OfDatabase database ->
                "DATABASE " + path(database.catalog(), List.of(database.database()));
            case Scope.OfTable table -> "TABLE " + table(table);
            case Scope.OfColumn column -> "COLUMN " + table(column.table()) + "." + name(column.column().text());
            case Scope.OfFunction function ->
                "FUNCTION " + path(function.catalog(), List.of(function.database(), function.function()));
            case Scope.OfLocation location -> "LOCATION " + quoted(location.prefix());
            case Scope.Tagged tagged -> "TAG " + name(tagged.tag()) + " = " + quoted(tagged.value());
        };
    }

    private static String table(Scope.OfTable table) {
        return path(table.catalog(), List.of(table.database(), table.table()));
    }

    private static String path(NameGlob catalog, List<NameGlob> names) {
        Stream<NameGlob> parts = catalog.text().equals(CatalogName.HIVE.name())
                ? names.stream()
                : Stream.concat(Stream.of(catalog), names.stream());
        return parts.map(part -> name(part.text())).collect(Collectors.joining("."));
    }

    static String principal(Principal principal) {
        return principal.type().name() + " " + exact(principal.name());
    }

    private static String audience(Audience audience) {
        return (audience.to().isEmpty() ? "" : " TO " + principals(audience.to()))
                + (audience.except().isEmpty() ? "" : " EXCEPT " + principals(audience.except()));
    }

    private static String principals(Set<Principal> principals) {
        return principals.stream().sorted(Comparator.comparing(Principal::type).thenComparing(Principal::name))
                .map(AccessText::principal).collect(Collectors.joining(", "));
    }

    private static String mask(Mask mask) {
        return switch (mask) {
            case Mask.AsNull ignored -> "NULL";
            case Mask.Hash ignored -> "HASH";
            case Mask.LastFour ignored -> "LAST FOUR";
            case Mask.DateToYear ignored -> "DATE TO YEAR";
            case Mask.Constant constant -> "CONSTANT " + constant.literal();
            case Mask.Expression expression -> "(" + expression.sql() + ")";
        };
    }

    static String conditions(List<Condition> conditions) {
        return conditions.stream().map(AccessText::condition).collect(Collectors.joining(" AND "));
    }

    private static String condition(Condition condition) {
        return switch (condition) {
            case Condition.SourceAddress source ->
                "SOURCE ADDRESS IN " + texts(source.ranges().stream().map(AddressRange::toString).toList());
            case Condition.TimeOfDay time -> "TIME BETWEEN %s AND %s AT TIME ZONE %s".formatted(
                    quoted(time.from().toString()), quoted(time.until().toString()), quoted(time.zone().toString()));
            case Condition.Period period -> "DATE" + (period.from() == null ? "" : " FROM " + quoted(period.from()))
                    + (period.until() == null ? "" : " UNTIL " + quoted(period.until()));
            case Condition.Client client -> {
                List<String> kinds = new ArrayList<>();
                for (ClientKind kind : ClientKind.values()) {
                    if (client.kinds().contains(kind)) {
                        kinds.add(kind.name().toLowerCase(Locale.ROOT));
                    }
                }
                yield "CLIENT IN " + texts(kinds);
            }
            case Condition.Unknown unknown -> "UNKNOWN CONDITION " + quoted(unknown.text());
        };
    }

    private static String texts(Collection<String> texts) {
        return texts.stream().map(AccessText::quoted).collect(Collectors.joining(", ", "(", ")"));
    }

    /** A name that the catalog keeps in lower case. */
    static String name(String name) {
        return Words.isPlain(name) && name.equals(name.toLowerCase(Locale.ROOT)) ? name : inDoubleQuotes(name);
    }

    /** A name whose letters count as they are. */
    static String exact(String name) {
        return Words.isPlain(name) ? name : inDoubleQuotes(name);
    }

    private static String inDoubleQuotes(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String quoted(Object text) {
        return "'" + text.toString().replace("'", "''") + "'";
    }
}

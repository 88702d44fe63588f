package dev.skep.metastore.access;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.skep.metastore.access.AccessPolicy.Audience;
import dev.skep.metastore.access.AccessPolicy.ColumnMaskPolicy;
import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.AccessPolicy.RowFilterPolicy;
import dev.skep.metastore.model.CatalogName;

/** Policies as the statements in SQL that make them, each in one line and always the same way, for SHOW commands, the audit log and messages. */
public final class PolicyText {
    private PolicyText() {}

    public static String of(AccessPolicy policy) {
        return switch (policy) {
            case Grant grant -> grant(grant);
            case RowFilterPolicy filter -> "CREATE ROW FILTER %s ON %s AS (%s)%s".formatted(name(filter.name()),
                    of(filter.scope()), oneLine(filter.condition()), audience(filter.audience()));
            case ColumnMaskPolicy mask -> "CREATE COLUMN MASK %s ON %s USING %s%s".formatted(name(mask.name()),
                    of(mask.scope()), mask(mask.mask()), audience(mask.audience()));
        };
    }

    public static String of(Tag tag) {
        return "SET TAG %s = %s ON %s".formatted(name(tag.name()), text(tag.value()), of(tag.object()));
    }

    public static String of(Role.Member member) {
        return "GRANT ROLE %s TO %s%s".formatted(name(member.role()), of(member.member()),
                member.adminOption() ? " WITH ADMIN OPTION" : "");
    }

    /** As in {@code TABLE "sales"."orders"}; the catalog {@code hive} is left out. */
    public static String of(Scope scope) {
        return switch (scope) {
            case Scope.OfCatalog of -> "CATALOG " + name(of.catalog().text());
            case Scope.OfDatabase of -> "DATABASE " + path(of.catalog(), of.database());
            case Scope.OfTable of -> "TABLE " + path(of.catalog(), of.database(), of.table());
            case Scope.OfColumn of -> "COLUMN " + path(of.table().catalog(), of.table().database(), of.table().table(),
                    of.column());
            case Scope.OfFunction of -> "FUNCTION " + path(of.catalog(), of.database(), of.function());
            case Scope.OfLocation of -> "LOCATION " + text(of.prefix());
            case Scope.Tagged of -> "TAG %s = %s".formatted(name(of.tag()), text(of.value()));
        };
    }

    /** As in {@code USER "ann"}. */
    public static String of(Principal principal) {
        return principal.type() + " " + name(principal.name());
    }

    /** As it stands after WHEN, as in {@code SOURCE ADDRESS IN ('10.0.0.0/8')}. */
    public static String of(Condition condition) {
        return switch (condition) {
            case Condition.SourceAddress of ->
                "SOURCE ADDRESS IN (%s)".formatted(texts(of.ranges().stream().map(AddressRange::toString)));
            case Condition.TimeOfDay of -> "TIME BETWEEN %s AND %s AT TIME ZONE %s".formatted(
                    text(of.from().toString()), text(of.until().toString()), text(of.zone().getId()));
            case Condition.Period of -> "DATE" + (of.from() == null ? "" : " FROM " + text(of.from().toString()))
                    + (of.until() == null ? "" : " UNTIL " + text(of.until().toString()));
            case Condition.Client of -> "CLIENT IN (%s)"
                    .formatted(texts(of.kinds().stream().sorted().map(kind -> kind.name().toLowerCase(Locale.ROOT))));
            case Condition.Unknown of -> "UNKNOWN CONDITION " + text(of.text());
        };
    }

    private static String grant(Grant grant) {
        StringBuilder text = new StringBuilder(grant.effect() == Effect.ALLOW ? "GRANT " : "DENY ");
        text.append(privileges(grant)).append(" ON ").append(of(grant.scope())).append(" TO ").append(of(grant.to()));
        if (grant.grantOption()) {
            text.append(" WITH GRANT OPTION");
        }
        String between = " WHEN ";
        for (Condition condition : grant.conditions()) {
            text.append(between).append(of(condition));
            between = " AND ";
        }
        return text.toString();
    }

    private static String privileges(Grant grant) {
        Set<Privilege> all = Scopes.privileges(grant.scope());
        if (grant.effect() == Effect.ALLOW) {
            all.remove(Privilege.TRUST);
        }
        return grant.privileges().equals(all) || grant.privileges().equals(Privilege.ALL)
                ? "ALL"
                : grant.privileges().stream().sorted().map(Privilege::name).collect(Collectors.joining(", "));
    }

    private static String mask(Mask mask) {
        return switch (mask) {
            case Mask.AsNull _ -> "NULL";
            case Mask.Hash _ -> "HASH";
            case Mask.LastFour _ -> "LAST FOUR";
            case Mask.DateToYear _ -> "DATE TO YEAR";
            case Mask.Constant constant -> "CONSTANT " + oneLine(constant.literal());
            case Mask.Expression expression -> "(%s)".formatted(oneLine(expression.sql()));
        };
    }

    private static String audience(Audience audience) {
        return (audience.to().isEmpty() ? "" : " TO " + principals(audience.to()))
                + (audience.except().isEmpty() ? "" : " EXCEPT " + principals(audience.except()));
    }

    private static String principals(Collection<Principal> principals) {
        return principals.stream().sorted(Comparator.comparing(Principal::type).thenComparing(Principal::name))
                .map(PolicyText::of).collect(Collectors.joining(", "));
    }

    private static String path(NameGlob catalog, NameGlob... names) {
        Stream<NameGlob> parts = Stream.of(names);
        return (catalog.text().equals(CatalogName.HIVE.name()) ? parts : Stream.concat(Stream.of(catalog), parts))
                .map(part -> name(part.text())).collect(Collectors.joining("."));
    }

    private static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String text(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String texts(Stream<String> texts) {
        return texts.map(PolicyText::text).collect(Collectors.joining(", "));
    }

    /** Line ends outside of quotes become spaces, and comments, which would swallow what follows, go; within quotes all stays as it is. */
    private static String oneLine(String sql) {
        if (sql.indexOf('\n') < 0 && sql.indexOf('\r') < 0 && !sql.contains("--")) {
            return sql;
        }
        StringBuilder line = new StringBuilder(sql.length());
        char quote = 0;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
                line.append(c);
            } else if (sql.startsWith("--", i)) {
                while (i + 1 < sql.length() && sql.charAt(i + 1) != '\n') {
                    i++;
                }
            } else if (c == '\n' || c == '\r') {
                line.append(' ');
            } else {
                quote = c == '\'' || c == '"' || c == '`' ? c : 0;
                line.append(c);
            }
        }
        return line.toString();
    }

    /** The texts of several, in their order. */
    public static List<String> of(Collection<? extends AccessPolicy> policies) {
        return policies.stream().map(PolicyText::of).toList();
    }
}

package dev.skep.metastore.access;

import java.util.EnumSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** How scopes lie to each other. Where patterns make it uncertain, the answer is the one that gives less. */
public final class Scopes {
    private Scopes() {}

    /** The privileges that make sense on a scope: those that {@code ALL} stands for there, and TRUST. The set is the caller's to change. */
    public static Set<Privilege> privileges(Scope scope) {
        return switch (scope) {
            case Scope.OfCatalog _,Scope.OfDatabase _ ->
                EnumSet.complementOf(EnumSet.of(Privilege.READ, Privilege.WRITE));
            case Scope.Tagged _ ->
                EnumSet.complementOf(EnumSet.of(Privilege.READ, Privilege.WRITE, Privilege.EXECUTE));
            case Scope.OfTable _ -> EnumSet.complementOf(
                    EnumSet.of(Privilege.READ, Privilege.WRITE, Privilege.EXECUTE, Privilege.CREATE));
            case Scope.OfColumn _ -> EnumSet.of(Privilege.DESCRIBE, Privilege.SELECT);
            case Scope.OfFunction _ -> EnumSet.of(Privilege.DESCRIBE, Privilege.EXECUTE, Privilege.ALTER,
                    Privilege.DROP, Privilege.MANAGE);
            case Scope.OfLocation _ -> EnumSet.of(Privilege.READ, Privilege.WRITE, Privilege.MANAGE);
        };
    }

    /** True if all that {@code inner} can ever cover is surely covered by {@code outer} too. */
    public static boolean covers(Scope outer, Scope inner) {
        if (outer.equals(inner)) {
            return true;
        }
        return switch (outer) {
            case Scope.OfCatalog of -> coversInCatalog(of, inner);
            case Scope.OfDatabase of -> switch (inner) {
                case Scope.OfDatabase in -> covers(of, in.catalog(), in.database());
                case Scope.OfTable in -> covers(of, in.catalog(), in.database());
                case Scope.OfColumn in -> covers(of, in.table().catalog(), in.table().database());
                case Scope.OfFunction in -> covers(of, in.catalog(), in.database());
                case Scope.OfCatalog _,Scope.OfLocation _,Scope.Tagged _ -> false;
            };
            case Scope.OfTable of -> switch (inner) {
                case Scope.OfTable in -> covers(of, in);
                case Scope.OfColumn in -> covers(of, in.table());
                case Scope.OfCatalog _,Scope.OfDatabase _,Scope.OfFunction _,Scope.OfLocation _,Scope.Tagged _ -> false;
            };
            case Scope.OfColumn of -> inner instanceof Scope.OfColumn in && covers(of.table(), in.table())
                    && of.column().covers(in.column());
            case Scope.OfFunction of -> inner instanceof Scope.OfFunction in && of.catalog().covers(in.catalog())
                    && of.database().covers(in.database()) && of.function().covers(in.function());
            case Scope.OfLocation of -> inner instanceof Scope.OfLocation in
                    && (of.isEverywhere() || !in.isEverywhere() && LocationPath.covers(of.prefix(), in.prefix()));
            case Scope.Tagged _ -> false;
        };
    }

    private static boolean coversInCatalog(Scope.OfCatalog outer, Scope inner) {
        return switch (inner) {
            case Scope.OfCatalog in -> outer.catalog().covers(in.catalog());
            case Scope.OfDatabase in -> outer.catalog().covers(in.catalog());
            case Scope.OfTable in -> outer.catalog().covers(in.catalog());
            case Scope.OfColumn in -> outer.catalog().covers(in.table().catalog());
            case Scope.OfFunction in -> outer.catalog().covers(in.catalog());
            case Scope.Tagged _ -> outer.catalog().isAny();
            case Scope.OfLocation _ -> false;
        };
    }

    private static boolean covers(Scope.OfDatabase outer, NameGlob catalog, NameGlob database) {
        return outer.catalog().covers(catalog) && outer.database().covers(database);
    }

    private static boolean covers(Scope.OfTable outer, Scope.OfTable inner) {
        return outer.catalog().covers(inner.catalog()) && outer.database().covers(inner.database())
                && outer.table().covers(inner.table());
    }

    /** True unless it is sure that nothing is covered by both. */
    public static boolean mayOverlap(Scope a, Scope b) {
        if (a instanceof Scope.OfLocation || b instanceof Scope.OfLocation) {
            return covers(a, b) || covers(b, a);
        }
        if (a instanceof Scope.Tagged || b instanceof Scope.Tagged) {
            return !(a instanceof Scope.Tagged one && b instanceof Scope.Tagged other && one.tag().equals(other.tag())
                    && !one.value().equals(other.value()));
        }
        boolean isFunction = a instanceof Scope.OfFunction;
        boolean isTable = a instanceof Scope.OfTable || a instanceof Scope.OfColumn;
        if (isFunction && (b instanceof Scope.OfTable || b instanceof Scope.OfColumn)
                || isTable && b instanceof Scope.OfFunction) {
            return false;
        }
        return catalog(a).mayOverlap(catalog(b)) && database(a).mayOverlap(database(b)) && leaf(a).mayOverlap(leaf(b))
                && column(a).mayOverlap(column(b));
    }

    /** True if what the scope covers may be in the database; in the catalog where {@code database} is null. Tags are not looked at. */
    static boolean mayBeIn(Scope scope, String catalog, @Nullable String database) {
        return catalog(scope).matches(catalog) && (database == null || database(scope).matches(database));
    }

    private static NameGlob catalog(Scope scope) {
        return switch (scope) {
            case Scope.OfCatalog of -> of.catalog();
            case Scope.OfDatabase of -> of.catalog();
            case Scope.OfTable of -> of.catalog();
            case Scope.OfColumn of -> of.table().catalog();
            case Scope.OfFunction of -> of.catalog();
            case Scope.OfLocation _,Scope.Tagged _ -> NameGlob.ANY;
        };
    }

    private static NameGlob database(Scope scope) {
        return switch (scope) {
            case Scope.OfDatabase of -> of.database();
            case Scope.OfTable of -> of.database();
            case Scope.OfColumn of -> of.table().database();
            case Scope.OfFunction of -> of.database();
            case Scope.OfCatalog _,Scope.OfLocation _,Scope.Tagged _ -> NameGlob.ANY;
        };
    }

    private static NameGlob leaf(Scope scope) {
        return switch (scope) {
            case Scope.OfTable of -> of.table();
            case Scope.OfColumn of -> of.table().table();
            case Scope.OfFunction of -> of.function();
            case Scope.OfCatalog _,Scope.OfDatabase _,Scope.OfLocation _,Scope.Tagged _ -> NameGlob.ANY;
        };
    }

    private static NameGlob column(Scope scope) {
        return scope instanceof Scope.OfColumn of ? of.column() : NameGlob.ANY;
    }

    /** True if the scope names one object, in which patterns have no part; never for tags. */
    static boolean isExact(Scope scope) {
        return switch (scope) {
            case Scope.OfCatalog of -> of.catalog().isExact();
            case Scope.OfDatabase of -> of.catalog().isExact() && of.database().isExact();
            case Scope.OfTable of -> of.isExact();
            case Scope.OfColumn of -> of.table().isExact() && of.column().isExact();
            case Scope.OfFunction of -> of.catalog().isExact() && of.database().isExact() && of.function().isExact();
            case Scope.OfLocation of -> !of.isEverywhere();
            case Scope.Tagged _ -> false;
        };
    }
}

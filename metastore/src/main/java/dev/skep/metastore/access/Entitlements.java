package dev.skep.metastore.access;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.skep.metastore.model.Table;

/** All that the policies of one moment give and deny one identity. Every question is a pure function of its arguments. */
public final class Entitlements {
    private final Identity identity;

    Entitlements(Identity identity) {
        this.identity = requireNonNull(identity, "identity is null");
    }

    /** The identity with all the roles it has, those that come by other roles too. */
    public Identity identity() {
        return identity;
    }

    /** Returns the decision with its reason. */
    public Decision decide(Privilege privilege, CatalogObject object, Origin origin, Instant now) {
        return new Decision(true, List.of(), "no policy is defined");
    }

    /** As {@link #decide}, without the reason: for lists. */
    public boolean isAllowed(Privilege privilege, CatalogObject object, Origin origin, Instant now) {
        return true;
    }

    /** True if the identity may know that the object exists: it has a privilege on it, on something in it, or owns it. */
    public boolean sees(CatalogObject object, Origin origin, Instant now) {
        return true;
    }

    /** True if the identity may give this privilege on the scope to others. */
    public boolean mayGrant(Privilege privilege, Scope scope, Origin origin, Instant now) {
        return true;
    }

    /**
     * What holds for the columns and rows of a table.
     *
     * @param columns the names of the columns that the privilege is there for
     * @param filters the row filters that apply
     * @param masks the masks that apply, by column
     * @param problem why no row may be read at all, such as a mask on a column that is gone or two masks on one column; else null
     * @param policies the names of the policies that decided
     */
    public record TableAccess(Set<String> columns, List<RowFilter> filters, Map<String, ColumnMask> masks,
            @org.jspecify.annotations.Nullable String problem, List<String> policies) {
        public TableAccess {
            columns = Set.copyOf(columns);
            filters = List.copyOf(filters);
            masks = Map.copyOf(masks);
            policies = List.copyOf(policies);
        }
    }

    /** Returns what the identity has of the table's columns and rows for {@code privilege}: DESCRIBE for definitions, SELECT for values. */
    public TableAccess accessTo(Table table, Privilege privilege, Origin origin, Instant now) {
        Set<String> all = new java.util.LinkedHashSet<>();
        table.columns().forEach(column -> all.add(column.name()));
        return new TableAccess(all, List.of(), Map.of(), null, List.of());
    }
}

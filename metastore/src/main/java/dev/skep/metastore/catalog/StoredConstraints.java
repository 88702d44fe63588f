package dev.skep.metastore.catalog;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.AuthorizedTable;
import dev.skep.metastore.access.EnforcementPoint;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.access.Owned;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Constraint;
import dev.skep.metastore.model.Constraint.Kind;
import dev.skep.metastore.model.Constraint.Reference;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.store.StoreTransaction;

final class StoredConstraints implements Constraints {
    private final Rooms rooms;
    private final Guard guard;
    private final Seen seen;

    StoredConstraints(Rooms rooms, Guard guard) {
        this.rooms = rooms;
        this.guard = guard;
        this.seen = new Seen(guard);
    }

    @Override
    public List<Constraint> of(TableName name) {
        return rooms.store().read(tx -> {
            AuthorizedTable table = guard.authorize(seen.table(tx, name));
            return visible(tx, tx.constraints().of(table.beneathPolicies()));
        });
    }

    @Override
    public List<Constraint> pointingAt(TableName name) {
        return rooms.store().read(tx -> {
            AuthorizedTable table = guard.authorize(seen.table(tx, name));
            return visible(tx, tx.constraints().pointingAt(table.beneathPolicies()));
        });
    }

    /** Those of whose columns, on both sides, the caller sees all. */
    @EnforcementPoint
    private List<Constraint> visible(StoreTransaction tx, List<Constraint> constraints) {
        List<Constraint> visible = new ArrayList<>();
        for (Constraint constraint : constraints) {
            Reference reference = constraint.reference();
            if (sees(tx, constraint.table(), constraint.columns(), constraint.kind() == Kind.CHECK)
                    && (reference == null || sees(tx, reference.table(), reference.columns(), false))) {
                visible.add(constraint);
            }
        }
        return visible;
    }

    /** The text of a check may name any column. */
    private boolean sees(StoreTransaction tx, TableName name, List<String> columns, boolean needsAll) {
        Optional<Table> table = seen.findTable(tx, name);
        if (table.isEmpty() || (needsAll && !guard.seesAll(table.get()))) {
            return false;
        }
        Optional<AuthorizedTable> authorized = guard.authorizeInBulk(table.get());
        return authorized.isPresent() && names(authorized.get().visibleColumns()).containsAll(columns);
    }

    private static Set<String> names(List<Column> columns) {
        Set<String> names = new HashSet<>();
        columns.forEach(column -> names.add(column.name()));
        return names;
    }

    @Override
    public void add(List<Constraint> constraints) {
        rooms.store().change(tx -> {
            // In the order of names, so that two changes do not wait for each other.
            TreeMap<String, TableName> names = new TreeMap<>();
            constraints.forEach(constraint -> names.put(constraint.table().toString(), constraint.table()));
            for (TableName name : names.values()) {
                Table table = seen.lockTable(tx, name);
                guard.check(Privilege.ALTER, Owned.of(table));
                guard.checkChange("add constraints to", table);
                add(tx, table, constraints.stream().filter(constraint -> constraint.table().equals(name)).toList());
            }
        });
    }

    /** Adds constraints to a table that the caller may change. */
    void add(StoreTransaction tx, Table table, List<Constraint> constraints) {
        for (Constraint constraint : constraints) {
            List<Constraint> existing = tx.constraints().of(table);
            checkColumns(table, constraint.columns(), constraint);
            if (constraint.kind() == Kind.PRIMARY_KEY
                    && existing.stream().anyMatch(other -> other.kind() == Kind.PRIMARY_KEY)) {
                // The words that Hive's server uses, which its clients look for.
                throw new CatalogException(Reason.INVALID_OPERATION,
                        "Cannot add constraint '%s': Primary key already exists for: %s".formatted(constraint.name(),
                                table.name()));
            }
            if (existing.stream().anyMatch(other -> other.name().equals(constraint.name()))) {
                throw new CatalogException(Reason.ALREADY_EXISTS, "Cannot add constraint '%s' to %s: it exists"
                        .formatted(constraint.name(), table.name()));
            }
            Table parent = constraint.reference() == null ? table : parent(tx, table, constraint);
            tx.constraints().insert(table, parent, constraint);
        }
        for (Kind kind : Kind.values()) {
            List<Constraint> added = constraints.stream().filter(constraint -> constraint.kind() == kind).toList();
            if (!added.isEmpty()) {
                tx.events().append(List.of(rooms.messages().constraintsAdded(table, added)));
            }
        }
    }

    private static void checkColumns(Table table, List<String> columns, Constraint constraint) {
        if (!names(table.columns()).containsAll(columns)) {
            throw new CatalogException(Reason.INVALID_OBJECT,
                    "Cannot add constraint '%s': %s has not all of the columns %s"
                            .formatted(constraint.name(), table.name(), columns));
        }
    }

    private Table parent(StoreTransaction tx, Table table, Constraint constraint) {
        Reference reference = requireNonNull(constraint.reference());
        if (!reference.table().database().catalog().equals(table.name().database().catalog())) {
            throw new CatalogException(Reason.INVALID_OBJECT,
                    "Cannot add foreign key '%s' to %s: it points at another catalog".formatted(constraint.name(),
                            table.name()));
        }
        Table parent = reference.table().equals(table.name()) ? table : seen.table(tx, reference.table());
        guard.authorize(parent);
        boolean isKey = tx.constraints().of(parent).stream()
                .anyMatch(key -> (key.kind() == Kind.PRIMARY_KEY || key.kind() == Kind.UNIQUE)
                        && new HashSet<>(key.columns()).equals(new HashSet<>(reference.columns())));
        if (!isKey || !sees(tx, parent.name(), reference.columns(), false)) {
            throw new CatalogException(Reason.INVALID_OPERATION,
                    "Cannot add foreign key '%s' to %s: %s has no primary key or unique constraint on %s".formatted(
                            constraint.name(), table.name(), parent.name(), reference.columns()));
        }
        return parent;
    }

    @Override
    public void drop(TableName name, String constraint) {
        rooms.store().change(tx -> {
            Table table = seen.lockTable(tx, name);
            guard.check(Privilege.ALTER, Owned.of(table));
            guard.checkChange("drop constraints of", table);
            if (!tx.constraints().delete(table, constraint.toLowerCase(Locale.ROOT))) {
                throw new CatalogException(Reason.NOT_FOUND,
                        "Cannot drop constraint '%s' of %s: it does not exist".formatted(constraint, name));
            }
            tx.events().append(List.of(rooms.messages().constraintDropped(table, constraint)));
        });
    }

    /** Drops what a changed table, and foreign keys that point at it, declare of columns that are gone. */
    static void forget(StoreTransaction tx, Table before, Table after) {
        Set<String> kept = names(after.columns());
        if (kept.containsAll(names(before.columns()))) {
            return;
        }
        for (Constraint constraint : tx.constraints().of(before)) {
            if (!kept.containsAll(constraint.columns())) {
                tx.constraints().delete(before, constraint.name());
            }
        }
        for (Constraint key : tx.constraints().pointingAt(before)) {
            if (!kept.containsAll(requireNonNull(key.reference()).columns())) {
                tx.tables().find(key.table()).ifPresent(child -> tx.constraints().delete(child, key.name()));
            }
        }
    }
}

package dev.skep.server.adopt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

import dev.skep.thrift.hms.AddCheckConstraintRequest;
import dev.skep.thrift.hms.AddDefaultConstraintRequest;
import dev.skep.thrift.hms.AddForeignKeyRequest;
import dev.skep.thrift.hms.AddNotNullConstraintRequest;
import dev.skep.thrift.hms.AddPrimaryKeyRequest;
import dev.skep.thrift.hms.AddUniqueConstraintRequest;
import dev.skep.thrift.hms.CheckConstraintsRequest;
import dev.skep.thrift.hms.DefaultConstraintsRequest;
import dev.skep.thrift.hms.DropConstraintRequest;
import dev.skep.thrift.hms.ForeignKeysRequest;
import dev.skep.thrift.hms.NotNullConstraintsRequest;
import dev.skep.thrift.hms.PrimaryKeysRequest;
import dev.skep.thrift.hms.SQLCheckConstraint;
import dev.skep.thrift.hms.SQLDefaultConstraint;
import dev.skep.thrift.hms.SQLForeignKey;
import dev.skep.thrift.hms.SQLNotNullConstraint;
import dev.skep.thrift.hms.SQLPrimaryKey;
import dev.skep.thrift.hms.SQLUniqueConstraint;
import dev.skep.thrift.hms.UniqueConstraintsRequest;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;

/** Constraints of tables, once all tables are there: a foreign key names another. Primary and foreign keys came with 2.1, the others with 3.x. */
final class ConstraintAdoption {
    private static final Set<String> IGNORED = Set.of("catName");

    private final Ends ends;
    private final Ledger ledger;
    private final List<Family<?>> families = List.of(
            new Family<>("get_primary_keys", (end, database, table) -> {
                PrimaryKeysRequest request = new PrimaryKeysRequest(database.name(), table);
                request.setCatName(database.catalog());
                return end.ask("get_primary_keys", List.<SQLPrimaryKey>of(),
                        client -> client.get_primary_keys(request).getPrimaryKeys());
            }, SQLPrimaryKey::getPk_name,
                    (end, keys) -> end.client().add_primary_key(new AddPrimaryKeyRequest(keys))),
            new Family<>("get_unique_constraints", (end, database, table) -> {
                UniqueConstraintsRequest request = new UniqueConstraintsRequest(database.catalog(), database.name(),
                        table);
                return end.ask("get_unique_constraints", List.<SQLUniqueConstraint>of(),
                        client -> client.get_unique_constraints(request).getUniqueConstraints());
            }, SQLUniqueConstraint::getUk_name,
                    (end, keys) -> end.client().add_unique_constraint(new AddUniqueConstraintRequest(keys))),
            new Family<>("get_not_null_constraints", (end, database, table) -> {
                NotNullConstraintsRequest request = new NotNullConstraintsRequest(database.catalog(), database.name(),
                        table);
                return end.ask("get_not_null_constraints", List.<SQLNotNullConstraint>of(),
                        client -> client.get_not_null_constraints(request).getNotNullConstraints());
            }, SQLNotNullConstraint::getNn_name,
                    (end, keys) -> end.client().add_not_null_constraint(new AddNotNullConstraintRequest(keys))),
            new Family<>("get_default_constraints", (end, database, table) -> {
                DefaultConstraintsRequest request = new DefaultConstraintsRequest(database.catalog(), database.name(),
                        table);
                return end.ask("get_default_constraints", List.<SQLDefaultConstraint>of(),
                        client -> client.get_default_constraints(request).getDefaultConstraints());
            }, SQLDefaultConstraint::getDc_name,
                    (end, keys) -> end.client().add_default_constraint(new AddDefaultConstraintRequest(keys))),
            new Family<>("get_check_constraints", (end, database, table) -> {
                CheckConstraintsRequest request = new CheckConstraintsRequest(database.catalog(), database.name(),
                        table);
                return end.ask("get_check_constraints", List.<SQLCheckConstraint>of(),
                        client -> client.get_check_constraints(request).getCheckConstraints());
            }, SQLCheckConstraint::getDc_name,
                    (end, keys) -> end.client().add_check_constraint(new AddCheckConstraintRequest(keys))),
            new Family<>("get_foreign_keys", (end, database, table) -> {
                ForeignKeysRequest request = new ForeignKeysRequest(null, null, database.name(), table);
                request.setCatName(database.catalog());
                return end.ask("get_foreign_keys", List.<SQLForeignKey>of(),
                        client -> client.get_foreign_keys(request).getForeignKeys());
            }, SQLForeignKey::getFk_name,
                    (end, keys) -> end.client().add_foreign_key(new AddForeignKeyRequest(keys))));

    ConstraintAdoption(Ends ends, Ledger ledger) {
        this.ends = ends;
        this.ledger = ledger;
    }

    @FunctionalInterface
    private interface Reading<T> {
        List<T> read(MetastoreConnection end, DatabaseKey database, String table) throws TException;
    }

    @FunctionalInterface
    private interface Adding<T> {
        void add(MetastoreConnection end, List<T> columns) throws TException;
    }

    /** Constraints of one sort; each is one struct per column, under one name. */
    private record Family<T extends TBase<T, ?>>(String call, Reading<T> reading, Function<T, String> name,
            Adding<T> adding) {

        Map<String, List<T>> of(MetastoreConnection end, DatabaseKey database, String table) throws TException {
            Map<String, List<T>> byName = new TreeMap<>();
            List<T> all = Ends.find(end, client -> reading.read(end, database, table));
            if (all != null) {
                all.forEach(one -> byName.computeIfAbsent(String.valueOf(name.apply(one)), key -> new ArrayList<>())
                        .add(one));
            }
            return byName;
        }
    }

    /** Of a table; {@code isThere} is false if it is only planned. */
    void adopt(DatabaseKey database, String table, boolean isThere) throws TException {
        String name = database + "." + table;
        List<String> differences = new ArrayList<>();
        boolean hasAny = false;
        boolean hadAny = false;
        try {
            for (Family<?> family : families) {
                Tally tally = settle(family, database, table, isThere, differences);
                hasAny |= tally.wanted();
                hadAny |= tally.existing();
            }
        } catch (TException e) {
            if (MetastoreConnection.isBroken(e)) {
                throw e;
            }
            ledger.failed(Kind.CONSTRAINT, name, Ends.reason(e));
            return;
        }
        if (!differences.isEmpty()) {
            if (hadAny) {
                ledger.changed(Kind.CONSTRAINT, name, differences);
            } else {
                ledger.made(Kind.CONSTRAINT, name);
            }
        } else if (hasAny) {
            ledger.same(Kind.CONSTRAINT, 1);
        }
    }

    private record Tally(boolean wanted, boolean existing) {}

    private <T extends TBase<T, ?>> Tally settle(Family<T> family, DatabaseKey database, String table, boolean isThere,
            List<String> differences) throws TException {
        Map<String, List<T>> wanted = family.of(ends.source(), database, table);
        if (ends.source().isUnknown(family.call())) {
            return new Tally(false, false);
        }
        Map<String, List<T>> existing = isThere ? family.of(ends.target(), database, table) : Map.of();
        for (Map.Entry<String, List<T>> one : wanted.entrySet()) {
            List<T> before = existing.get(one.getKey());
            if (before != null && facts(before).equals(facts(one.getValue()))) {
                continue;
            }
            differences.add(one.getKey() + (before == null ? " is missing" : " says something else"));
            if (ledger.pass() == Pass.WRITE) {
                if (before != null) {
                    drop(database, table, one.getKey());
                }
                family.adding().add(ends.target(), one.getValue());
            }
        }
        for (String name : existing.keySet()) {
            if (!wanted.containsKey(name)) {
                differences.add(name + " is no longer at the source");
                if (ledger.pass() == Pass.WRITE) {
                    drop(database, table, name);
                }
            }
        }
        return new Tally(!wanted.isEmpty(), !existing.isEmpty());
    }

    private void drop(DatabaseKey database, String table, String name) throws TException {
        DropConstraintRequest request = new DropConstraintRequest(database.name(), table, name);
        request.setCatName(database.catalog());
        ends.target().client().drop_constraint(request);
    }

    private static <T extends TBase<T, ?>> List<String> facts(List<T> columns) {
        return columns.stream().map(one -> Facts.of(one, IGNORED).toString()).sorted(Comparator.naturalOrder())
                .toList();
    }
}

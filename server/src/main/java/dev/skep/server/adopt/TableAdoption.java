package dev.skep.server.adopt;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.skep.thrift.hms.Table;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** Tables and views of a database, each with its partitions and statistics. */
final class TableAdoption {
    private static final int TABLES = 50;

    private final Ends ends;
    private final Ledger ledger;
    private final PartitionAdoption partitions;
    private final StatisticsAdoption statistics;

    TableAdoption(Ends ends, Ledger ledger) {
        this.ends = ends;
        this.ledger = ledger;
        this.statistics = new StatisticsAdoption(ends, ledger);
        this.partitions = new PartitionAdoption(ends, ledger, statistics);
    }

    /** What else is told of a table once it is there, or planned. */
    @FunctionalInterface
    interface Visitor {
        void visit(DatabaseKey database, Table table, boolean isThere) throws TException;
    }

    void adopt(DatabaseKey database, Visitor visitor) throws TException {
        List<String> names = Ends.sorted(ends.source().client().get_all_tables(database.onWire()));
        int done = 0;
        for (List<String> batch : Prepared.batches(names, TABLES)) {
            Map<String, Table> there = Ends.tables(ends.source(), database, batch);
            Map<String, Table> here = existing(database, batch);
            for (String name : batch) {
                String key = name.toLowerCase(Locale.ROOT);
                Table source = there.get(key);
                if (source != null) {
                    adopt(database, source, here.get(key), visitor);
                }
            }
            done += batch.size();
            ledger.progress("Database %s: %,d of %,d tables".formatted(database, done, names.size()));
        }
        tellOthers(database, names);
    }

    /** In a plan even the database may be missing. */
    private Map<String, Table> existing(DatabaseKey database, List<String> names) throws TException {
        Map<String, Table> tables = Ends.find(ends.target(), client -> Ends.tables(ends.target(), database, names));
        return tables == null ? Map.of() : tables;
    }

    private void adopt(DatabaseKey database, Table source, @Nullable Table existing, Visitor visitor)
            throws TException {
        String name = source.getTableName();
        try {
            Table wanted = Prepared.table(source, database);
            boolean isThere = settle(database, wanted, source, existing);
            if (isThere || ledger.pass() == Pass.PLAN) {
                if (wanted.getPartitionKeysSize() > 0 && !wanted.getTableType().contains("VIEW")) {
                    partitions.adopt(database, wanted, isThere);
                } else {
                    statistics.adopt(database, wanted, isThere);
                }
            }
            if (isThere || ledger.pass() == Pass.PLAN) {
                visitor.visit(database, source, isThere);
            }
        } catch (TException e) {
            if (MetastoreConnection.isBroken(e)) {
                throw e;
            }
            ledger.failed(Kind.TABLE, database + "." + name, Ends.reason(e));
        }
    }

    /** Returns true if the table is there now. */
    private boolean settle(DatabaseKey database, Table wanted, Table source, @Nullable Table existing)
            throws TException {
        String name = database + "." + wanted.getTableName();
        boolean isWriting = ledger.pass() == Pass.WRITE;
        if (existing == null) {
            if (isWriting) {
                ends.target().client().create_table(wanted);
            }
            ledger.made(Kind.TABLE, name);
            return isWriting;
        }
        List<String> differences = Prepared.facts(existing, source).differences(Prepared.facts(wanted, source));
        if (differences.isEmpty()) {
            ledger.same(Kind.TABLE, 1);
            return true;
        }
        if (isWriting) {
            ends.target().client().alter_table(database.onWire(), wanted.getTableName(), wanted);
        }
        ledger.changed(Kind.TABLE, name, differences);
        return true;
    }

    private void tellOthers(DatabaseKey database, List<String> names) throws TException {
        List<String> here = Ends.find(ends.target(), client -> client.get_all_tables(database.onWire()));
        Set<String> others = new HashSet<>(here == null ? List.of() : here);
        names.forEach(name -> others.remove(name.toLowerCase(Locale.ROOT)));
        if (!others.isEmpty()) {
            ledger.note("database %s has tables only in Skep, which stay: %s".formatted(database,
                    Ends.sorted(List.copyOf(others))));
        }
    }
}

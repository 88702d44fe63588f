package dev.skep.server.adopt;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.skep.thrift.hms.Catalog;
import dev.skep.thrift.hms.CreateCatalogRequest;
import dev.skep.thrift.hms.Database;
import dev.skep.thrift.hms.GetCatalogRequest;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** One pass over everything that is asked for: catalogs, databases, tables, functions, then constraints, roles and privileges, which name them. */
final class Adoption {
    private final Ends ends;
    private final DatabaseSelection selection;
    private final Ledger ledger;
    private final TableAdoption tables;
    private final FunctionAdoption functions;
    private final ConstraintAdoption constraints;
    private final WriteIdAdoption writeIds;
    private final AccessAdoption access;

    Adoption(Ends ends, DatabaseSelection selection, Ledger ledger, String user) {
        this.ends = ends;
        this.selection = selection;
        this.ledger = ledger;
        this.tables = new TableAdoption(ends, ledger);
        this.functions = new FunctionAdoption(ends, ledger);
        this.constraints = new ConstraintAdoption(ends, ledger);
        this.writeIds = new WriteIdAdoption(ends, ledger, user);
        this.access = new AccessAdoption(ends, ledger);
    }

    /** Runs the pass. Fails with a TException only if one of the two metastores is no longer there; what is refused is in the ledger. */
    void run() throws TException {
        List<DatabaseKey> databases = new ArrayList<>();
        for (String catalog : catalogs()) {
            for (DatabaseKey database : databases(catalog)) {
                if (selection.contains(database)) {
                    databases.add(database);
                }
            }
        }
        if (databases.isEmpty()) {
            ledger.failed(Kind.DATABASE, "", "the source has none that is asked for");
        }
        List<DatabaseKey> taken = new ArrayList<>();
        for (DatabaseKey database : databases) {
            if (adoptDatabase(database)) {
                taken.add(database);
                access.find(database, null);
                tables.adopt(database, (of, table, isThere) -> {
                    writeIds.adopt(of, table, isThere);
                    access.meet(table.getOwner(), table.getOwnerType());
                    access.find(of, table.getTableName());
                });
                functions.adopt(database, ledger.pass() != Pass.PLAN || exists(database));
            }
        }
        for (DatabaseKey database : taken) {
            for (String table : Ends.sorted(ends.source().client().get_all_tables(database.onWire()))) {
                constraints.adopt(database, table, ledger.pass() != Pass.PLAN || exists(database, table));
            }
        }
        if (selection.isAll()) {
            access.roles();
        }
        access.privileges(selection);
    }

    private boolean exists(DatabaseKey database) throws TException {
        return Ends.find(ends.target(), client -> client.get_database(database.onWire())) != null;
    }

    private boolean exists(DatabaseKey database, String table) throws TException {
        return exists(database) && !Ends.tables(ends.target(), database, List.of(table)).isEmpty();
    }

    /** Until 2.3 there is one, without a name. */
    private List<String> catalogs() throws TException {
        List<String> names = ends.source().ask("get_catalogs", List.of(DatabaseKey.HIVE),
                client -> client.get_catalogs().getNames());
        for (String name : names) {
            if (!name.equals(DatabaseKey.HIVE)) {
                adoptCatalog(name);
            }
        }
        return Ends.sorted(names);
    }

    private void adoptCatalog(String name) throws TException {
        try {
            Catalog source = ends.source().client().get_catalog(new GetCatalogRequest(name)).getCatalog();
            boolean isThere = Ends.find(ends.target(),
                    client -> client.get_catalog(new GetCatalogRequest(name))) != null;
            if (isThere) {
                ledger.same(Kind.CATALOG, 1);
                return;
            }
            if (ledger.pass() == Pass.WRITE) {
                ends.target().client().create_catalog(new CreateCatalogRequest(source));
            }
            ledger.made(Kind.CATALOG, name);
        } catch (TException e) {
            if (MetastoreConnection.isBroken(e)) {
                throw e;
            }
            ledger.failed(Kind.CATALOG, name, Ends.reason(e));
        }
    }

    private List<DatabaseKey> databases(String catalog) throws TException {
        DatabaseKey any = new DatabaseKey(catalog, "");
        List<String> names = any.isOfHive()
                ? ends.source().client().get_all_databases()
                : ends.source().client().get_databases(any.onWire());
        return Ends.sorted(names).stream().map(name -> new DatabaseKey(catalog, name.toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** Returns true if the database is there now, or would be. */
    private boolean adoptDatabase(DatabaseKey key) throws TException {
        try {
            Database source = ends.source().client().get_database(key.onWire());
            access.meet(source.getOwnerName(), source.getOwnerType());
            Database wanted = Prepared.database(source, key);
            @Nullable
            Database existing = Ends.find(ends.target(), client -> client.get_database(key.onWire()));
            if (existing == null) {
                if (ledger.pass() == Pass.WRITE) {
                    ends.target().client().create_database(wanted);
                }
                ledger.made(Kind.DATABASE, key.toString());
                return true;
            }
            List<String> differences = Prepared.facts(existing, source)
                    .differences(Prepared.facts(wanted, source));
            if (differences.isEmpty()) {
                ledger.same(Kind.DATABASE, 1);
                return true;
            }
            if (ledger.pass() == Pass.WRITE) {
                if (wanted.getOwnerName() == null) {
                    wanted.setOwnerName(existing.getOwnerName());
                    wanted.setOwnerType(existing.getOwnerType());
                }
                ends.target().client().alter_database(key.onWire(), wanted);
            }
            ledger.changed(Kind.DATABASE, key.toString(), differences);
            return true;
        } catch (TException e) {
            if (MetastoreConnection.isBroken(e)) {
                throw e;
            }
            ledger.failed(Kind.DATABASE, key.toString(), Ends.reason(e));
            return false;
        }
    }
}

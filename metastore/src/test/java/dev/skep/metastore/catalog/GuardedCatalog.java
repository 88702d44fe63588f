package dev.skep.metastore.catalog;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.access.AccessLog;
import dev.skep.metastore.access.AccessPolicy.Audience;
import dev.skep.metastore.access.AccessPolicy.ColumnMaskPolicy;
import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.AccessPolicy.Provenance;
import dev.skep.metastore.access.AccessPolicy.RowFilterPolicy;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.access.Mask;
import dev.skep.metastore.access.NameGlob;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.catalog.Access.Replace;
import dev.skep.metastore.catalog.Partitions.IfExists;
import dev.skep.metastore.model.ColumnStatistics;
import dev.skep.metastore.model.ColumnStatistics.LongValues;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Function;
import dev.skep.metastore.model.FunctionName;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.SerDe;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.model.TableType;
import dev.skep.storage.memory.MemoryFileSystem;

/**
 * A catalog with sign-in and people of all kinds around one table, {@code hr.people (id, name, ssn) PARTITIONED BY (city)}, which olga owns: root is an administrator,
 * reader may read it, columns only id and city of it, masked has a mask on name, filtered a row filter, trusted the same filter and TRUST, hides may do everything in hr
 * but not see ssn, denied may do everything in hr but not see the table, and stranger may do nothing.
 */
final class GuardedCatalog implements AutoCloseable {
    static final DatabaseName HR = DatabaseName.of("hr");
    static final TableName PEOPLE = HR.table("people");
    static final FunctionName TWICE = new FunctionName(HR, "twice");
    static final List<String> ACTORS = List.of("root", "olga", "reader", "columns", "masked", "filtered", "hides",
            "denied", "stranger");

    final MemoryFileSystem files = new MemoryFileSystem();
    final List<AccessLog.Event> log = new ArrayList<>();
    final StoredCatalog catalog;

    GuardedCatalog(Path folder) {
        catalog = StoredCatalog.open(MetastoreSettings.embedded(folder, CatalogContractTest.WAREHOUSE), files,
                new AccessSettings(Set.of(Principal.user("root")), false, log::add));
        root().databases().create(new Database(HR, null, null, null, Map.of(), "boss", PrincipalType.USER, 0, null));
        root().functions().create(
                new Function(TWICE, "com.example.Twice", "boss", PrincipalType.USER, 0, List.of()));
        makePeople();
        mask("hide_name", "name", "masked");
        filter("own_city", "city = 'rome'", "filtered");
        filter("own_city_too", "city = 'rome'", "trusted");
        deny(Scope.OfTable.of(PEOPLE), "denied", Privilege.DESCRIBE);
        deny(new Scope.OfColumn(Scope.OfTable.of(PEOPLE), new NameGlob("ssn")), "hides", Privilege.SELECT);
    }

    /** Makes the table anew, with the grants on it. */
    void makePeople() {
        Tables tables = root().tables();
        for (String name : tables.names(HR, NamePattern.all(), Set.of())) {
            tables.drop(HR.table(name), DataRemoval.DELETE);
        }
        Table people = tables.create(people());
        root().partitions().add(PEOPLE, List.of(partition(people, "rome"), partition(people, "bonn")), IfExists.FAIL);
        root().statistics().updateTable(PEOPLE, List.of(statistics("id"), statistics("name"), statistics("ssn")));
        root().statistics().updatePartitions(PEOPLE, Map.of("city=rome", List.of(statistics("id"))));
        for (String who : List.of("reader", "masked", "filtered")) {
            allow(Scope.OfTable.of(PEOPLE), who, Privilege.SELECT);
        }
        allow(Scope.OfTable.of(PEOPLE), "trusted", Privilege.SELECT, Privilege.TRUST);
        for (String column : List.of("id", "city")) {
            allow(new Scope.OfColumn(Scope.OfTable.of(PEOPLE), new NameGlob(column)), "columns", Privilege.SELECT);
        }
        for (String who : List.of("hides", "denied")) {
            allow(Scope.OfDatabase.of(HR), who, Privilege.ALL.toArray(Privilege[]::new));
        }
    }

    static Table people() {
        StorageDescriptor storage = CatalogContractTest.storage(null, CatalogContractTest.column("id", "bigint"),
                CatalogContractTest.column("name", "string"), CatalogContractTest.column("ssn", "string"));
        StorageDescriptor parquet = new StorageDescriptor(storage.columns(), null, "in", "out", false, -1,
                SerDe.of("org.example.ParquetSerDe", Map.of("columns", "id,name,ssn")), List.of(), List.of(), Map.of(),
                storage.skew(), false);
        return new Table(-1, PEOPLE, TableType.MANAGED_TABLE, "olga", PrincipalType.USER, 0, 0, 0, parquet,
                List.of(CatalogContractTest.column("city", "string")),
                Map.of("numRows", "7", "note", "plain", "spark.sql.statistics.colStats.name.max", "zoe",
                        "spark.sql.sources.schema",
                        "{\"type\":\"struct\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"},{\"name\":\"name\",\"type\":\"string\"},{\"name\":\"ssn\",\"type\":\"string\"}]}"),
                null, null, false, null, -1);
    }

    static Table view(String name, String text, Map<String, String> parameters, String owner) {
        return new Table(-1, HR.table(name), TableType.VIRTUAL_VIEW, owner, PrincipalType.USER, 0, 0, 0,
                CatalogContractTest.storage(null, CatalogContractTest.column("id", "bigint")), List.of(), parameters,
                text, text, false, null, -1);
    }

    static Partition partition(Table table, String city) {
        return new Partition(table.name(), List.of(city), 0, 0, table.storage().withLocation(null),
                Map.of("numRows", "3"), -1);
    }

    static ColumnStatistics statistics(String column) {
        return new ColumnStatistics(column, "bigint", "hive", 5, new LongValues(1L, 9L, 0, 5, null, null));
    }

    CatalogSession root() {
        return engine("root");
    }

    CatalogSession engine(String user) {
        return catalog.sessionFor(Caller.internal(Identity.of(user)), FileReader.ENGINE);
    }

    CatalogSession client(String user) {
        return catalog.sessionFor(Caller.internal(Identity.of(user)), FileReader.CLIENT);
    }

    void allow(Scope scope, String user, Privilege... privileges) {
        root().access().grant(grant(Effect.ALLOW, scope, user, privileges));
    }

    void deny(Scope scope, String user, Privilege... privileges) {
        root().access().grant(grant(Effect.DENY, scope, user, privileges));
    }

    private static Grant grant(Effect effect, Scope scope, String user, Privilege... privileges) {
        return new Grant(-1, effect, Set.of(privileges), scope, Principal.user(user), false, List.of(), made());
    }

    private static Provenance made() {
        return new Provenance("root", Instant.EPOCH);
    }

    void mask(String name, String column, String user) {
        root().access().define(new ColumnMaskPolicy(-1, name,
                new Scope.OfColumn(Scope.OfTable.of(PEOPLE), new NameGlob(column)), new Mask.AsNull(),
                new Audience(Set.of(Principal.user(user)), Set.of()), made()), Replace.REPLACE);
    }

    void filter(String name, String condition, String user) {
        root().access().define(new RowFilterPolicy(-1, name, Scope.OfTable.of(PEOPLE), condition,
                new Audience(Set.of(Principal.user(user)), Set.of()), made()), Replace.REPLACE);
    }

    Optional<AccessLog.Event> lastLogged() {
        return log.isEmpty() ? Optional.empty() : Optional.of(log.getLast());
    }

    @Override
    public void close() {
        catalog.close();
    }
}

package dev.skep.metastore.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.catalog.Schemas.Found;
import dev.skep.metastore.connector.DataConnector;
import dev.skep.metastore.model.Catalog;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.Database.RemoteDatabase;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Function;
import dev.skep.metastore.model.FunctionName;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.SerDe;
import dev.skep.metastore.property.PropertyKey;
import dev.skep.metastore.property.PropertySelection;
import dev.skep.metastore.registry.ColumnSearch;
import dev.skep.metastore.registry.Compatibility;
import dev.skep.metastore.registry.Schema;
import dev.skep.metastore.registry.SchemaKind;
import dev.skep.metastore.registry.SchemaName;
import dev.skep.metastore.registry.SchemaVersion;
import dev.skep.metastore.registry.Validation;
import dev.skep.metastore.registry.VersionState;
import dev.skep.metastore.routine.Routine;
import dev.skep.metastore.routine.RoutineKind;
import dev.skep.metastore.routine.RoutineName;

/** What schemas of the registry, routines, data connectors and properties do on every store. */
abstract class RegistryContractTest extends CatalogContractTest {
    private static final SchemaName ORDER = new SchemaName(SALES, "Order");
    private static final PropertySelection ALL = PropertySelection.of(null, List.of());

    private Schemas schemas;

    @BeforeEach
    void makeSchema() {
        schemas = session.schemas();
        schemas.create(schema(ORDER));
    }

    private static Schema schema(SchemaName name) {
        return new Schema(name, SchemaKind.AVRO, Compatibility.BACKWARD, Validation.ALL, true, "group", "about",
                null);
    }

    private static SchemaVersion version(int number, Column... columns) {
        return new SchemaVersion(ORDER, number, 17, List.of(columns), null, "v" + number, "{\"a\": 'ü'}", "f00",
                "name " + number, null);
    }

    private static Routine procedure(String name, String body) {
        return new Routine(new RoutineName(RoutineKind.PROCEDURE, SALES, name), "ann", null, body);
    }

    private static Routine packageOf(String name, String body) {
        return new Routine(new RoutineName(RoutineKind.PACKAGE, SALES, name), "ann", "header of " + body, body);
    }

    private static DataConnector connector(String name) {
        return new DataConnector(name, "mysql", "jdbc:mysql://db:3306", "orders",
                Map.of("hive.sql.dbcp.password", "secret"), null, PrincipalType.USER, 0);
    }

    private static Database remote(String name, String connector) {
        return new Database(DatabaseName.of(name), "far", null, null, Map.of(), "ann", PrincipalType.USER, 0,
                new RemoteDatabase(connector, "Orders"));
    }

    @Test
    void keepsASchemaAndWhatIsChangedOfIt() {
        assertThat(schemas.schema(ORDER)).isEqualTo(schema(ORDER).withOwner("ann"));
        schemas.alter(ORDER, before -> new Schema(new SchemaName(SALES, "other"), SchemaKind.HIVE,
                Compatibility.NONE, Validation.LATEST, false, before.group(), "changed", "bob"));
        assertThat(schemas.schema(ORDER)).isEqualTo(new Schema(ORDER, SchemaKind.AVRO, Compatibility.NONE,
                Validation.LATEST, false, "group", "changed", "ann"));
        schemas.drop(ORDER);
        assertFails(Reason.NOT_FOUND, "Cannot find schema sales.order: it does not exist",
                () -> schemas.schema(ORDER));
    }

    @Test
    void refusesSchemasThatDoNotFit() {
        assertFails(Reason.ALREADY_EXISTS, "Cannot create schema sales.order: it exists",
                () -> schemas.create(schema(new SchemaName(SALES, "ORDER"))));
        assertFails(Reason.DATABASE_NOT_FOUND, "Cannot find database nosuch",
                () -> schemas.create(schema(new SchemaName(DatabaseName.of("nosuch"), "order"))));
        assertFails(Reason.INVALID_OBJECT, "Invalid schema name: 'a b'",
                () -> schemas.create(schema(new SchemaName(SALES, "a b"))));
        assertFails(Reason.NOT_FOUND, "Cannot find schema sales.nosuch",
                () -> schemas.alter(new SchemaName(SALES, "nosuch"), before -> before));
        assertFails(Reason.NOT_FOUND, "Cannot find schema sales.nosuch",
                () -> schemas.drop(new SchemaName(SALES, "nosuch")));
    }

    @Test
    void latestVersionIsTheOneWithTheGreatestNumber() {
        assertFails(Reason.NOT_FOUND, "it has none", () -> schemas.latestVersion(ORDER));
        assertFails(Reason.NOT_FOUND, "it has none", () -> schemas.versions(ORDER));
        SchemaVersion ten = version(10, column("id", "bigint"));
        SchemaVersion nine = version(9, column("id", "int"), new Column("note", "string", "ns"));
        schemas.addVersion(ten);
        schemas.addVersion(nine);
        assertThat(schemas.latestVersion(ORDER)).isEqualTo(ten);
        assertThat(schemas.versions(ORDER)).containsExactly(ten, nine);
        assertThat(schemas.version(ORDER, 9)).isEqualTo(nine);
        assertFails(Reason.ALREADY_EXISTS, "Cannot add version 9 of schema sales.order: it exists",
                () -> schemas.addVersion(version(9)));
        assertFails(Reason.NOT_FOUND, "Cannot find version 8 of schema sales.order",
                () -> schemas.version(ORDER, 8));
        schemas.dropVersion(ORDER, 10);
        assertThat(schemas.latestVersion(ORDER)).isEqualTo(nine);
        assertFails(Reason.NOT_FOUND, "Cannot find version 10", () -> schemas.dropVersion(ORDER, 10));
    }

    @Test
    void schemaWithVersionsStays() {
        schemas.addVersion(version(1));
        assertFails(Reason.INVALID_OPERATION, "Cannot drop schema sales.order: it has versions, the latest is 1",
                () -> schemas.drop(ORDER));
        schemas.dropVersion(ORDER, 1);
        schemas.drop(ORDER);
    }

    @Test
    void findsVersionsByTheirColumns() {
        schemas.addVersion(version(1, column("id", "int")));
        schemas.addVersion(version(2, column("ID", "bigint"), new Column("note", "String", "ns"),
                new Column("more", "string", "ns")));
        assertThat(schemas.search(new ColumnSearch("Id", null, null))).containsExactly(new Found(ORDER, 1),
                new Found(ORDER, 2));
        assertThat(schemas.search(new ColumnSearch("id", null, "BIGINT"))).containsExactly(new Found(ORDER, 2));
        assertThat(schemas.search(new ColumnSearch(null, "ns", "string"))).containsExactly(new Found(ORDER, 2));
        assertThat(schemas.search(new ColumnSearch("note", "ns", null))).containsExactly(new Found(ORDER, 2));
        assertThat(schemas.search(new ColumnSearch("nosuch", null, null))).isEmpty();
        schemas.dropVersion(ORDER, 2);
        assertThat(schemas.search(new ColumnSearch("note", null, null))).isEmpty();
    }

    @Test
    void versionsGoThroughStatesAndTakeSerDes() {
        SerDe serDe = new SerDe("avro", "org.example.AvroSerDe", Map.of("k", "v"), "reads", "S", "D", 2);
        schemas.addVersion(version(1, column("id", "int")));
        schemas.addSerDe(serDe);
        assertThat(schemas.serDe("avro")).isEqualTo(serDe);
        assertFails(Reason.ALREADY_EXISTS, "Cannot add serde avro: it exists", () -> schemas.addSerDe(serDe));
        assertFails(Reason.NOT_FOUND, "Cannot find serde nosuch", () -> schemas.serDe("nosuch"));
        schemas.changeState(ORDER, 1, VersionState.ENABLED);
        schemas.mapToSerDe(ORDER, 1, "avro");
        assertThat(schemas.version(ORDER, 1)).isEqualTo(
                version(1, column("id", "int")).withState(VersionState.ENABLED).withSerDe(serDe));
        assertFails(Reason.NOT_FOUND, "Cannot find serde nosuch", () -> schemas.mapToSerDe(ORDER, 1, "nosuch"));
        assertFails(Reason.NOT_FOUND, "Cannot find version 7", () -> schemas.mapToSerDe(ORDER, 7, "avro"));
    }

    @Test
    void routinesAreReplacedAndKnownByKindAndCase() {
        session.routines().put(procedure("P", "one"));
        session.routines().put(procedure("p", "two"));
        session.routines().put(packageOf("P", "three"));
        session.routines().put(procedure("P", "four"));
        assertThat(session.routines().routine(procedure("P", "").name())).isEqualTo(procedure("P", "four"));
        assertThat(session.routines().routine(packageOf("P", "").name())).isEqualTo(packageOf("P", "three"));
        assertThat(session.routines().names(RoutineKind.PROCEDURE, CatalogName.HIVE, null)).containsExactly("P", "p");
        assertThat(session.routines().names(RoutineKind.PACKAGE, CatalogName.HIVE, SALES)).containsExactly("P");
        assertThat(session.routines().names(RoutineKind.PACKAGE, CatalogName.HIVE, DatabaseName.of("default")))
                .isEmpty();
        session.routines().drop(procedure("P", "").name());
        session.routines().drop(procedure("P", "").name());
        assertThat(session.routines().names(RoutineKind.PROCEDURE, CatalogName.HIVE, SALES)).containsExactly("p");
        assertFails(Reason.NOT_FOUND, "Cannot find stored procedure sales.P: it does not exist",
                () -> session.routines().routine(procedure("P", "").name()));
        assertFails(Reason.DATABASE_NOT_FOUND, "Cannot find database nosuch", () -> session.routines().put(new Routine(
                new RoutineName(RoutineKind.PACKAGE, DatabaseName.of("nosuch"), "p"), null, "h", "b")));
    }

    @Test
    void databaseWithSomethingOfThemIsNotEmptyAndACascadeTakesAll() {
        assertFails(Reason.NOT_EMPTY, "Cannot drop database sales: it is not empty, schema sales.order is in it",
                () -> session.databases().drop(SALES, DataRemoval.DELETE));
        schemas.drop(ORDER);
        session.routines().put(packageOf("p", "b"));
        assertFails(Reason.NOT_EMPTY, "package sales.p is in it",
                () -> session.databases().drop(SALES, DataRemoval.DELETE));
        schemas.create(schema(ORDER));
        schemas.addVersion(version(1, column("id", "int")));
        session.routines().put(procedure("q", "b"));
        session.databases().dropCascade(SALES, DataRemoval.DELETE);
        session.databases().create(database("sales"));
        assertFails(Reason.NOT_FOUND, "Cannot find schema", () -> schemas.schema(ORDER));
        assertThat(session.routines().names(RoutineKind.PROCEDURE, CatalogName.HIVE, null)).isEmpty();
        assertThat(schemas.search(new ColumnSearch("id", null, null))).isEmpty();
        session.databases().drop(SALES, DataRemoval.DELETE);
    }

    @Test
    void catalogGoesOnlyWithoutThem() {
        CatalogName other = new CatalogName("other");
        session.databases().createCatalog(new Catalog(other, null, WAREHOUSE + "/other", 0));
        SchemaName inOther = new SchemaName(new DatabaseName(other, "default"), "s");
        schemas.create(schema(inOther));
        assertFails(Reason.NOT_EMPTY, "schema other.default.s is in it",
                () -> session.databases().dropCatalog(other));
        schemas.drop(inOther);
        session.databases().dropCatalog(other);
    }

    @Test
    void keepsAConnectorAndWhatIsChangedOfIt() {
        session.connectors().create(connector("Shop"));
        DataConnector made = session.connectors().connector("SHOP");
        assertThat(made.withCreateTime(0)).isEqualTo(connector("shop").withOwner("ann", PrincipalType.USER));
        assertThat(made.createTime()).isPositive();
        assertThat(session.connectors().names()).containsExactly("shop");
        assertFails(Reason.ALREADY_EXISTS, "Cannot create data connector shop: it exists",
                () -> session.connectors().create(connector("shop")));
        assertFails(Reason.INVALID_OBJECT, "Invalid data connector name: 'a b'",
                () -> session.connectors().create(connector("a b")));
        session.connectors().alter("shop", before -> new DataConnector("renamed", before.type(), "jdbc:mysql://new",
                null, Map.of("a", "b"), "bob", PrincipalType.ROLE, 5));
        assertThat(session.connectors().connector("shop")).isEqualTo(new DataConnector("shop", "mysql",
                "jdbc:mysql://new", null, Map.of("a", "b"), "bob", PrincipalType.ROLE, made.createTime()));
        session.connectors().drop("shop");
        assertFails(Reason.NOT_FOUND, "Cannot find data connector shop: it does not exist",
                () -> session.connectors().connector("shop"));
        assertFails(Reason.NOT_FOUND, "Cannot find data connector shop", () -> session.connectors().drop("shop"));
        assertFails(Reason.NOT_FOUND, "Cannot find data connector shop",
                () -> session.connectors().alter("shop", before -> before));
    }

    @Test
    void remoteDatabaseIsKeptAndItsTablesAreRefused() {
        assertFails(Reason.INVALID_OBJECT, "Cannot create database far: data connector shop does not exist",
                () -> session.databases().create(remote("far", "shop")));
        session.connectors().create(connector("shop"));
        session.databases().create(remote("far", "shop"));
        DatabaseName far = DatabaseName.of("far");
        assertThat(session.events().after(0, -1).getLast().message().replace("\\", ""))
                .contains("\"11\":{\"i32\":2},\"12\":{\"str\":\"shop\"},\"13\":{\"str\":\"Orders\"}");
        Database kept = session.databases().database(far);
        assertThat(kept.connector()).isEqualTo(new RemoteDatabase("shop", "Orders"));
        assertThat(session.databases().names(CatalogName.HIVE, NamePattern.all())).contains("far", "sales");
        session.databases().alter(far, new Database(far, "altered", null, null, Map.of("k", "v"), "ann",
                PrincipalType.USER, 0, null));
        assertThat(session.databases().database(far).connector()).isEqualTo(kept.connector());
        assertThat(session.databases().database(far).comment()).isEqualTo("altered");
        String why = "database far: it is remote, database 'Orders' of data connector shop, and Skep keeps only its definition";
        assertFails(Reason.UNSUPPORTED, "Cannot list tables of " + why,
                () -> session.tables().names(far, NamePattern.all(), Set.of()));
        assertFails(Reason.UNSUPPORTED, "Cannot use table t of " + why, () -> session.tables().find(far.table("t")));
        assertFails(Reason.UNSUPPORTED, "Cannot use table t of " + why,
                () -> session.tables().drop(far.table("t"), DataRemoval.DELETE));
        assertFails(Reason.UNSUPPORTED, "Cannot read tables of " + why,
                () -> session.tables().tables(far, List.of("t")));
        assertFails(Reason.UNSUPPORTED, "Cannot create table t in " + why,
                () -> session.tables().create(table(far.table("t"))));
        session.tables().create(table(ORDERS));
        assertFails(Reason.UNSUPPORTED, "Cannot move table sales.orders to " + why,
                () -> session.tables().alter(ORDERS, table(far.table("orders")), Tables.Cascade.TABLE_ONLY, Map.of()));
        assertFails(Reason.UNSUPPORTED, "Cannot create function f in " + why,
                () -> session.functions().create(new Function(new FunctionName(far, "f"), "a.B", "ann",
                        PrincipalType.USER, 0, List.of())));
        assertFails(Reason.UNSUPPORTED, "Cannot store stored procedure p in " + why, () -> session.routines()
                .put(new Routine(new RoutineName(RoutineKind.PROCEDURE, far, "p"), "ann", null, "b")));
        assertThat(session.tables().summaries(CatalogName.HIVE, NamePattern.all(), NamePattern.all(), Set.of()))
                .extracting(summary -> summary.name().toString()).containsExactly("sales.orders");
        assertFails(Reason.INVALID_OPERATION, "Cannot drop data connector shop: database far names it",
                () -> session.connectors().drop("shop"));
        session.connectors().dropUnchecked("shop");
        session.databases().drop(far, DataRemoval.DELETE);
        assertThat(session.databases().find(far)).isEmpty();
    }

    @Test
    void propertiesAreSetByKeyAndSelectedByMap() {
        session.propertyMaps().set(Map.of(PropertyKey.parse("level"), "7", PropertyKey.parse("sales.kept"), "yes",
                PropertyKey.parse("sales.orders.fill.factor"), "0.5", PropertyKey.parse("sales.items.fill"), "0.25",
                PropertyKey.parse("hive.sales.orders.deep.name"), "x"));
        session.propertyMaps().set(Map.of(PropertyKey.parse("sales.kept"), "no"));
        assertThat(session.propertyMaps().select("", ALL)).isEqualTo(Map.of("hms", Map.of("level", "7"), "sales",
                Map.of("kept", "no"), "sales.orders.fill", Map.of("factor", "0.5"), "sales.items",
                Map.of("fill", "0.25"), "hive.sales.orders", Map.of("deep.name", "x")));
        assertThat(session.propertyMaps().select("sales.", ALL).keySet())
                .containsExactlyInAnyOrder("sales.items", "sales.orders.fill");
        assertThat(session.propertyMaps().select("sales", PropertySelection.of("fill < 0.5", List.of())))
                .isEqualTo(Map.of("sales.items", Map.of("fill", "0.25")));
        assertFails(Reason.INVALID_INPUT, "Invalid expression over properties: 'fill <'",
                () -> session.propertyMaps().select("", PropertySelection.of("fill <", List.of())));
    }
}

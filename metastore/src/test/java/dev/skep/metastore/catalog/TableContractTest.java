package dev.skep.metastore.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.catalog.Partitions.IfExists;
import dev.skep.metastore.catalog.Tables.Cascade;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.model.TableType;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.storage.file.Location;

/** Databases and tables. */
abstract class TableContractTest extends CatalogContractTest {

    private boolean exists(@Nullable String location) {
        return location != null && files.find(Location.of(location)).isPresent();
    }

    @Test
    void beginsWithTheCatalogsHiveAndSparkAndTheirDefaultDatabases() {
        assertThat(session.databases().catalogs()).extracting(catalog -> catalog.name().name())
                .containsExactly("hive", "spark");
        Database database = session.databases().database(DatabaseName.of("default"));
        assertThat(database.location()).isEqualTo(WAREHOUSE.text());
        assertThat(session.databases().names(CatalogName.SPARK, NamePattern.all())).containsExactly("default");
    }

    @Test
    void createsADatabaseWithItsFolder() {
        Database sales = session.databases().database(SALES);
        assertThat(sales.location()).isEqualTo(WAREHOUSE + "/sales.db");
        assertThat(sales.parameters()).containsEntry("k", "v");
        assertThat(exists(WAREHOUSE + "/sales.db")).isTrue();
        assertFails(Reason.ALREADY_EXISTS, "Cannot create database sales",
                () -> session.databases().create(database("sales")));
        assertFails(Reason.INVALID_OBJECT, "'a-b'", () -> session.databases().create(database("a-b")));
    }

    @Test
    void dropsADatabaseOnlyIfItIsEmptyOrWithAllThatIsInIt() {
        Table orders = session.tables().create(table(ORDERS, column("ds", "string")));
        assertFails(Reason.NOT_EMPTY, "1 tables", () -> session.databases().drop(SALES, DataRemoval.DELETE));
        session.databases().dropCascade(SALES, DataRemoval.DELETE);
        assertThat(session.databases().find(SALES)).isEmpty();
        assertThat(session.tables().find(ORDERS)).isEmpty();
        assertThat(exists(orders.storage().location())).isFalse();
        assertThat(exists(WAREHOUSE + "/sales.db")).isFalse();
    }

    @Test
    void createsATableInTheWarehouseAndFindsItAgain() {
        Table created = session.tables().create(table(ORDERS, column("ds", "date")));
        assertThat(created.storage().location()).isEqualTo(WAREHOUSE + "/sales.db/orders");
        assertThat(exists(created.storage().location())).isTrue();
        assertThat(created.parameters()).containsKey("transient_lastDdlTime").containsEntry("p", "1");
        assertThat(session.tables().table(ORDERS).visible()).isEqualTo(created);
        assertThat(session.tables().table(TableName.of("SALES", "Orders")).visible()).isEqualTo(created);
        assertThat(session.tables().tables(SALES, List.of("nope", "orders"))).hasSize(1);
    }

    @Test
    void refusesTablesThatCannotBe() {
        assertFails(Reason.DATABASE_NOT_FOUND, "nowhere",
                () -> session.tables().create(table(TableName.of("nowhere", "t"))));
        assertFails(Reason.INVALID_OBJECT, "two columns are named 'id'",
                () -> session.tables().create(table(ORDERS, column("ID", "string"))));
        assertFails(Reason.INVALID_OBJECT, "'a b'", () -> session.tables().create(table(SALES.table("a b"))));
        session.tables().create(table(ORDERS));
        assertFails(Reason.ALREADY_EXISTS, "sales.orders", () -> session.tables().create(table(ORDERS)));
    }

    @Test
    void listsNamesByPatternAndType() {
        session.tables().create(table(ORDERS));
        session.tables().create(table(SALES.table("returns")));
        session.tables().create(TableRules.withType(table(SALES.table("v_orders")), TableType.VIRTUAL_VIEW));
        assertThat(session.tables().names(SALES, NamePattern.of("*r*s"), allTypes())).containsExactly("orders",
                "returns", "v_orders");
        assertThat(session.tables().names(SALES, NamePattern.of("o*|ret*"), allTypes())).containsExactly("orders",
                "returns");
        assertThat(session.tables().names(SALES, NamePattern.all(), Set.of(TableType.VIRTUAL_VIEW)))
                .containsExactly("v_orders");
        assertThat(session.tables().summaries(CatalogName.HIVE, NamePattern.of("sal*"), NamePattern.all(), allTypes()))
                .hasSize(3);
        assertThat(session.tables().table(SALES.table("v_orders")).visible().storage().location()).isNull();
    }

    @Test
    void movesAManagedTableWithItsNameAndItsPartitionsWithIt() {
        Table orders = session.tables().create(table(ORDERS, column("ds", "string")));
        session.partitions().add(ORDERS, List.of(partition(orders, "a")), IfExists.FAIL);
        TableName renamed = SALES.table("orders2");
        Table after = session.tables().alter(ORDERS, orders.withName(renamed), Cascade.TABLE_ONLY, Map.of());
        assertThat(after.storage().location()).isEqualTo(WAREHOUSE + "/sales.db/orders2");
        assertThat(after.id()).isEqualTo(orders.id());
        assertThat(exists(WAREHOUSE + "/sales.db/orders2/ds=a")).isTrue();
        assertThat(exists(WAREHOUSE + "/sales.db/orders")).isFalse();
        assertThat(session.partitions().find(renamed, List.of("a")).orElseThrow().storage().location())
                .isEqualTo(WAREHOUSE + "/sales.db/orders2/ds=a");
        assertThat(session.tables().find(ORDERS)).isEmpty();
    }

    @Test
    void leavesPartitionsWhereTheyAreWhenTheTableGetsAnotherLocation() {
        Table orders = session.tables().create(table(ORDERS, column("ds", "string")));
        session.partitions().add(ORDERS, List.of(partition(orders, "a")), IfExists.FAIL);
        session.tables().alter(ORDERS, orders.withStorage(orders.storage().withLocation("memory://lake/elsewhere")),
                Cascade.TABLE_ONLY, Map.of());
        assertThat(session.partitions().find(ORDERS, List.of("a")).orElseThrow().storage().location())
                .isEqualTo(WAREHOUSE + "/sales.db/orders/ds=a");
    }

    @Test
    void cascadesColumnsToPartitionsOnlyWhereAsked() {
        Table orders = session.tables().create(table(ORDERS, column("ds", "string")));
        session.partitions().add(ORDERS, List.of(partition(orders, "a")), IfExists.FAIL);
        Table wider = orders
                .withStorage(orders.storage().withColumns(List.of(column("id", "bigint"), column("more", "int"))));
        session.tables().alter(ORDERS, wider, Cascade.TABLE_ONLY, Map.of());
        assertThat(session.partitions().find(ORDERS, List.of("a")).orElseThrow().storage().columns())
                .isEqualTo(orders.storage().columns());
        session.tables().alter(ORDERS, wider, Cascade.PARTITIONS_TOO, Map.of());
        assertThat(session.partitions().find(ORDERS, List.of("a")).orElseThrow().storage().columns())
                .isEqualTo(wider.storage().columns());
    }

    @Test
    void changesATableOnlyIfItsParametersAreAsExpected() {
        Table orders = session.tables().create(table(ORDERS));
        Map<String, String> changed = Map.of("metadata_location", "two");
        assertFails(Reason.CONFLICT,
                "The table has been modified. The parameter value for key 'metadata_location' is 'null'",
                () -> session.tables().alter(ORDERS, orders.withParameters(changed), Cascade.TABLE_ONLY,
                        Map.of("metadata_location", "one")));
        session.tables().alter(ORDERS, orders.withParameters(changed), Cascade.TABLE_ONLY, Map.of("p", "1"));
        assertThat(session.tables().table(ORDERS).visible().parameters()).containsEntry("metadata_location", "two")
                .doesNotContainKey("p");
    }

    @Test
    void refusesToChangePartitionKeysButTheirTypes() {
        Table orders = session.tables().create(table(ORDERS, column("hr", "string")));
        session.partitions().add(ORDERS, List.of(partition(orders, "9"), partition(orders, "10")), IfExists.FAIL);
        PartitionPredicate early = new PartitionPredicate.Comparison("hr", PartitionPredicate.Operator.LESS, "9");
        assertThat(session.partitions().names(ORDERS, early, -1)).containsExactly("hr=10");
        Table other = table(ORDERS, column("hour", "int"));
        assertFails(Reason.INVALID_OPERATION, "partition keys can not be changed",
                () -> session.tables().alter(ORDERS, other, Cascade.TABLE_ONLY, Map.of()));
        session.tables().alter(ORDERS, table(ORDERS, column("hr", "int")), Cascade.TABLE_ONLY, Map.of());
        assertThat(session.partitions().names(ORDERS, early, -1)).isEmpty();
    }

    @Test
    void deletesTheFilesOfManagedTablesOnly() {
        Table managed = session.tables().create(table(ORDERS));
        Table external = session.tables()
                .create(TableRules.withType(table(SALES.table("ext")), TableType.EXTERNAL_TABLE));
        assertThat(external.parameters()).containsEntry("EXTERNAL", "TRUE");
        session.tables().drop(ORDERS, DataRemoval.DELETE);
        session.tables().drop(external.name(), DataRemoval.DELETE);
        assertThat(exists(managed.storage().location())).isFalse();
        assertThat(exists(external.storage().location())).isTrue();
        assertFails(Reason.NOT_FOUND, "sales.orders", () -> session.tables().drop(ORDERS, DataRemoval.DELETE));
    }
}

package dev.skep.metastore.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.catalog.Tables.Cascade;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableIndex;
import dev.skep.metastore.model.TableName;

/** What indexes of tables do on every store. */
abstract class IndexContractTest extends CatalogContractTest {
    private static final TableName ROWS = SALES.table("sales__orders_by_id__");

    @BeforeEach
    void makeTable() {
        session.tables().create(table(ORDERS));
    }

    private static TableIndex index(String name, TableName rows) {
        return new TableIndex(ORDERS, name, "org.example.CompactHandler", 0, 0, rows,
                storage("memory://lake/elsewhere", column("id", "bigint")), Map.of("k", "v"), true);
    }

    private static Map<String, String> stable(TableIndex index) {
        assertThat(index.parameters()).containsKey("transient_lastDdlTime");
        Map<String, String> stable = new java.util.HashMap<>(index.parameters());
        stable.remove("transient_lastDdlTime");
        return stable;
    }

    private List<String> tables() {
        return session.tables().names(SALES, NamePattern.all(), Set.of());
    }

    @Test
    void comesWithTheTableOfItsRows() {
        TableIndex added = session.indexes().add(index("By_Id", ROWS), table(ROWS));
        assertThat(tables()).containsExactly("orders", ROWS.name());
        TableIndex kept = session.indexes().index(ORDERS, "BY_ID");
        assertThat(kept).isEqualTo(added);
        assertThat(kept.withParameters(stable(kept)).withCreateTime(0)).isEqualTo(index("by_id", ROWS));
        assertThat(session.indexes().of(ORDERS)).containsExactly(kept);
        session.indexes().alter(ORDERS, "by_id", Map.of("n", "2"));
        assertThat(stable(session.indexes().index(ORDERS, "by_id"))).isEqualTo(Map.of("n", "2"));
        assertThat(session.indexes().index(ORDERS, "by_id").storage()).isEqualTo(kept.storage());
        session.indexes().drop(ORDERS, "by_id", DataRemoval.DELETE);
        assertThat(session.indexes().of(ORDERS)).isEmpty();
        assertThat(tables()).containsExactly("orders");
    }

    @Test
    void refusesWhatDoesNotFit() {
        session.indexes().add(index("by_id", ROWS), table(ROWS));
        assertFails(Reason.ALREADY_EXISTS, "Cannot add index by_id to sales.orders: it exists",
                () -> session.indexes().add(index("by_id", SALES.table("other")), table(SALES.table("other"))));
        assertFails(Reason.INVALID_OBJECT, "its table sales." + ROWS.name() + " exists",
                () -> session.indexes().add(index("again", ROWS), table(ROWS)));
        assertFails(Reason.INVALID_OBJECT, "its table sales.nosuch does not exist",
                () -> session.indexes().add(index("lost", SALES.table("nosuch")), null));
        assertFails(Reason.INVALID_OBJECT, "its table is sales.one, and sales.two is to be made",
                () -> session.indexes().add(index("lost", SALES.table("one")), table(SALES.table("two"))));
        assertFails(Reason.INVALID_OBJECT, "a table cannot hold the rows of its own index",
                () -> session.indexes().add(index("self", ORDERS), null));
        assertFails(Reason.NOT_FOUND, "Cannot find index nosuch of sales.orders: it does not exist",
                () -> session.indexes().index(ORDERS, "nosuch"));
        assertFails(Reason.NOT_FOUND, "Cannot find index nosuch",
                () -> session.indexes().drop(ORDERS, "nosuch", DataRemoval.DELETE));
        assertFails(Reason.NOT_FOUND, "Cannot find index by_id of sales.nosuch",
                () -> session.indexes().index(SALES.table("nosuch"), "by_id"));
        assertThat(session.indexes().of(SALES.table("nosuch"))).isEmpty();
        assertThat(tables()).containsExactly("orders", ROWS.name());
    }

    @Test
    void tableOfRowsGoesOnlyWithItsIndex() {
        session.indexes().add(index("by_id", ROWS), table(ROWS));
        assertFails(Reason.INVALID_OPERATION, "it holds the rows of index by_id of sales.orders; drop the index",
                () -> session.tables().drop(ROWS, DataRemoval.DELETE));
        session.tables().drop(ORDERS, DataRemoval.DELETE);
        assertThat(tables()).isEmpty();
    }

    @Test
    void followsRenames() {
        session.indexes().add(index("by_id", ROWS), table(ROWS));
        Table orders = session.tables().table(ORDERS).visible();
        TableName renamed = SALES.table("renamed");
        session.tables().alter(ORDERS, orders.withName(renamed), Cascade.TABLE_ONLY, Map.of());
        assertThat(session.indexes().index(renamed, "by_id").table()).isEqualTo(renamed);
    }

    @Test
    void goesWithItsDatabaseAndTakesItsRowsElsewhereAlong() {
        session.databases().create(database("other"));
        TableName elsewhere = DatabaseName.of("other").table("rows_of_orders");
        session.indexes().add(index("by_id", ROWS), table(ROWS));
        session.indexes().add(index("by_note", elsewhere), table(elsewhere));
        session.databases().dropCascade(SALES, DataRemoval.DELETE);
        assertThat(session.tables().names(DatabaseName.of("other"), NamePattern.all(), Set.of())).isEmpty();
        session.databases().create(database("sales"));
        assertThat(tables()).isEmpty();
    }
}

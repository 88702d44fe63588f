package dev.skep.server.hiveserver2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.skep.metastore.access.Identity;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.SerDe;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.model.TableType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;

/** DatabaseMetaData of our driver, over a catalog with a few tables. */
@Timeout(60)
class TestMetadataThroughDoor {
    @TempDir
    static Path folder;

    private static Door door;
    private static Connection connection;

    @BeforeAll
    static void openDoor() throws SQLException {
        door = Door.open(folder);
        CatalogSession catalog = door.catalog().sessionFor(Caller.internal(Identity.of("skep")), FileReader.ENGINE);
        for (String name : List.of("sales", "sales_2", "salesx2")) {
            catalog.databases().create(new Database(DatabaseName.of(name), null, null, null, Map.of(), "ann",
                    PrincipalType.USER, 0, null));
        }
        create(catalog, "sales", "orders", TableType.MANAGED_TABLE,
                List.of(new Column("id", "bigint", "the number"), new Column("price", "decimal(12,2)", null),
                        new Column("odd", "uniontype<int,string>", null), new Column("tags", "array<string>", null)),
                List.of(new Column("month", "string", null)));
        create(catalog, "sales", "order_items", TableType.EXTERNAL_TABLE, List.of(new Column("id", "int", null)),
                List.of());
        create(catalog, "sales_2", "orders", TableType.MANAGED_TABLE, List.of(new Column("id", "int", null)),
                List.of());
        create(catalog, "sales", "recent", TableType.VIRTUAL_VIEW, List.of(new Column("c", "char(3)", null)),
                List.of());
        connection = door.connect();
    }

    private static void create(CatalogSession catalog, String database, String name, TableType type,
            List<Column> columns, List<Column> keys) {
        StorageDescriptor storage = new StorageDescriptor(columns, null,
                "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
                "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat", false, -1,
                new SerDe(null, "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe", Map.of(), null, null,
                        null,
                        null),
                List.of(), List.of(), Map.of(), StorageDescriptor.Skew.NONE, false);
        catalog.tables()
                .create(new Table(-1, TableName.of(database, name), type, "ann", PrincipalType.USER, 0, 0, 0, storage,
                        keys, Map.of("comment", "about " + name), type.isView() ? "SELECT 1" : null,
                        type.isView() ? "SELECT 1" : null, false, null, -1));
    }

    @AfterAll
    static void closeDoor() throws SQLException {
        connection.close();
        door.close();
    }

    private static List<String> values(ResultSet rows, String... columns) throws SQLException {
        List<String> values = new ArrayList<>();
        try (rows) {
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (String column : columns) {
                    row.add(String.valueOf(rows.getString(column)));
                }
                values.add(String.join(" ", row));
            }
        }
        return values;
    }

    private static DatabaseMetaData meta() throws SQLException {
        return connection.getMetaData();
    }

    @Test
    void listsSchemas() throws SQLException {
        assertThat(values(meta().getSchemas(), "TABLE_SCHEM")).containsExactly("default", "sales", "sales_2",
                "salesx2");
        assertThat(values(meta().getSchemas(null, "sales%"), "TABLE_SCHEM")).containsExactly("sales", "sales_2",
                "salesx2");
        assertThat(values(meta().getSchemas(null, "sales\\_2"), "TABLE_SCHEM")).containsExactly("sales_2");
        assertThat(values(meta().getSchemas(null, "sales_2"), "TABLE_SCHEM")).containsExactly("sales_2", "salesx2");
        assertThat(values(meta().getCatalogs(), "TABLE_CAT")).isEmpty();
    }

    @Test
    void listsTablesByPatternAndType() throws SQLException {
        assertThat(values(meta().getTables(null, null, null, null), "TABLE_SCHEM", "TABLE_NAME", "TABLE_TYPE"))
                .containsExactly("sales order_items TABLE", "sales orders TABLE", "sales_2 orders TABLE",
                        "sales recent VIEW");
        assertThat(values(meta().getTables(null, "sales", "order%", new String[]{"TABLE"}), "TABLE_NAME", "REMARKS"))
                .containsExactly("order_items about order_items", "orders about orders");
        assertThat(values(meta().getTables(null, "%", "ORDERS", null), "TABLE_SCHEM"))
                .containsExactly("sales", "sales_2");
        assertThat(values(meta().getTables(null, "sales", "%", new String[]{"VIEW", "INDEX_TABLE"}), "TABLE_NAME"))
                .containsExactly("recent");
        assertThat(values(meta().getTables(null, "sales", "%", new String[]{"INDEX_TABLE"}), "TABLE_NAME")).isEmpty();
        assertThat(values(meta().getTableTypes(), "TABLE_TYPE")).containsExactly("MATERIALIZED_VIEW", "TABLE", "VIEW");
    }

    @Test
    void listsColumnsWithTheirTypes() throws SQLException {
        assertThat(
                values(meta().getColumns(null, "sales", "orders", null), "ORDINAL_POSITION", "COLUMN_NAME", "DATA_TYPE",
                        "TYPE_NAME", "COLUMN_SIZE", "DECIMAL_DIGITS", "REMARKS"))
                .containsExactly(
                        "1 id " + Types.BIGINT + " bigint 19 0 the number",
                        "2 price " + Types.DECIMAL + " decimal(12,2) 12 2 null",
                        "3 odd " + Types.OTHER + " uniontype<int,string> null null null",
                        "4 tags " + Types.ARRAY + " array<string> null null null",
                        "5 month " + Types.VARCHAR + " string 2147483647 null null");
        assertThat(values(meta().getColumns(null, "%", "%", "i_"), "TABLE_SCHEM", "TABLE_NAME")).containsExactly(
                "sales order_items", "sales orders", "sales_2 orders");
    }

    @Test
    void describesTypesAndItself() throws SQLException {
        assertThat(values(meta().getTypeInfo(), "TYPE_NAME")).contains("decimal", "timestamp", "array", "bigint")
                .doesNotContain("void");
        assertThat(meta().getDatabaseProductName()).isEqualTo("Skep");
        assertThat(meta().getDatabaseProductVersion()).isEqualTo("1.2.3");
        assertThat(meta().getDatabaseMajorVersion()).isEqualTo(1);
        assertThat(meta().getIdentifierQuoteString()).isEqualTo("`");
        assertThat(meta().getSearchStringEscape()).isEqualTo("\\");
        assertThat(meta().supportsTransactions()).isFalse();
        assertThat(meta().getURL()).isEqualTo(door.url(";user=ann"));
    }

    @Test
    void hasNoKeysIndexesOrProcedures() throws SQLException {
        assertThat(values(meta().getPrimaryKeys(null, "sales", "orders"), "PK_NAME")).isEmpty();
        assertThat(values(meta().getImportedKeys(null, "sales", "orders"), "FK_NAME")).isEmpty();
        assertThat(values(meta().getIndexInfo(null, "sales", "orders", false, false), "INDEX_NAME")).isEmpty();
        assertThat(values(meta().getProcedures(null, null, null), "PROCEDURE_NAME")).isEmpty();
        assertThat(values(meta().getFunctions(null, null, null), "FUNCTION_NAME")).isEmpty();
    }
}

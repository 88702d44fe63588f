package dev.skep.metastore.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.SerDe;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.StorageDescriptor.Skew;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.model.TableType;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.file.Location;
import dev.skep.storage.memory.MemoryFileSystem;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;

/** What the parts of the catalog's contract share: a catalog on a fresh store and an empty file system in memory, and objects to put in. */
abstract class CatalogContractTest {
    static final DatabaseName SALES = DatabaseName.of("sales");
    static final TableName ORDERS = SALES.table("orders");
    static final Location WAREHOUSE = Location.of("memory://lake/warehouse");

    FileSystem files = new MemoryFileSystem();
    StoredCatalog catalog;
    CatalogSession session;

    /** Returns the settings of a store that holds nothing. */
    abstract MetastoreSettings freshStore();

    @BeforeEach
    void open() {
        catalog = StoredCatalog.open(freshStore(), files);
        session = catalog.sessionFor(Caller.internal(Identity.of("ann")), FileReader.ENGINE);
        session.databases().create(database("sales"));
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    static Database database(String name) {
        return new Database(DatabaseName.of(name), "about " + name, null, null, Map.of("k", "v"), "ann",
                PrincipalType.USER, 0, null);
    }

    static StorageDescriptor storage(@Nullable String location, Column... columns) {
        return new StorageDescriptor(List.of(columns), location, "in", "out", false, -1,
                SerDe.of("serde", Map.of("field.delim", ",")), List.of(), List.of(), Map.of(), Skew.NONE, false);
    }

    static Column column(String name, String type) {
        return new Column(name, type, null);
    }

    static Table table(TableName name, Column... keys) {
        return new Table(-1, name, TableType.MANAGED_TABLE, "ann", PrincipalType.USER, 0, 0, 0,
                storage(null, column("id", "bigint"), new Column("note", "string", "a comment")), List.of(keys),
                Map.of("p", "1"), null, null, false, null, -1);
    }

    static Partition partition(Table table, String... values) {
        return new Partition(table.name(), List.of(values), 0, 0, table.storage().withLocation(null),
                Map.of("rows", "7"),
                -1);
    }

    static Set<TableType> allTypes() {
        return Set.of();
    }

    static void assertFails(Reason reason, String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(CatalogException.class,
                failure -> assertThat(failure.reason()).isEqualTo(reason)).hasMessageContaining(message);
    }
}

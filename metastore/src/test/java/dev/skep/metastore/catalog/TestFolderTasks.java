package dev.skep.metastore.catalog;

import static dev.skep.metastore.catalog.CatalogContractTest.ORDERS;
import static dev.skep.metastore.catalog.CatalogContractTest.SALES;
import static dev.skep.metastore.catalog.CatalogContractTest.WAREHOUSE;
import static dev.skep.metastore.catalog.CatalogContractTest.database;
import static dev.skep.metastore.catalog.CatalogContractTest.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.store.FolderTask;
import dev.skep.metastore.store.FolderTask.Kind;
import dev.skep.metastore.store.MetastoreStore;
import dev.skep.metastore.store.jdbc.JdbcStore;
import dev.skep.metastore.warehouse.Warehouse;
import dev.skep.storage.file.Location;
import dev.skep.storage.memory.MemoryFileSystem;

/** What a server that died in the middle has left of folders, found by another one. */
final class TestFolderTasks {
    private final MemoryFileSystem files = new MemoryFileSystem();
    private final MetastoreSettings settings = PostgresServer.freshStore(WAREHOUSE);
    private StoredCatalog catalog;
    private CatalogSession session;
    private MetastoreStore dead;

    @BeforeEach
    void open() {
        catalog = StoredCatalog.open(settings, files);
        session = catalog.sessionFor(Caller.internal(Identity.of("ann")), FileReader.ENGINE);
        session.databases().create(database("sales"));
        dead = JdbcStore.open(settings);
    }

    @AfterEach
    void close() {
        dead.close();
        catalog.close();
    }

    private Location folderOf(String table) {
        return WAREHOUSE.resolve("sales.db").resolve(table);
    }

    private void write(Location file) throws IOException {
        try (OutputStream out = files.output(file).create()) {
            out.write(1);
        }
    }

    private void leave(FolderTask task) {
        dead.change(tx -> tx.folders().add(List.of(task)));
    }

    @Test
    void aMoveThatWasNotStoredIsTakenBack() throws IOException {
        session.tables().create(table(ORDERS));
        write(folderOf("orders").resolve("a"));
        leave(FolderTask.move(folderOf("orders").text(), folderOf("moved").text()));
        files.rename(folderOf("orders"), folderOf("moved"));
        assertThat(catalog.settleFolders()).isEqualTo(1);
        assertThat(catalog.settleFolders()).isZero();
        assertThat(files.find(folderOf("orders").resolve("a"))).isPresent();
        assertThat(files.find(folderOf("moved"))).isEmpty();
    }

    @Test
    void aCopyThatStoppedInTheMiddleIsTakenBack() throws IOException {
        session.tables().create(table(ORDERS));
        for (String name : List.of("a", "p=1/b", "p=1/c")) {
            write(folderOf("orders").resolve(name));
        }
        leave(FolderTask.move(folderOf("orders").text(), folderOf("moved").text()));
        write(folderOf("moved").resolve("a"));
        write(folderOf("moved").resolve("p=1/b"));
        files.delete(folderOf("orders").resolve("p=1/b"));
        catalog.settleFolders();
        for (String name : List.of("a", "p=1/b", "p=1/c")) {
            assertThat(files.find(folderOf("orders").resolve(name))).as(name).isPresent();
        }
        assertThat(files.find(folderOf("moved"))).isEmpty();
    }

    @Test
    void aRenameToTheSameNameFirstTakesBackWhatWasLeft() throws IOException {
        session.tables().create(table(ORDERS));
        write(folderOf("orders").resolve("a"));
        leave(FolderTask.move(folderOf("orders").text(), folderOf("moved").text()));
        files.rename(folderOf("orders"), folderOf("moved"));
        session.tables().alter(ORDERS, session.tables().table(ORDERS).visible().withName(SALES.table("moved")),
                Tables.Cascade.TABLE_ONLY, java.util.Map.of());
        assertThat(files.find(folderOf("moved").resolve("a"))).isPresent();
        assertThat(catalog.settleFolders()).isZero();
    }

    @Test
    void whatAnotherTableOwnsIsNotTakenBack() throws IOException {
        session.tables().create(table(ORDERS));
        session.tables().create(table(SALES.table("moved")));
        write(folderOf("moved").resolve("mine"));
        leave(FolderTask.move(folderOf("orders").text(), folderOf("moved").text()));
        catalog.settleFolders();
        assertThat(files.find(folderOf("moved").resolve("mine"))).isPresent();
    }

    @Test
    void aRemovalThatWasLeftIsDoneBeforeTheNameIsUsedAgain() throws IOException {
        write(folderOf("orders").resolve("old"));
        leave(FolderTask.removal(Kind.DISCARD, folderOf("orders").text(), List.of(folderOf("orders").text())));
        session.tables().create(table(ORDERS));
        assertThat(files.find(folderOf("orders").resolve("old"))).isEmpty();
        assertThat(files.find(folderOf("orders"))).isPresent();
        write(folderOf("orders").resolve("new"));
        assertThat(catalog.settleFolders()).isZero();
        assertThat(files.find(folderOf("orders").resolve("new"))).isPresent();
    }

    @Test
    void whatIsAtTheTargetOfARenameStaysThere() throws IOException {
        session.tables().create(table(ORDERS));
        write(folderOf("moved").resolve("foreign"));
        assertThatThrownBy(() -> session.tables().alter(ORDERS,
                session.tables().table(ORDERS).visible().withName(SALES.table("moved")), Tables.Cascade.TABLE_ONLY,
                java.util.Map.of())).isInstanceOf(CatalogException.class).hasMessageContaining("something already");
        assertThat(catalog.settleFolders()).isZero();
        assertThat(files.find(folderOf("moved").resolve("foreign"))).isPresent();
        assertThat(files.find(folderOf("orders"))).isPresent();
    }

    @Test
    void foldersThatWereNoTablesOutliveTheirDatabase() throws IOException {
        session.tables().create(table(ORDERS));
        write(folderOf("stranger").resolve("a"));
        session.databases().dropCascade(SALES, DataRemoval.DELETE);
        assertThat(files.find(folderOf("stranger").resolve("a"))).isPresent();
        assertThat(files.find(folderOf("orders"))).isEmpty();
        session.databases().create(database("sales"));
        files.deleteRecursively(folderOf("stranger"));
        write(folderOf("file"));
        session.databases().drop(SALES, DataRemoval.DELETE);
        assertThat(files.find(Warehouse.location(WAREHOUSE.resolve("sales.db").text()))).isEmpty();
    }

    @Test
    void aCatalogThatWasDroppedDoesNotComeBack() {
        session.databases().dropCatalog(CatalogName.SPARK);
        catalog.close();
        catalog = StoredCatalog.open(settings, files);
        session = catalog.sessionFor(Caller.internal(Identity.of("ann")), FileReader.ENGINE);
        assertThat(session.databases().catalogs()).extracting(one -> one.name()).containsExactly(CatalogName.HIVE);
    }
}

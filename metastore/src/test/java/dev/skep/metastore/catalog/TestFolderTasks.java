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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

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
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.store.jdbc.JdbcStore;
import dev.skep.metastore.warehouse.FolderChanges;
import dev.skep.metastore.warehouse.Warehouse;
import dev.skep.storage.StorageException;
import dev.skep.storage.file.FileEntry;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.file.Location;
import dev.skep.storage.memory.MemoryFileSystem;

/** What a server that died in the middle has left of folders, found by another one. */
final class TestFolderTasks {
    private static final FolderTasks.Claims NOBODY = (_, _) -> false;

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
    void aRenameThatLostARaceOfTheStoreIsDoneAgain() throws IOException {
        session.tables().create(table(ORDERS));
        write(folderOf("orders").resolve("a"));
        new FolderTasks(new LosingStore(dead, () -> {}), warehouse()).change(this::move, NOBODY);
        assertMoved();
    }

    @Test
    void aRenameThatAnotherTookBackAfterALostRaceIsDoneAgain() throws IOException {
        session.tables().create(table(ORDERS));
        write(folderOf("orders").resolve("a"));
        MetastoreStore store = new LosingStore(dead, () -> assertThat(catalog.settleFolders()).isEqualTo(1));
        new FolderTasks(store, warehouse()).change(this::move, NOBODY);
        assertMoved();
    }

    /** Another server may take the moves back as soon as the transaction is rolled back: nobody else may touch the folders then. */
    @Test
    void aRenameIsNotTakenBackByTwo() throws Exception {
        session.tables().create(table(ORDERS));
        for (int i = 0; i < 20; i++) {
            write(folderOf("orders").resolve("p=" + i + "/a"));
        }
        try (ExecutorService others = Executors.newSingleThreadExecutor()) {
            for (int round = 0; round < 20; round++) {
                List<Future<Integer>> settled = new ArrayList<>();
                MetastoreStore store = new LosingStore(dead,
                        () -> settled.add(others.submit(() -> catalog.settleFolders())));
                new FolderTasks(store, new Warehouse(new CopyingFileSystem(files, () -> false), WAREHOUSE))
                        .change(this::move, NOBODY);
                settled.getFirst().get();
                assertThat(files.list(folderOf("moved"))).hasSize(20);
                assertThat(files.find(folderOf("orders"))).isEmpty();
                files.rename(folderOf("moved"), folderOf("orders"));
            }
        }
    }

    @Test
    void aRenameThatFailedInTheMiddleIsTakenBack() throws IOException {
        session.tables().create(table(ORDERS));
        for (String name : List.of("a", "p=1/b", "p=1/c")) {
            write(folderOf("orders").resolve(name));
        }
        AtomicInteger moves = new AtomicInteger();
        FileSystem failing = new CopyingFileSystem(files, () -> moves.incrementAndGet() == 2);
        assertThatThrownBy(() -> new FolderTasks(dead, new Warehouse(failing, WAREHOUSE)).change(this::move, NOBODY))
                .isInstanceOf(CatalogException.class).hasMessageContaining("the store is tired");
        for (String name : List.of("a", "p=1/b", "p=1/c")) {
            assertThat(files.find(folderOf("orders").resolve(name))).as(name).isPresent();
        }
        assertThat(files.find(folderOf("moved"))).isEmpty();
        assertThat(catalog.settleFolders()).isZero();
    }

    private Warehouse warehouse() {
        return new Warehouse(files, WAREHOUSE);
    }

    private boolean move(StoreTransaction tx, FolderChanges folders) {
        folders.move(List.of(new FolderChanges.Move(folderOf("orders"), folderOf("moved"))));
        return true;
    }

    private void assertMoved() {
        assertThat(files.find(folderOf("moved").resolve("a"))).isPresent();
        assertThat(files.find(folderOf("orders"))).isEmpty();
        assertThat(catalog.settleFolders()).isZero();
    }

    /** Rolls the first transaction back that has come to its end after a move was recorded, and runs it again, as a store does when it lost against another. */
    private static final class LosingStore implements MetastoreStore {
        private final MetastoreStore store;
        private final Runnable between;
        private boolean lost;

        LosingStore(MetastoreStore store, Runnable between) {
            this.store = store;
            this.between = between;
        }

        @Override
        public <T> T inTransaction(Function<StoreTransaction, T> work) {
            if (!lost) {
                try {
                    return store.inTransaction(tx -> {
                        int before = tx.folders().places().size();
                        T result = work.apply(tx);
                        if (tx.folders().places().size() < before) {
                            throw new IllegalStateException("lost");
                        }
                        return result;
                    });
                } catch (IllegalStateException e) {
                    lost = true;
                    between.run();
                }
            }
            return store.inTransaction(work);
        }

        @Override
        public <T> T read(Function<StoreTransaction, T> work) {
            return store.read(work);
        }

        @Override
        public void close() {}
    }

    /** Moves a folder file by file, as stores that can only copy do, until it gets tired. */
    private static final class CopyingFileSystem extends ForwardingFiles {
        private final BooleanSupplier isTired;

        CopyingFileSystem(FileSystem to, BooleanSupplier isTired) {
            super(to);
            this.isTired = isTired;
        }

        @Override
        public void rename(Location source, Location target) {
            if (!find(source).orElseThrow().isDirectory()) {
                super.rename(source, target);
                return;
            }
            List<FileEntry> entries;
            try (Stream<FileEntry> below = listFiles(source)) {
                entries = below.toList();
            }
            for (FileEntry entry : entries) {
                if (isTired.getAsBoolean()) {
                    throw new StorageException(StorageException.Reason.IO, "the store is tired");
                }
                Location moved = target
                        .resolve(entry.location().path().substring(source.path().length() + 1));
                createDirectories(moved.parent());
                super.rename(entry.location(), moved);
            }
            deleteRecursively(source);
        }
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

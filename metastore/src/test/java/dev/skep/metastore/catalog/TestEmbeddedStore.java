package dev.skep.metastore.catalog;

import static dev.skep.metastore.catalog.CatalogContractTest.ORDERS;
import static dev.skep.metastore.catalog.CatalogContractTest.WAREHOUSE;
import static dev.skep.metastore.catalog.CatalogContractTest.assertFails;
import static dev.skep.metastore.catalog.CatalogContractTest.column;
import static dev.skep.metastore.catalog.CatalogContractTest.database;
import static dev.skep.metastore.catalog.CatalogContractTest.partition;
import static dev.skep.metastore.catalog.CatalogContractTest.table;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.catalog.Partitions.IfExists;
import dev.skep.metastore.event.NotificationEvent;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.storage.memory.MemoryFileSystem;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;

/** The embedded store's folder: durability when the process is killed, and one process at a time. */
class TestEmbeddedStore {
    private static final int WRITERS = 4;
    private static final int ACKNOWLEDGED = 400;

    @TempDir
    Path folder;

    private StoredCatalog open() {
        return StoredCatalog.open(MetastoreSettings.embedded(folder, WAREHOUSE), new MemoryFileSystem());
    }

    /** Adds partitions from several threads for ever, printing the value of each once it is stored. */
    public static final class EndlessWriter {
        private EndlessWriter() {}

        public static void main(String[] arguments) {
            StoredCatalog catalog = StoredCatalog.open(MetastoreSettings.embedded(Path.of(arguments[0]), WAREHOUSE),
                    new MemoryFileSystem());
            CatalogSession session = catalog.sessionFor(Caller.internal(Identity.of("ann")), FileReader.ENGINE);
            session.databases().create(database("sales"));
            Table orders = session.tables().create(table(ORDERS, column("n", "string")));
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                Thread.ofPlatform().start(() -> {
                    for (int n = 0;; n++) {
                        String value = writer + "-" + n;
                        session.partitions().add(ORDERS, List.of(partition(orders, value)), IfExists.FAIL);
                        synchronized (EndlessWriter.class) {
                            System.out.println(value);
                            System.out.flush();
                        }
                    }
                });
            }
        }
    }

    @Test
    void holdsEveryAcknowledgedChangeAfterKill() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        Process writer = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m", "-cp",
                System.getProperty("java.class.path"), EndlessWriter.class.getName(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader output = writer.inputReader(StandardCharsets.UTF_8)) {
            while (acknowledged.size() < ACKNOWLEDGED) {
                String line = output.readLine();
                assertThat(line).as("the writer ended by itself").isNotNull();
                acknowledged.add(line);
            }
            // By its handle, as the process object would close the pipe with what is still in it.
            writer.toHandle().destroyForcibly();
            output.lines().forEach(acknowledged::add);
        }
        writer.waitFor();
        try (StoredCatalog catalog = open()) {
            CatalogSession session = catalog.sessionFor(Caller.internal(Identity.of("ann")), FileReader.ENGINE);
            List<String> names = session.partitions().names(ORDERS, PartitionPredicate.all(), -1);
            assertThat(names).containsAll(acknowledged.stream().map(value -> "n=" + value).toList());
            List<NotificationEvent> events = session.events().after(0, -1);
            assertThat(events).hasSize(names.size() + 2).last().extracting(NotificationEvent::id)
                    .isEqualTo((long) events.size());
            Table orders = session.tables().table(ORDERS).visible();
            assertThat(session.partitions().add(ORDERS, List.of(partition(orders, "next")), IfExists.FAIL)).hasSize(1);
        }
    }

    @Test
    void refusesAFolderThatIsInUse() {
        StoredCatalog first = open();
        try (first) {
            assertFails(Reason.STORE, "another process (" + ProcessHandle.current().pid() + ") uses it", this::open);
        }
        open().close();
    }

    @Test
    void saysWhenTheFolderCannotBeUsed() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertFails(Reason.STORE, "Cannot open the catalog's store in " + file,
                () -> StoredCatalog.open(MetastoreSettings.embedded(file, WAREHOUSE), new MemoryFileSystem()));
    }

    @Test
    void saysWhenAStoreCannotBeReached() {
        MetastoreSettings nobody = new MetastoreSettings("jdbc:postgresql://127.0.0.1:1/x?password=secret", "u", "p",
                folder, WAREHOUSE, 2);
        assertFails(Reason.STORE, "Cannot open the catalog's store at jdbc:postgresql://127.0.0.1:1/x: ",
                () -> StoredCatalog.open(nobody, new MemoryFileSystem()));
        MetastoreSettings other = new MetastoreSettings("jdbc:h2:mem:x", null, null, folder, WAREHOUSE, 2);
        assertFails(Reason.STORE, "Invalid store URL: 'jdbc:h2:mem:x'",
                () -> StoredCatalog.open(other, new MemoryFileSystem()));
    }

    @Test
    void findsEverythingAgainAfterAnOrderlyEnd() {
        try (StoredCatalog catalog = open()) {
            CatalogSession session = catalog.sessionFor(Caller.internal(Identity.of("ann")), FileReader.ENGINE);
            session.databases().create(database("sales"));
            session.tables().create(table(ORDERS));
        }
        try (StoredCatalog catalog = open()) {
            assertThat(catalog.sessionFor(Caller.internal(Identity.of("bob")), FileReader.ENGINE).tables().find(ORDERS))
                    .isPresent();
        }
    }
}

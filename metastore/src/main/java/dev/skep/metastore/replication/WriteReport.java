package dev.skep.metastore.replication;

import static java.util.Objects.requireNonNull;

import java.util.List;

import dev.skep.metastore.model.TableName;

/**
 * The files that a client says its transaction wrote.
 *
 * @param partition the values of the partition's keys; empty for a table without partitions
 */
public record WriteReport(long transaction, long writeId, TableName table, List<String> partition,
        List<WrittenFile> files) {
    public WriteReport {
        requireNonNull(table, "table is null");
        partition = List.copyOf(partition);
        files = List.copyOf(files);
    }

    /**
     * One file.
     *
     * @param checksum of its content; empty where the client does not say
     * @param folder the folder below the table's or partition's that it is in; empty where the client does not say
     */
    public record WrittenFile(String file, String checksum, String folder) {
        private static final String SEPARATOR = "#";

        /** Reads what {@link #text} writes; what a text leaves out at its end is empty. */
        public static WrittenFile of(String text) {
            String[] parts = text.split(SEPARATOR, -1);
            return new WrittenFile(parts[0], parts.length > 1 ? parts[1] : "", parts.length > 3 ? parts[3] : "");
        }

        /** As Hive's replication writes a file: location, checksum, folder of recycled files (none), folder, with # between. */
        public String text() {
            return String.join(SEPARATOR, file, checksum, "", folder);
        }
    }
}

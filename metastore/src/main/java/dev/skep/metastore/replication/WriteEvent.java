package dev.skep.metastore.replication;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.skep.metastore.model.TableName;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction has written to a table or partition, kept with the transaction for those who replicate it.
 *
 * @param id the store's number for it, -1 before it is stored
 * @param partition the partition's name; empty for a table without partitions
 * @param files as {@link WriteReport.WrittenFile#text()}
 * @param tableText the table as it was, in Thrift's JSON
 * @param partitionText the partition as it was, in Thrift's JSON; null for a table without partitions
 */
public record WriteEvent(long id, long transaction, long writeId, TableName table, String partition,
        List<String> files, String tableText, @Nullable String partitionText, Instant time) {
    /** What Hive puts between files. */
    public static final String SEPARATOR = "]";

    public WriteEvent {
        requireNonNull(table, "table is null");
        requireNonNull(partition, "partition is null");
        requireNonNull(tableText, "tableText is null");
        files = List.copyOf(files);
    }

    /** True if a report is of the same place. */
    public boolean isOf(WriteEvent other) {
        return transaction == other.transaction && table.equals(other.table) && partition.equals(other.partition);
    }

    /** Returns this event with the files of a later report, which come first; a report that came twice changes nothing. */
    public WriteEvent with(WriteEvent later) {
        if (files.containsAll(later.files)) {
            return this;
        }
        List<String> all = new ArrayList<>(later.files);
        files.stream().filter(file -> !later.files.contains(file)).forEach(all::add);
        return new WriteEvent(id, transaction, writeId, table, partition, all, later.tableText, later.partitionText,
                later.time);
    }

    /** The files as one text, as Hive's clients read them. */
    public String fileText() {
        return String.join(SEPARATOR, files);
    }
}

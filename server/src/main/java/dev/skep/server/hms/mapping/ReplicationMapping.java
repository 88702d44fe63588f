package dev.skep.server.hms.mapping;

import static dev.skep.server.hms.mapping.Requests.listOf;
import static dev.skep.server.hms.mapping.Requests.required;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.skep.metastore.model.TableName;
import dev.skep.metastore.partition.PartitionNames;
import dev.skep.metastore.replication.ReplicationMetric;
import dev.skep.metastore.replication.WriteEvent;
import dev.skep.metastore.replication.WriteReport;
import dev.skep.metastore.replication.WriteReport.WrittenFile;
import dev.skep.server.hms.compat.InsertedFiles;
import dev.skep.thrift.hms.InsertEventRequestData;
import dev.skep.thrift.hms.ReplicationMetrics;
import dev.skep.thrift.hms.WriteEventInfo;
import dev.skep.thrift.hms.WriteNotificationLogBatchRequest;
import dev.skep.thrift.hms.WriteNotificationLogRequest;
import org.jspecify.annotations.Nullable;

/** Writes and reports of replication on the wire. */
public final class ReplicationMapping {
    private ReplicationMapping() {}

    /** @param batch the request that this one is in, which names the table; null for one alone */
    public static WriteReport report(@Nullable WriteNotificationLogBatchRequest batch,
            WriteNotificationLogRequest request) {
        TableName table = batch == null
                ? NameMapping.table(request.getDb(), request.getTable())
                : NameMapping.table(batch.getCatalog(), batch.getDb(), batch.getTable());
        return new WriteReport(request.getTxnId(), request.getWriteId(), table, listOf(request.getPartitionVals()),
                files(required(request.getFileInfo(), "files")));
    }

    /** What a commit says that its transaction wrote, where that was not noted before. */
    public static List<WriteReport> reports(long transaction, List<WriteEventInfo> writes) {
        List<WriteReport> reports = new ArrayList<>(writes.size());
        for (WriteEventInfo write : writes) {
            List<WrittenFile> files = new ArrayList<>();
            for (String file : required(write.getFiles(), "files").split(WriteEvent.SEPARATOR)) {
                if (!file.isEmpty()) {
                    files.add(WrittenFile.of(file));
                }
            }
            List<String> values = new ArrayList<>();
            String partition = write.getPartition();
            if (partition != null && !partition.isEmpty()) {
                for (String part : partition.split("/", -1)) {
                    values.add(PartitionNames.unescape(part.substring(part.indexOf('=') + 1)));
                }
            }
            reports.add(new WriteReport(transaction, write.getWriteId(),
                    NameMapping.table(write.getDatabase(), write.getTable()), values, files));
        }
        return reports;
    }

    private static List<WrittenFile> files(InsertEventRequestData insert) {
        List<String> names = InsertedFiles.of(insert);
        List<String> checksums = listOf(insert.getFilesAddedChecksum());
        List<String> folders = listOf(insert.getSubDirectoryList());
        if (!checksums.isEmpty() && checksums.size() != names.size()) {
            throw new IllegalArgumentException("Invalid report of a write: %d files with %d checksums"
                    .formatted(names.size(), checksums.size()));
        }
        List<WrittenFile> files = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            files.add(new WrittenFile(names.get(i), checksums.isEmpty() ? "" : checksums.get(i),
                    i < folders.size() ? folders.get(i) : ""));
        }
        return files;
    }

    /** True for an event of the database and table that a request names; what it does not name may be any. */
    public static boolean matches(WriteEvent event, @Nullable String database, @Nullable String table) {
        return (database == null || NameMapping.database(database).equals(event.table().database()))
                && (table == null || table.equalsIgnoreCase(event.table().name()));
    }

    public static WriteEventInfo toThrift(WriteEvent event) {
        WriteEventInfo answer = new WriteEventInfo(event.writeId(),
                LockMapping.databaseText(event.table().database()), event.table().name(), event.fileText());
        answer.setPartition(event.partition());
        answer.setTableObj(event.tableText());
        answer.setPartitionObj(event.partitionText());
        return answer;
    }

    public static ReplicationMetric fromThrift(ReplicationMetrics metric) {
        return new ReplicationMetric(metric.getScheduledExecutionId(), required(metric.getPolicy(), "policy"),
                metric.getDumpExecutionId(), metric.getMetadata(), metric.getProgress(), metric.getMessageFormat(),
                Instant.EPOCH);
    }

    public static ReplicationMetrics toThrift(ReplicationMetric metric) {
        ReplicationMetrics answer = new ReplicationMetrics(metric.execution(), metric.policy(), metric.dump());
        answer.setMetadata(metric.metadata());
        answer.setProgress(metric.progress());
        answer.setMessageFormat(metric.format());
        return answer;
    }
}

package dev.skep.server.hms.mapping;

import static dev.skep.server.hms.mapping.Requests.mapOf;
import static dev.skep.server.hms.mapping.Requests.required;

import java.util.Map;
import java.util.TreeMap;

import dev.skep.metastore.transaction.Compaction;
import dev.skep.metastore.transaction.CompactionMetric;
import dev.skep.metastore.transaction.Compaction.Request;
import dev.skep.metastore.transaction.Compaction.Work;
import dev.skep.metastore.transaction.LockObject;
import dev.skep.thrift.hms.CompactionInfoStruct;
import dev.skep.thrift.hms.CompactionMetricsMetricType;
import dev.skep.thrift.hms.CompactionRequest;
import dev.skep.thrift.hms.CompactionType;
import dev.skep.thrift.hms.OptionalCompactionInfoStruct;
import dev.skep.thrift.hms.ShowCompactRequest;
import dev.skep.thrift.hms.ShowCompactResponseElement;
import org.jspecify.annotations.Nullable;

/** Compactions of the wire. */
public final class CompactionMapping {
    private CompactionMapping() {}

    public static LockObject object(CompactionRequest request) {
        return LockMapping.object(request.getDbname(), required(request.getTablename(), "table name"),
                request.getPartitionname());
    }

    public static LockObject object(CompactionInfoStruct compaction) {
        return LockMapping.object(compaction.getDbname(), required(compaction.getTablename(), "table name"),
                compaction.getPartitionname());
    }

    public static Request request(CompactionRequest request) {
        return new Request(type(required(request.getType(), "type")), request.getRunas(),
                mapOf(request.getProperties()), request.getInitiatorId(), request.getInitiatorVersion(),
                request.getNumberOfBuckets(), request.getOrderByClause(), 0);
    }

    private static dev.skep.metastore.transaction.CompactionType type(CompactionType type) {
        return dev.skep.metastore.transaction.CompactionType.valueOf(type.name());
    }

    private static CompactionType type(dev.skep.metastore.transaction.CompactionType type) {
        return CompactionType.valueOf(type.name());
    }

    public static CompactionMetric.Kind fromThrift(@Nullable CompactionMetricsMetricType type) {
        return CompactionMetric.Kind.valueOf(required(type, "type of a metric").name());
    }

    /** What a worker is given; an empty struct if there is nothing to do. */
    public static OptionalCompactionInfoStruct optional(@Nullable Compaction compaction) {
        OptionalCompactionInfoStruct optional = new OptionalCompactionInfoStruct();
        if (compaction != null) {
            optional.setCi(toThrift(compaction));
        }
        return optional;
    }

    public static CompactionInfoStruct toThrift(Compaction compaction) {
        LockObject object = compaction.object();
        Request request = compaction.request();
        Work work = compaction.work();
        CompactionInfoStruct struct = new CompactionInfoStruct(compaction.id(),
                LockMapping.databaseText(object.database()), object.table(), type(request.type()));
        struct.setPartitionname(object.partition());
        struct.setRunas(work.runAs() == null ? request.runAs() : work.runAs());
        struct.setProperties(request.properties().isEmpty() ? null : text(request.properties()));
        struct.setToomanyaborts(false);
        struct.setHasoldabort(false);
        struct.setState(String.valueOf(compaction.state().letter()));
        struct.setWorkerId(work.worker());
        struct.setStart(work.started());
        struct.setHighestWriteId(work.highestWriteId());
        struct.setErrorMessage(work.error());
        struct.setEnqueueTime(request.enqueued());
        struct.setPoolname(compaction.pool());
        struct.setNumberOfBuckets(request.buckets());
        struct.setOrderByClause(request.orderBy());
        return struct;
    }

    /** As Hive's StringableMap: the number of entries, then each key and value with its length in front. */
    private static String text(Map<String, String> properties) {
        StringBuilder text = new StringBuilder().append(properties.size()).append(':');
        new TreeMap<>(properties).forEach((key, value) -> text.append(key.length()).append(':').append(key)
                .append(value.length()).append(':').append(value));
        return text.toString();
    }

    public static ShowCompactResponseElement toLine(Compaction compaction) {
        LockObject object = compaction.object();
        Request request = compaction.request();
        Work work = compaction.work();
        ShowCompactResponseElement line = new ShowCompactResponseElement(
                LockMapping.databaseText(object.database()), object.table(), type(request.type()),
                compaction.state().text());
        line.setPartitionname(object.partition());
        line.setWorkerid(work.worker());
        line.setWorkerVersion(work.workerVersion());
        if (work.started() > 0) {
            line.setStart(work.started());
        }
        if (work.ended() > 0) {
            line.setEndTime(work.ended());
        }
        line.setRunAs(work.runAs() == null ? request.runAs() : work.runAs());
        if (work.jobId() != null) {
            line.setHadoopJobId(work.jobId());
        }
        line.setId(compaction.id());
        line.setErrorMessage(work.error());
        line.setEnqueueTime(request.enqueued());
        line.setInitiatorId(request.initiatorId());
        line.setInitiatorVersion(request.initiatorVersion());
        line.setPoolName(compaction.pool());
        if (work.transaction() > 0) {
            line.setTxnId(work.transaction());
        }
        if (work.highestWriteId() > 0) {
            line.setHightestWriteId(work.highestWriteId());
        }
        return line;
    }

    /** True for those that a list asks for; what it leaves out may be anything. */
    public static boolean matches(Compaction compaction, ShowCompactRequest wanted) {
        LockObject object = compaction.object();
        String database = wanted.getDbName();
        return (!wanted.isSetId() || wanted.getId() == compaction.id())
                && (wanted.getPoolName() == null || wanted.getPoolName().equals(compaction.pool()))
                && (database == null || NameMapping.database(database).equals(object.database()))
                && (wanted.getTbName() == null || wanted.getTbName().equalsIgnoreCase(object.table()))
                && (wanted.getPartName() == null || wanted.getPartName().equals(object.partition()))
                && (wanted.getType() == null || type(wanted.getType()) == compaction.request().type())
                && (wanted.getState() == null || wanted.getState().equalsIgnoreCase(compaction.state().text())
                        || wanted.getState().equals(String.valueOf(compaction.state().letter())));
    }
}

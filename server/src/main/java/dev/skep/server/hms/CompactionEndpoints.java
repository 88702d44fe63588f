package dev.skep.server.hms;

import static dev.skep.server.hms.mapping.Requests.listOf;
import static dev.skep.server.hms.mapping.Requests.required;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.catalog.Compactions.Answer;
import dev.skep.metastore.transaction.Compaction;
import dev.skep.metastore.transaction.CompactionState;
import dev.skep.server.hms.mapping.CompactionMapping;
import dev.skep.server.hms.mapping.LockMapping;
import dev.skep.server.hms.mapping.NameMapping;
import dev.skep.thrift.hms.AbortCompactResponse;
import dev.skep.thrift.hms.AbortCompactionRequest;
import dev.skep.thrift.hms.AbortCompactionResponseElement;
import dev.skep.thrift.hms.CompactionInfoStruct;
import dev.skep.thrift.hms.CompactionMetricsDataRequest;
import dev.skep.thrift.hms.CompactionMetricsDataStruct;
import dev.skep.thrift.hms.CompactionRequest;
import dev.skep.thrift.hms.CompactionResponse;
import dev.skep.thrift.hms.FindNextCompactRequest;
import dev.skep.thrift.hms.GetLatestCommittedCompactionInfoRequest;
import dev.skep.thrift.hms.GetLatestCommittedCompactionInfoResponse;
import dev.skep.thrift.hms.OptionalCompactionInfoStruct;
import dev.skep.thrift.hms.ShowCompactRequest;
import dev.skep.thrift.hms.ShowCompactResponse;
import org.apache.thrift.TException;

/** Compaction of transactional tables. */
interface CompactionEndpoints extends Endpoints {

    @Override
    default void compact(CompactionRequest request) throws TException {
        run("compact", session -> session.compactions().request(CompactionMapping.object(request),
                request.getPoolName(), CompactionMapping.request(request)));
    }

    @Override
    default CompactionResponse compact2(CompactionRequest request) throws TException {
        return call("compact2", session -> {
            Answer answer = session.compactions().request(CompactionMapping.object(request), request.getPoolName(),
                    CompactionMapping.request(request));
            Compaction compaction = answer.compaction();
            CompactionResponse response = new CompactionResponse(compaction.id(), compaction.state().text(),
                    answer.isAccepted());
            if (!answer.isAccepted()) {
                response.setErrormessage("Compaction is already scheduled with state='%s' and id=%d"
                        .formatted(compaction.state().text(), compaction.id()));
            }
            return response;
        });
    }

    @Override
    default ShowCompactResponse show_compact(ShowCompactRequest request) throws TException {
        return call("show_compact", session -> {
            if (request.getOrder() != null) {
                throw new CatalogException(Reason.UNSUPPORTED,
                        "Cannot list compactions in the order '%s': they come newest first"
                                .formatted(request.getOrder()));
            }
            Stream<Compaction> wanted = session.compactions().list(null).stream()
                    .filter(compaction -> CompactionMapping.matches(compaction, request));
            return new ShowCompactResponse((request.isSetLimit() && request.getLimit() >= 0
                    ? wanted.limit(request.getLimit())
                    : wanted).map(CompactionMapping::toLine).toList());
        });
    }

    @Override
    default AbortCompactResponse abort_Compactions(AbortCompactionRequest request) throws TException {
        return call("abort_Compactions", session -> {
            List<Long> ids = listOf(request.getCompactionIds());
            Set<Long> aborted = session.compactions().abort(ids);
            Map<Long, AbortCompactionResponseElement> elements = new HashMap<>();
            for (long id : ids) {
                AbortCompactionResponseElement element = new AbortCompactionResponseElement(id);
                boolean isAborted = aborted.contains(id);
                element.setStatus(isAborted ? "Success" : "Error");
                element.setMessage(isAborted
                        ? "Successfully aborted compaction"
                        : "Cannot abort compaction %d: it does not exist, or is being worked on".formatted(id));
                elements.put(id, element);
            }
            return new AbortCompactResponse(elements);
        });
    }

    @Override
    default boolean submit_for_cleanup(CompactionRequest o1, long o2, long o3) throws TException {
        return call("submit_for_cleanup", session -> {
            session.compactions().submitForCleaning(CompactionMapping.object(o1), CompactionMapping.request(o1), o2,
                    o3);
            return true;
        });
    }

    @Override
    default OptionalCompactionInfoStruct find_next_compact(String workerId) throws TException {
        return call("find_next_compact",
                session -> CompactionMapping.optional(session.compactions().next(workerId, null, null).orElse(null)));
    }

    @Override
    default OptionalCompactionInfoStruct find_next_compact2(FindNextCompactRequest request) throws TException {
        return call("find_next_compact2", session -> CompactionMapping.optional(session.compactions()
                .next(request.getWorkerId(), request.getWorkerVersion(), request.getPoolName()).orElse(null)));
    }

    @Override
    default void update_compactor_state(CompactionInfoStruct compaction, long txnId) throws TException {
        run("update_compactor_state", session -> session.compactions().update(compaction.getId(),
                compaction.getRunas(), compaction.getHighestWriteId(), txnId));
    }

    @Override
    default List<String> find_columns_with_stats(CompactionInfoStruct compaction) throws TException {
        return call("find_columns_with_stats",
                session -> session.compactions().columnsWithStatistics(CompactionMapping.object(compaction)));
    }

    @Override
    default void mark_cleaned(CompactionInfoStruct compaction) throws TException {
        run("mark_cleaned", session -> session.compactions().mark(compaction.getId(), CompactionState.SUCCEEDED,
                compaction.getErrorMessage()));
    }

    @Override
    default void mark_compacted(CompactionInfoStruct compaction) throws TException {
        run("mark_compacted",
                session -> session.compactions().mark(compaction.getId(), CompactionState.READY_FOR_CLEANING,
                        compaction.getErrorMessage()));
    }

    @Override
    default void mark_failed(CompactionInfoStruct compaction) throws TException {
        run("mark_failed", session -> session.compactions().mark(compaction.getId(), CompactionState.FAILED,
                compaction.getErrorMessage()));
    }

    @Override
    default void mark_refused(CompactionInfoStruct compaction) throws TException {
        run("mark_refused", session -> session.compactions().mark(compaction.getId(), CompactionState.REFUSED,
                compaction.getErrorMessage()));
    }

    @Override
    default void set_hadoop_jobid(String jobId, long cqId) throws TException {
        run("set_hadoop_jobid", session -> session.compactions().setJob(cqId, required(jobId, "job id")));
    }

    @Override
    default GetLatestCommittedCompactionInfoResponse get_latest_committed_compaction_info(
            GetLatestCommittedCompactionInfoRequest request) throws TException {
        return call("get_latest_committed_compaction_info", session -> new GetLatestCommittedCompactionInfoResponse(
                session.compactions().newestDone(NameMapping.table(request.getDbname(), request.getTablename()),
                        request.getPartitionnames() == null || request.getPartitionnames().isEmpty()
                                ? null
                                : listOf(request.getPartitionnames()),
                        request.isSetLastCompactionId() ? request.getLastCompactionId() : 0).stream()
                        .map(CompactionMapping::toThrift).toList()));
    }

    @Override
    default boolean update_compaction_metrics_data(CompactionMetricsDataStruct data) throws TException {
        return call("update_compaction_metrics_data",
                session -> session.compactions().measure(
                        LockMapping.object(data.getDbname(), required(data.getTblname(), "table name"),
                                data.getPartitionname()),
                        CompactionMapping.fromThrift(data.getType()), data.getMetricvalue(), data.getThreshold()));
    }

    @Override
    default void remove_compaction_metrics_data(CompactionMetricsDataRequest request) throws TException {
        run("remove_compaction_metrics_data",
                session -> session.compactions().forgetMetric(
                        LockMapping.object(request.getDbName(), required(request.getTblName(), "table name"),
                                request.getPartitionName()),
                        CompactionMapping.fromThrift(request.getType())));
    }
}

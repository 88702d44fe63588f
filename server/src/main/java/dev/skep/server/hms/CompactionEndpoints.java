package dev.skep.server.hms;

import java.util.List;

import dev.skep.thrift.hms.AbortCompactResponse;
import dev.skep.thrift.hms.AbortCompactionRequest;
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
        throw HmsErrors.unsupported("compact");
    }

    @Override
    default CompactionResponse compact2(CompactionRequest request) throws TException {
        throw HmsErrors.unsupported("compact2");
    }

    @Override
    default ShowCompactResponse show_compact(ShowCompactRequest request) throws TException {
        // No compaction can be asked for, so there is none to show.
        return new ShowCompactResponse(List.of());
    }

    @Override
    default AbortCompactResponse abort_Compactions(AbortCompactionRequest request) throws TException {
        throw HmsErrors.unsupported("abort_Compactions");
    }

    @Override
    default boolean submit_for_cleanup(CompactionRequest o1, long o2, long o3) throws TException {
        throw HmsErrors.unsupported("submit_for_cleanup");
    }

    @Override
    default OptionalCompactionInfoStruct find_next_compact(String workerId) throws TException {
        throw HmsErrors.unsupported("find_next_compact");
    }

    @Override
    default OptionalCompactionInfoStruct find_next_compact2(FindNextCompactRequest request) throws TException {
        throw HmsErrors.unsupported("find_next_compact2");
    }

    @Override
    default void update_compactor_state(CompactionInfoStruct compaction, long txnId) throws TException {
        throw HmsErrors.unsupported("update_compactor_state");
    }

    @Override
    default List<String> find_columns_with_stats(CompactionInfoStruct compaction) throws TException {
        throw HmsErrors.unsupported("find_columns_with_stats");
    }

    @Override
    default void mark_cleaned(CompactionInfoStruct compaction) throws TException {
        throw HmsErrors.unsupported("mark_cleaned");
    }

    @Override
    default void mark_compacted(CompactionInfoStruct compaction) throws TException {
        throw HmsErrors.unsupported("mark_compacted");
    }

    @Override
    default void mark_failed(CompactionInfoStruct compaction) throws TException {
        throw HmsErrors.unsupported("mark_failed");
    }

    @Override
    default void mark_refused(CompactionInfoStruct compaction) throws TException {
        throw HmsErrors.unsupported("mark_refused");
    }

    @Override
    default void set_hadoop_jobid(String jobId, long cqId) throws TException {
        throw HmsErrors.unsupported("set_hadoop_jobid");
    }

    @Override
    default GetLatestCommittedCompactionInfoResponse get_latest_committed_compaction_info(
            GetLatestCommittedCompactionInfoRequest request) throws TException {
        throw HmsErrors.unsupported("get_latest_committed_compaction_info");
    }

    @Override
    default boolean update_compaction_metrics_data(CompactionMetricsDataStruct data) throws TException {
        throw HmsErrors.unsupported("update_compaction_metrics_data");
    }

    @Override
    default void remove_compaction_metrics_data(CompactionMetricsDataRequest request) throws TException {
        throw HmsErrors.unsupported("remove_compaction_metrics_data");
    }
}

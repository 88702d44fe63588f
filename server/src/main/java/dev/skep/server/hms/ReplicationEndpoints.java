package dev.skep.server.hms;

import static dev.skep.server.hms.mapping.Requests.listOf;
import static dev.skep.server.hms.mapping.Requests.required;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.skep.server.hms.mapping.ReplicationMapping;
import dev.skep.thrift.hms.CmRecycleRequest;
import dev.skep.thrift.hms.CmRecycleResponse;
import dev.skep.thrift.hms.GetAllWriteEventInfoRequest;
import dev.skep.thrift.hms.GetReplicationMetricsRequest;
import dev.skep.thrift.hms.ReplayedTxnsForPolicyResult;
import dev.skep.thrift.hms.ReplicationMetricList;
import dev.skep.thrift.hms.WriteEventInfo;
import dev.skep.thrift.hms.WriteNotificationLogBatchRequest;
import dev.skep.thrift.hms.WriteNotificationLogBatchResponse;
import dev.skep.thrift.hms.WriteNotificationLogRequest;
import dev.skep.thrift.hms.WriteNotificationLogResponse;
import org.apache.thrift.TException;

/** What replication between warehouses keeps: the files that transactions wrote, and reports of its own runs. */
interface ReplicationEndpoints extends Endpoints {

    @Override
    default WriteNotificationLogResponse add_write_notification_log(WriteNotificationLogRequest request)
            throws TException {
        run("add_write_notification_log",
                session -> session.replication().wrote(ReplicationMapping.report(null, request)));
        return new WriteNotificationLogResponse();
    }

    @Override
    default WriteNotificationLogBatchResponse add_write_notification_log_in_batch(
            WriteNotificationLogBatchRequest request) throws TException {
        run("add_write_notification_log_in_batch", session -> session.replication()
                .wroteAll(listOf(request.getRequestList()).stream()
                        .map(one -> ReplicationMapping.report(request, one)).toList()));
        return new WriteNotificationLogBatchResponse();
    }

    @Override
    default List<WriteEventInfo> get_all_write_event_info(GetAllWriteEventInfoRequest request) throws TException {
        return call("get_all_write_event_info",
                session -> session.replication().writesOf(request.getTxnId()).stream()
                        .filter(event -> ReplicationMapping.matches(event, request.getDbName(), request.getTableName()))
                        .map(ReplicationMapping::toThrift).toList());
    }

    @Override
    default void add_replication_metrics(ReplicationMetricList metrics) throws TException {
        run("add_replication_metrics", session -> session.replication().report(
                listOf(metrics.getReplicationMetricList()).stream().map(ReplicationMapping::fromThrift).toList()));
    }

    @Override
    default ReplicationMetricList get_replication_metrics(GetReplicationMetricsRequest request) throws TException {
        return call("get_replication_metrics", session -> {
            String policy = request.getPolicy();
            if (policy == null && !request.isSetScheduledExecutionId()) {
                throw new IllegalArgumentException(
                        "Cannot list replication metrics: neither a policy nor an execution is named");
            }
            return new ReplicationMetricList((policy != null
                    ? session.replication().ofPolicy(policy)
                    : session.replication().ofRun(request.getScheduledExecutionId())).stream()
                    .map(ReplicationMapping::toThrift).toList());
        });
    }

    @Override
    default ReplayedTxnsForPolicyResult get_replayed_txns_for_policy(String policyName) throws TException {
        return call("get_replayed_txns_for_policy", session -> {
            Map<String, String> bySource = new HashMap<>();
            session.replication().repeating(required(policyName, "policy"))
                    .forEach((source, own) -> bySource.put(String.valueOf(source), String.valueOf(own)));
            return new ReplayedTxnsForPolicyResult(bySource);
        });
    }

    @Override
    default CmRecycleResponse cm_recycle(CmRecycleRequest request) throws TException {
        run("cm_recycle", session -> session.replication().recycle(required(request.getDataPath(), "path")));
        return new CmRecycleResponse();
    }
}

package dev.skep.conformance.access;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

import dev.skep.thrift.hms.AllocateTableWriteIdsRequest;
import dev.skep.thrift.hms.CompactionMetricsDataStruct;
import dev.skep.thrift.hms.CompactionMetricsMetricType;
import dev.skep.thrift.hms.CreationMetadata;
import dev.skep.thrift.hms.GetAllWriteEventInfoRequest;
import dev.skep.thrift.hms.GetReplicationMetricsRequest;
import dev.skep.thrift.hms.GetRuntimeStatsRequest;
import dev.skep.thrift.hms.InsertEventRequestData;
import dev.skep.thrift.hms.OpenTxnRequest;
import dev.skep.thrift.hms.QueryState;
import dev.skep.thrift.hms.ReplicationMetricList;
import dev.skep.thrift.hms.ReplicationMetrics;
import dev.skep.thrift.hms.RuntimeStat;
import dev.skep.thrift.hms.ScheduledQuery;
import dev.skep.thrift.hms.ScheduledQueryKey;
import dev.skep.thrift.hms.ScheduledQueryMaintenanceRequest;
import dev.skep.thrift.hms.ScheduledQueryMaintenanceRequestType;
import dev.skep.thrift.hms.ScheduledQueryPollRequest;
import dev.skep.thrift.hms.ScheduledQueryPollResponse;
import dev.skep.thrift.hms.ScheduledQueryProgressInfo;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import dev.skep.thrift.hms.WMCreateResourcePlanRequest;
import dev.skep.thrift.hms.WMResourcePlan;
import dev.skep.thrift.hms.WriteNotificationLogRequest;
import org.apache.thrift.TException;

/** What clusters keep beside the catalog, over the metastore's wire: it names tables, holds texts of queries, and is not for everyone to change. */
final class LeakWireUpkeep {
    private static final String CLUSTER = "hive";
    private static final ScheduledQueryKey KEY = new ScheduledQueryKey("count_keys", CLUSTER);

    private final LeakServer server;
    private final LeakSuite suite;

    LeakWireUpkeep(LeakServer server, LeakSuite suite) {
        this.server = server;
        this.suite = suite;
    }

    private interface Call {
        void make() throws TException;
    }

    void run() {
        try {
            ThriftHiveMetastore.Client root = server.wire(LeakWorld.ADMIN);
            ThriftHiveMetastore.Client oli = server.wire("oli");
            writes(root, oli);
            schedules(root, oli);
            workers(root, oli);
        } catch (TException e) {
            suite.check("the administrator may not keep something: " + e);
        }
    }

    private static long begin(ThriftHiveMetastore.Client client, String user) throws TException {
        return client.open_txns(new OpenTxnRequest(1, user, "localhost")).getTxn_ids().getFirst();
    }

    private static WriteNotificationLogRequest write(long transaction) {
        InsertEventRequestData files = new InsertEventRequestData();
        files.setReplace(false);
        files.setFilesAdded(List.of("file:/vault/keyring/delta_1/bucket_0"));
        return new WriteNotificationLogRequest(transaction, 1, "vault", "keyring", files);
    }

    private void writes(ThriftHiveMetastore.Client root, ThriftHiveMetastore.Client oli) throws TException {
        long transaction = begin(root, LeakWorld.ADMIN);
        AllocateTableWriteIdsRequest ids = new AllocateTableWriteIdsRequest("vault", "keyring");
        ids.setTxnIds(List.of(transaction));
        root.allocate_table_write_ids(ids);
        root.add_write_notification_log(write(transaction));
        GetAllWriteEventInfoRequest request = new GetAllWriteEventInfoRequest(transaction);
        suite.check(
                root.get_all_write_event_info(request).size() == 1 ? null : "the administrator's write is not kept");
        String told = String.valueOf(oli.get_all_write_event_info(request));
        suite.check(told.contains("keyring") ? "oli: get_all_write_event_info tells " + told : null);
        long own = begin(oli, "oli");
        refused("oli writes vault.keyring", () -> oli.add_write_notification_log(write(own)));
        refused("oli locks vault.keyring to build it",
                () -> oli.get_lock_materialization_rebuild("vault", "keyring", own));
        CreationMetadata view = new CreationMetadata(CLUSTER, "shop", "v", Set.of("vault.keyring"));
        view.setValidTxnList("1$vault.keyring:1:" + Long.MAX_VALUE + "::");
        CreationMetadata nothing = new CreationMetadata(CLUSTER, "shop", "v", Set.of("vault.nothing"));
        nothing.setValidTxnList("1$vault.nothing:1:" + Long.MAX_VALUE + "::");
        String now = own + ":" + own + "::";
        String hidden = String.valueOf(oli.get_materialization_invalidation_info(view, now));
        String absent = String.valueOf(oli.get_materialization_invalidation_info(nothing, now));
        suite.check(hidden.equals(absent) ? null : "oli: get_materialization_invalidation_info tells " + hidden);
    }

    private static ScheduledQueryMaintenanceRequest maintenance(ScheduledQueryMaintenanceRequestType type,
            String user) {
        ScheduledQuery query = new ScheduledQuery(KEY);
        query.setEnabled(true);
        query.setSchedule("* * * * * ? *");
        query.setUser(user);
        query.setQuery("select count(*) from vault.keyring");
        return new ScheduledQueryMaintenanceRequest(type, query);
    }

    private void schedules(ThriftHiveMetastore.Client root, ThriftHiveMetastore.Client oli) throws TException {
        root.scheduled_query_maintenance(
                maintenance(ScheduledQueryMaintenanceRequestType.CREATE, LeakWorld.ADMIN));
        refused("oli reads another's scheduled query", () -> oli.get_scheduled_query(KEY));
        refused("oli drops another's scheduled query", () -> oli
                .scheduled_query_maintenance(maintenance(ScheduledQueryMaintenanceRequestType.DROP, "oli")));
        refused("oli takes another's scheduled query over", () -> oli
                .scheduled_query_maintenance(maintenance(ScheduledQueryMaintenanceRequestType.ALTER, "oli")));
        ScheduledQueryMaintenanceRequest now = maintenance(ScheduledQueryMaintenanceRequestType.ALTER,
                LeakWorld.ADMIN);
        now.getScheduledQuery().setNextExecution(1);
        root.scheduled_query_maintenance(now);
        String polled = String.valueOf(oli.scheduled_query_poll(new ScheduledQueryPollRequest(CLUSTER)));
        suite.check(polled.contains("keyring") ? "oli: scheduled_query_poll tells " + polled : null);
        ScheduledQueryPollResponse due = root.scheduled_query_poll(new ScheduledQueryPollRequest(CLUSTER));
        suite.check(due.isSetQuery() ? null : "the administrator's query is not due");
        refused("oli ends another's execution", () -> oli.scheduled_query_progress(
                new ScheduledQueryProgressInfo(due.getExecutionId(), QueryState.FINISHED, "q")));
        ScheduledQueryMaintenanceRequest foreign = maintenance(ScheduledQueryMaintenanceRequestType.CREATE,
                LeakWorld.ADMIN);
        ScheduledQueryKey other = new ScheduledQueryKey("as_root", CLUSTER);
        foreign.getScheduledQuery().setScheduleKey(other);
        oli.scheduled_query_maintenance(foreign);
        String user = oli.get_scheduled_query(other).getUser();
        suite.check(user.equals("oli") ? null : "oli schedules a query as " + user);
    }

    private void workers(ThriftHiveMetastore.Client root, ThriftHiveMetastore.Client oli) throws TException {
        root.add_replication_metrics(new ReplicationMetricList(List.of(new ReplicationMetrics(1, "vault", 1))));
        GetReplicationMetricsRequest metrics = new GetReplicationMetricsRequest();
        metrics.setPolicy("vault");
        refused("oli reads metrics of replication", () -> oli.get_replication_metrics(metrics));
        root.add_runtime_stats(new RuntimeStat(1, ByteBuffer.wrap(new byte[]{1})));
        refused("oli reads what queries met", () -> oli.get_runtime_stats(new GetRuntimeStatsRequest(-1, 0)));
        refused("oli adds what queries met",
                () -> oli.add_runtime_stats(new RuntimeStat(1, ByteBuffer.wrap(new byte[]{1}))));
        refused("oli makes a resource plan", () -> {
            WMCreateResourcePlanRequest plan = new WMCreateResourcePlanRequest();
            plan.setResourcePlan(new WMResourcePlan("mine"));
            oli.create_resource_plan(plan);
        });
        refused("oli measures vault.keyring", () -> oli.update_compaction_metrics_data(new CompactionMetricsDataStruct(
                "vault", "keyring", CompactionMetricsMetricType.NUM_DELTAS, 1, 1, 1)));
        refused("oli asks what repeats transactions", () -> oli.get_replayed_txns_for_policy("vault"));
    }

    private void refused(String what, Call call) {
        try {
            call.make();
            suite.check(what);
        } catch (TException e) {
            suite.check(null);
        }
    }
}

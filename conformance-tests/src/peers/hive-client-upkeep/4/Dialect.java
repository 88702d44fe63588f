import java.util.Collections;
import java.util.List;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.IMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.GetAllWriteEventInfoRequest;
import org.apache.hadoop.hive.metastore.api.GetReplicationMetricsRequest;
import org.apache.hadoop.hive.metastore.api.InsertEventRequestData;
import org.apache.hadoop.hive.metastore.api.QueryState;
import org.apache.hadoop.hive.metastore.api.ReplicationMetricList;
import org.apache.hadoop.hive.metastore.api.ReplicationMetrics;
import org.apache.hadoop.hive.metastore.api.ScheduledQuery;
import org.apache.hadoop.hive.metastore.api.ScheduledQueryKey;
import org.apache.hadoop.hive.metastore.api.ScheduledQueryMaintenanceRequest;
import org.apache.hadoop.hive.metastore.api.ScheduledQueryMaintenanceRequestType;
import org.apache.hadoop.hive.metastore.api.ScheduledQueryPollRequest;
import org.apache.hadoop.hive.metastore.api.ScheduledQueryPollResponse;
import org.apache.hadoop.hive.metastore.api.ScheduledQueryProgressInfo;
import org.apache.hadoop.hive.metastore.api.WMFullResourcePlan;
import org.apache.hadoop.hive.metastore.api.WMNullableResourcePlan;
import org.apache.hadoop.hive.metastore.api.WMValidateResourcePlanResponse;
import org.apache.hadoop.hive.metastore.api.WriteEventInfo;
import org.apache.hadoop.hive.metastore.api.WriteNotificationLogRequest;

/** The clients of Hive 4, which name a namespace; and what Hive keeps since 4: schedules, replication, files of transactions. */
final class Dialect {
    private static final String NS = "default";

    private Dialect() {}

    static IMetaStoreClient open(String uri) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set("metastore.thrift.uris", uri);
        configuration.set("metastore.client.socket.timeout", "60s");
        return new HiveMetaStoreClient(configuration);
    }

    static WMFullResourcePlan plan(IMetaStoreClient client, String plan) throws Exception {
        return client.getResourcePlan(plan, NS);
    }

    static WMFullResourcePlan active(IMetaStoreClient client) throws Exception {
        return client.getActiveResourcePlan(NS);
    }

    static String problems(IMetaStoreClient client, String plan) throws Exception {
        WMValidateResourcePlanResponse answer = client.validateResourcePlan(plan, NS);
        return answer.getErrors() + " " + answer.getWarnings();
    }

    static WMFullResourcePlan alter(IMetaStoreClient client, String plan, WMNullableResourcePlan change,
            boolean canActivateDisabled, boolean isForceDeactivate) throws Exception {
        return client.alterResourcePlan(plan, NS, change, canActivateDisabled, isForceDeactivate, false);
    }

    static void drop(IMetaStoreClient client, String plan) throws Exception {
        client.dropResourcePlan(plan, NS);
    }

    static void watch(IMetaStoreClient client, String plan, String trigger, String pool) throws Exception {
        client.createOrDropTriggerToPoolMapping(plan, trigger, pool, false, NS);
    }

    static void more(IMetaStoreClient client, String db) throws Exception {
        schedules(client, db);
        replication(client, db);
        writes(client, db);
    }

    private static ScheduledQueryMaintenanceRequest request(ScheduledQueryMaintenanceRequestType type,
            ScheduledQueryKey key, String schedule) {
        ScheduledQuery query = new ScheduledQuery(key);
        query.setEnabled(true);
        query.setSchedule(schedule);
        query.setUser("ann");
        query.setQuery("select 1");
        return new ScheduledQueryMaintenanceRequest(type, query);
    }

    private static void schedules(IMetaStoreClient client, String cluster) throws Exception {
        ScheduledQueryKey key = new ScheduledQueryKey("nightly", cluster);
        UpkeepScenario.fails("no schedule", () -> client.getScheduledQuery(key));
        UpkeepScenario.fails("wrong schedule", () -> {
            client.scheduledQueryMaintenance(
                    request(ScheduledQueryMaintenanceRequestType.CREATE, key, "every night"));
            return "";
        });
        client.scheduledQueryMaintenance(
                request(ScheduledQueryMaintenanceRequestType.CREATE, key, "0 0 3 * * ? *"));
        UpkeepScenario.fails("same schedule again", () -> {
            client.scheduledQueryMaintenance(
                    request(ScheduledQueryMaintenanceRequestType.CREATE, key, "0 0 3 * * ? *"));
            return "";
        });
        int now = (int) (System.currentTimeMillis() / 1000);
        ScheduledQuery stored = client.getScheduledQuery(key);
        UpkeepScenario.say("scheduled", stored.getQuery() + " " + stored.getUser() + " "
                + (stored.getNextExecution() > now && stored.getNextExecution() <= now + 90_000));
        UpkeepScenario.say("due", client.scheduledQueryPoll(new ScheduledQueryPollRequest(cluster)).isSetQuery());
        ScheduledQueryMaintenanceRequest alter = request(ScheduledQueryMaintenanceRequestType.ALTER, key,
                "0 0 3 * * ? *");
        alter.getScheduledQuery().setNextExecution(now - 10);
        client.scheduledQueryMaintenance(alter);
        ScheduledQueryPollResponse due = client.scheduledQueryPoll(new ScheduledQueryPollRequest(cluster));
        UpkeepScenario.say("due now", due.getQuery() + " " + due.getUser());
        UpkeepScenario.say("due twice",
                client.scheduledQueryPoll(new ScheduledQueryPollRequest(cluster)).isSetQuery());
        client.scheduledQueryProgress(
                new ScheduledQueryProgressInfo(due.getExecutionId(), QueryState.EXECUTING, "query_1"));
        client.scheduledQueryProgress(
                new ScheduledQueryProgressInfo(due.getExecutionId(), QueryState.FINISHED, "query_1"));
        UpkeepScenario.fails("finished twice", () -> {
            client.scheduledQueryProgress(
                    new ScheduledQueryProgressInfo(due.getExecutionId(), QueryState.FINISHED, "query_1"));
            return "";
        });
        client.scheduledQueryMaintenance(
                request(ScheduledQueryMaintenanceRequestType.DROP, key, "0 0 3 * * ? *"));
    }

    private static void replication(IMetaStoreClient client, String policy) throws Exception {
        ReplicationMetrics metrics = new ReplicationMetrics(policy.hashCode() & 0xffff, policy, 1);
        metrics.setProgress("half");
        client.addReplicationMetrics(new ReplicationMetricList(Collections.singletonList(metrics)));
        metrics.setProgress("done");
        client.addReplicationMetrics(new ReplicationMetricList(Collections.singletonList(metrics)));
        GetReplicationMetricsRequest request = new GetReplicationMetricsRequest();
        request.setPolicy(policy);
        List<ReplicationMetrics> stored = client.getReplicationMetrics(request).getReplicationMetricList();
        UpkeepScenario.say("replication", stored.size() + " " + stored.get(0).getProgress());
    }

    private static void writes(IMetaStoreClient client, String db) throws Exception {
        long before = client.getCurrentNotificationEventId().getEventId();
        long transaction = client.openTxn("ann");
        InsertEventRequestData files = new InsertEventRequestData();
        files.setReplace(false);
        files.setFilesAdded(Collections.singletonList("file:/source/delta_1/bucket_0"));
        files.setFilesAddedChecksum(Collections.singletonList("sum"));
        files.setSubDirectoryList(Collections.singletonList("delta_1"));
        client.addWriteNotificationLog(new WriteNotificationLogRequest(transaction, 1, db, "source", files));
        client.commitTxn(transaction);
        GetAllWriteEventInfoRequest request = new GetAllWriteEventInfoRequest(transaction);
        request.setDbName(db);
        List<WriteEventInfo> written = client.getAllWriteEventInfo(request);
        UpkeepScenario.say("written", written.size() + " " + written.get(0).getTable() + " " + written.get(0).getFiles());
        StringBuilder types = new StringBuilder();
        client.getNextNotification(before, 0, null).getEvents().forEach(event -> types.append(event.getEventType()).append(' '));
        UpkeepScenario.say("events", types.toString().trim());
    }
}

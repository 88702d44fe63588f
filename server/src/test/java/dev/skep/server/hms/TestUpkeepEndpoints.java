package dev.skep.server.hms;

import static dev.skep.server.hms.Structs.database;
import static dev.skep.server.hms.Structs.field;
import static dev.skep.server.hms.Structs.partition;
import static dev.skep.server.hms.Structs.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import dev.skep.thrift.hms.AlreadyExistsException;
import dev.skep.thrift.hms.CommitTxnRequest;
import dev.skep.thrift.hms.CompactionMetricsDataRequest;
import dev.skep.thrift.hms.CompactionMetricsDataStruct;
import dev.skep.thrift.hms.CompactionMetricsMetricType;
import dev.skep.thrift.hms.CreationMetadata;
import dev.skep.thrift.hms.GetAllWriteEventInfoRequest;
import dev.skep.thrift.hms.GetReplicationMetricsRequest;
import dev.skep.thrift.hms.GetRuntimeStatsRequest;
import dev.skep.thrift.hms.InsertEventRequestData;
import dev.skep.thrift.hms.InvalidInputException;
import dev.skep.thrift.hms.InvalidObjectException;
import dev.skep.thrift.hms.InvalidOperationException;
import dev.skep.thrift.hms.LockState;
import dev.skep.thrift.hms.Materialization;
import dev.skep.thrift.hms.MetaException;
import dev.skep.thrift.hms.NoSuchObjectException;
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
import dev.skep.thrift.hms.SourceTable;
import dev.skep.thrift.hms.Table;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import dev.skep.thrift.hms.UpdateTransactionalStatsRequest;
import dev.skep.thrift.hms.WMAlterPoolRequest;
import dev.skep.thrift.hms.WMAlterResourcePlanRequest;
import dev.skep.thrift.hms.WMCreateOrDropTriggerToPoolMappingRequest;
import dev.skep.thrift.hms.WMCreateOrUpdateMappingRequest;
import dev.skep.thrift.hms.WMCreatePoolRequest;
import dev.skep.thrift.hms.WMCreateResourcePlanRequest;
import dev.skep.thrift.hms.WMCreateTriggerRequest;
import dev.skep.thrift.hms.WMDropPoolRequest;
import dev.skep.thrift.hms.WMDropResourcePlanRequest;
import dev.skep.thrift.hms.WMFullResourcePlan;
import dev.skep.thrift.hms.WMGetActiveResourcePlanRequest;
import dev.skep.thrift.hms.WMGetAllResourcePlanRequest;
import dev.skep.thrift.hms.WMGetResourcePlanRequest;
import dev.skep.thrift.hms.WMGetTriggersForResourePlanRequest;
import dev.skep.thrift.hms.WMMapping;
import dev.skep.thrift.hms.WMNullablePool;
import dev.skep.thrift.hms.WMNullableResourcePlan;
import dev.skep.thrift.hms.WMPool;
import dev.skep.thrift.hms.WMPoolTrigger;
import dev.skep.thrift.hms.WMResourcePlan;
import dev.skep.thrift.hms.WMResourcePlanStatus;
import dev.skep.thrift.hms.WMTrigger;
import dev.skep.thrift.hms.WMValidateResourcePlanRequest;
import dev.skep.thrift.hms.WriteEventInfo;
import dev.skep.thrift.hms.WriteNotificationLogBatchRequest;
import dev.skep.thrift.hms.WriteNotificationLogRequest;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clusters keep beside the catalog, over the wire, with the exceptions that the methods declare. */
class TestUpkeepEndpoints {
    private static final String NS = "default";

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private MetastoreDoor door;
    @SuppressWarnings("NullAway.Init")
    private ThriftHiveMetastore.Client client;

    @BeforeEach
    void open() throws Exception {
        door = MetastoreDoor.open(folder);
        client = door.connect();
        client.create_database(database("d"));
    }

    @AfterEach
    void close() {
        door.close();
    }

    private void create(String name) throws TException {
        WMCreateResourcePlanRequest request = new WMCreateResourcePlanRequest();
        WMResourcePlan plan = new WMResourcePlan(name);
        plan.setQueryParallelism(10);
        request.setResourcePlan(plan);
        client.create_resource_plan(request);
    }

    private WMAlterResourcePlanRequest status(String name, WMResourcePlanStatus status) {
        WMAlterResourcePlanRequest request = new WMAlterResourcePlanRequest();
        request.setResourcePlanName(name);
        WMNullableResourcePlan change = new WMNullableResourcePlan();
        change.setStatus(status);
        request.setResourcePlan(change);
        return request;
    }

    private WMCreatePoolRequest pool(String path, double fraction) {
        WMPool pool = new WMPool("p", path);
        pool.setAllocFraction(fraction);
        pool.setQueryParallelism(2);
        WMCreatePoolRequest request = new WMCreatePoolRequest();
        request.setPool(pool);
        return request;
    }

    private WMGetResourcePlanRequest named(String name) {
        WMGetResourcePlanRequest request = new WMGetResourcePlanRequest();
        request.setResourcePlanName(name);
        return request;
    }

    @Test
    void keepsResourcePlans() throws Exception {
        create("p");
        client.create_wm_pool(pool("default.etl", 0.5));
        WMTrigger trigger = new WMTrigger("p", "slow");
        trigger.setTriggerExpression("ELAPSED_TIME > 1000");
        trigger.setActionExpression("KILL");
        WMCreateTriggerRequest triggerRequest = new WMCreateTriggerRequest();
        triggerRequest.setTrigger(trigger);
        client.create_wm_trigger(triggerRequest);
        WMCreateOrDropTriggerToPoolMappingRequest watch = new WMCreateOrDropTriggerToPoolMappingRequest();
        watch.setResourcePlanName("p");
        watch.setTriggerName("slow");
        watch.setPoolPath("default.etl");
        client.create_or_drop_wm_trigger_to_pool_mapping(watch);
        WMMapping mapping = new WMMapping("p", "user", "ann");
        mapping.setPoolPath("default.etl");
        WMCreateOrUpdateMappingRequest put = new WMCreateOrUpdateMappingRequest();
        put.setMapping(mapping);
        client.create_or_update_wm_mapping(put);
        assertThatThrownBy(() -> client.create_or_update_wm_mapping(put)).isInstanceOf(AlreadyExistsException.class);
        WMFullResourcePlan full = client.get_resource_plan(named("P")).getResourcePlan();
        assertThat(full.getPlan().getDefaultPoolPath()).isEqualTo("default");
        assertThat(full.getPlan().getNs()).isEqualTo(NS);
        assertThat(full.getPools()).extracting(WMPool::getPoolPath).containsExactly("default", "default.etl");
        assertThat(full.getPools().getFirst().getQueryParallelism()).isEqualTo(10);
        assertThat(full.getMappings()).singleElement().satisfies(one -> {
            assertThat(one.getEntityType()).isEqualTo("USER");
            assertThat(one.getPoolPath()).isEqualTo("default.etl");
        });
        assertThat(full.getPoolTriggers()).extracting(WMPoolTrigger::getPool).containsExactly("default.etl");
        WMGetTriggersForResourePlanRequest triggers = new WMGetTriggersForResourePlanRequest();
        triggers.setResourcePlanName("p");
        assertThat(client.get_triggers_for_resourceplan(triggers).getTriggers())
                .extracting(WMTrigger::getActionExpression)
                .containsExactly("KILL");
        WMAlterPoolRequest alter = new WMAlterPoolRequest();
        WMNullablePool changed = new WMNullablePool("p", "default");
        changed.setQueryParallelism(8);
        alter.setPool(changed);
        alter.setPoolPath("default");
        client.alter_wm_pool(alter);
        WMValidateResourcePlanRequest validate = new WMValidateResourcePlanRequest();
        validate.setResourcePlanName("p");
        assertThat(client.validate_resource_plan(validate).getErrors()).isEmpty();
        WMAlterResourcePlanRequest activate = status("p", WMResourcePlanStatus.ACTIVE);
        assertThatThrownBy(() -> client.alter_resource_plan(activate)).isInstanceOf(InvalidOperationException.class);
        activate.setIsEnableAndActivate(true);
        assertThat(client.alter_resource_plan(activate).getFullResourcePlan().getPlan().getStatus())
                .isEqualTo(WMResourcePlanStatus.ACTIVE);
        assertThat(client.get_active_resource_plan(new WMGetActiveResourcePlanRequest()).getResourcePlan().getPlan()
                .getName()).isEqualTo("p");
        assertThat(client.get_all_resource_plans(new WMGetAllResourcePlanRequest()).getResourcePlans()).hasSize(1);
    }

    @Test
    void refusesPlansWithWhatTheMethodsDeclare() throws Exception {
        create("p");
        assertThatThrownBy(() -> create("p")).isInstanceOf(AlreadyExistsException.class);
        assertThatThrownBy(() -> client.create_resource_plan(new WMCreateResourcePlanRequest()))
                .isInstanceOf(MetaException.class);
        assertThatThrownBy(() -> client.get_resource_plan(named("x"))).isInstanceOf(NoSuchObjectException.class);
        assertThatThrownBy(() -> client.create_wm_pool(pool("x.y", 1))).isInstanceOf(NoSuchObjectException.class);
        WMDropPoolRequest drop = new WMDropPoolRequest();
        drop.setResourcePlanName("p");
        drop.setPoolPath("default");
        assertThatThrownBy(() -> client.drop_wm_pool(drop)).isInstanceOf(InvalidOperationException.class);
        WMAlterResourcePlanRequest activate = status("p", WMResourcePlanStatus.ACTIVE);
        activate.setIsEnableAndActivate(true);
        activate.setIsForceDeactivate(true);
        assertThatThrownBy(() -> client.alter_resource_plan(activate)).isInstanceOf(MetaException.class)
                .hasMessageContaining("multiple flags");
        activate.setIsForceDeactivate(false);
        client.alter_resource_plan(activate);
        assertThatThrownBy(() -> client.create_wm_pool(pool("z", 1))).isInstanceOf(InvalidObjectException.class)
                .hasMessageContaining("must be disabled");
        WMDropResourcePlanRequest dropPlan = new WMDropResourcePlanRequest();
        dropPlan.setResourcePlanName("p");
        assertThatThrownBy(() -> client.drop_resource_plan(dropPlan)).isInstanceOf(MetaException.class);
    }

    private static ScheduledQueryMaintenanceRequest maintenance(ScheduledQueryMaintenanceRequestType type,
            String schedule) {
        ScheduledQuery query = new ScheduledQuery(new ScheduledQueryKey("q", "c"));
        query.setEnabled(true);
        query.setSchedule(schedule);
        query.setUser("ann");
        query.setQuery("select 1");
        return new ScheduledQueryMaintenanceRequest(type, query);
    }

    @Test
    void handsOutScheduledQueriesThatAreDue() throws Exception {
        ScheduledQueryKey key = new ScheduledQueryKey("q", "c");
        assertThatThrownBy(() -> client.get_scheduled_query(key)).isInstanceOf(NoSuchObjectException.class);
        assertThatThrownBy(() -> client
                .scheduled_query_maintenance(maintenance(ScheduledQueryMaintenanceRequestType.CREATE, "never")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Invalid QUARTZ schedule expression: 'never'");
        ScheduledQueryMaintenanceRequest create = maintenance(ScheduledQueryMaintenanceRequestType.CREATE,
                "0 0 3 * * ? *");
        client.scheduled_query_maintenance(create);
        assertThatThrownBy(() -> client.scheduled_query_maintenance(create))
                .isInstanceOf(AlreadyExistsException.class);
        ScheduledQuery stored = client.get_scheduled_query(key);
        assertThat(stored.getNextExecution()).isGreaterThan((int) (System.currentTimeMillis() / 1000));
        assertThat(client.scheduled_query_poll(new ScheduledQueryPollRequest("c")).isSetQuery()).isFalse();
        ScheduledQueryMaintenanceRequest now = maintenance(ScheduledQueryMaintenanceRequestType.ALTER,
                "0 0 3 * * ? *");
        now.getScheduledQuery().setNextExecution((int) (System.currentTimeMillis() / 1000) - 5);
        client.scheduled_query_maintenance(now);
        ScheduledQueryPollResponse due = client.scheduled_query_poll(new ScheduledQueryPollRequest("c"));
        assertThat(due.getQuery()).isEqualTo("/* schedule: q */select 1");
        assertThat(due.getUser()).isEqualTo("ann");
        ScheduledQueryProgressInfo progress = new ScheduledQueryProgressInfo(due.getExecutionId(),
                QueryState.EXECUTING, "hive_1");
        client.scheduled_query_progress(progress);
        progress.setState(QueryState.FAILED);
        progress.setErrorMessage("boom");
        client.scheduled_query_progress(progress);
        assertThatThrownBy(() -> client.scheduled_query_progress(progress))
                .isInstanceOf(InvalidOperationException.class);
        client.scheduled_query_maintenance(maintenance(ScheduledQueryMaintenanceRequestType.DROP, "0 0 3 * * ? *"));
        assertThatThrownBy(() -> client.get_scheduled_query(key)).isInstanceOf(NoSuchObjectException.class);
    }

    @Test
    void keepsStatisticsOfRunsAndReplication() throws Exception {
        client.add_runtime_stats(new RuntimeStat(5, ByteBuffer.wrap(new byte[]{1, 2, -3})));
        List<RuntimeStat> stats = client.get_runtime_stats(new GetRuntimeStatsRequest(-1, 0));
        assertThat(stats).singleElement().satisfies(one -> {
            assertThat(one.getPayload()).containsExactly(1, 2, -3);
            assertThat(one.getWeight()).isEqualTo(5);
            assertThat(one.getCreateTime()).isPositive();
        });
        ReplicationMetrics metrics = new ReplicationMetrics(7, "policy", 6);
        metrics.setMetadata("{}");
        client.add_replication_metrics(new ReplicationMetricList(List.of(metrics)));
        GetReplicationMetricsRequest request = new GetReplicationMetricsRequest();
        assertThatThrownBy(() -> client.get_replication_metrics(request)).isInstanceOf(MetaException.class);
        request.setScheduledExecutionId(7);
        assertThat(client.get_replication_metrics(request).getReplicationMetricList()).containsExactly(metrics);
        request.setPolicy("other");
        assertThat(client.get_replication_metrics(request).getReplicationMetricList()).isEmpty();
        assertThat(client.get_replayed_txns_for_policy("policy").getReplTxnMapEntry()).isEmpty();
        CompactionMetricsDataStruct measure = new CompactionMetricsDataStruct("d", "t",
                CompactionMetricsMetricType.NUM_DELTAS, 10, 1, 5);
        assertThat(client.update_compaction_metrics_data(measure)).isTrue();
        client.remove_compaction_metrics_data(
                new CompactionMetricsDataRequest("d", "t", CompactionMetricsMetricType.NUM_DELTAS));
    }

    private long begin() throws TException {
        return client.open_txns(new OpenTxnRequest(1, "ann", "host")).getTxn_ids().getFirst();
    }

    private static WriteNotificationLogRequest write(long transaction, String file, String... values) {
        InsertEventRequestData files = new InsertEventRequestData();
        files.setReplace(true);
        files.setFilesAdded(List.of(file));
        files.setFilesAddedChecksum(List.of("sum"));
        files.setSubDirectoryList(List.of("delta_1"));
        WriteNotificationLogRequest request = new WriteNotificationLogRequest(transaction, 3, "d", "t", files);
        request.setPartitionVals(List.of(values));
        return request;
    }

    @Test
    void keepsWritesOfTransactions() throws Exception {
        Table t = table("d", "t", field("ds", "string"));
        client.create_table(t);
        client.add_partition(partition(t, "1"));
        long transaction = begin();
        client.add_write_notification_log(write(transaction, "file:/x", "1"));
        client.add_write_notification_log_in_batch(new WriteNotificationLogBatchRequest("hive", "d", "t",
                List.of(write(transaction, "file:/y", "1"), write(transaction, "file:/z", "2"))));
        assertThatThrownBy(() -> client.add_write_notification_log(write(transaction, "file:/z", "2")))
                .isInstanceOf(TApplicationException.class).hasMessageContaining("[2]");
        client.commit_txn(new CommitTxnRequest(transaction));
        List<WriteEventInfo> events = client.get_all_write_event_info(new GetAllWriteEventInfoRequest(transaction));
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.getFiles()).isEqualTo("file:/y#sum##delta_1]file:/x#sum##delta_1");
            assertThat(event.getPartition()).isEqualTo("ds=1");
            assertThat(event.getWriteId()).isEqualTo(3);
            assertThat(event.getTableObj()).contains("\"str\":\"t\"");
        });
        GetAllWriteEventInfoRequest other = new GetAllWriteEventInfoRequest(transaction);
        other.setDbName("d");
        other.setTableName("u");
        assertThat(client.get_all_write_event_info(other)).isEmpty();
    }

    @Test
    void knowsHowOldMaterializedViewsAre() throws Exception {
        client.create_table(table("d", "t"));
        Table view = table("d", "v");
        view.setTableType("MATERIALIZED_VIEW");
        view.setViewOriginalText("select 1");
        view.setViewExpandedText("select 1");
        view.setRewriteEnabled(true);
        CreationMetadata made = new CreationMetadata("hive", "d", "v", Set.of("d.t"));
        made.setValidTxnList("0$d.t:0:" + Long.MAX_VALUE + "::");
        view.setCreationMetadata(made);
        client.create_table(view);
        long transaction = begin();
        assertThat(client.get_lock_materialization_rebuild("d", "v", transaction).getState())
                .isEqualTo(LockState.ACQUIRED);
        long second = begin();
        assertThat(client.get_lock_materialization_rebuild("d", "v", second).getState())
                .isEqualTo(LockState.NOT_ACQUIRED);
        assertThat(client.heartbeat_lock_materialization_rebuild("d", "v", transaction)).isTrue();
        assertThat(client.heartbeat_lock_materialization_rebuild("d", "v", second)).isFalse();
        client.update_transaction_statistics(
                new UpdateTransactionalStatsRequest(client.get_table("d", "t").getId(), 4, 3, 2));
        SourceTable source = client.get_all_materialized_view_objects_for_rewriting().getFirst().getCreationMetadata()
                .getSourceTables().getFirst();
        assertThat(source.getTable().getTableName()).isEqualTo("t");
        assertThat(List.of(source.getInsertedCount(), source.getUpdatedCount(), source.getDeletedCount()))
                .containsExactly(4L, 3L, 2L);
        Materialization fresh = client.get_materialization_invalidation_info(made, second + ":" + second + "::");
        assertThat(fresh.isSourceTablesUpdateDeleteModified()).isFalse();
        assertThat(fresh.isSourceTablesCompacted()).isFalse();
        made.setValidTxnList("{\"validTxnList\":null,\"tableSnapshots\":{\"d.t\":{}}}");
        assertThat(client.get_materialization_invalidation_info(made, second + ":" + second + "::")
                .isSourceTablesUpdateDeleteModified()).isTrue();
        made.setValidTxnList("{\"validTxnList\":\"0$d.t:0:9223372036854775807::\"}");
        client.update_creation_metadata("hive", "d", "v", made);
        assertThat(client.get_table("d", "v").getCreationMetadata().getSourceTables().getFirst().getInsertedCount())
                .isZero();
    }
}

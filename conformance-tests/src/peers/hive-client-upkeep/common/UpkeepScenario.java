import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;

import org.apache.hadoop.hive.metastore.IMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.CreationMetadata;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.Materialization;
import org.apache.hadoop.hive.metastore.api.RuntimeStat;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.WMFullResourcePlan;
import org.apache.hadoop.hive.metastore.api.WMMapping;
import org.apache.hadoop.hive.metastore.api.WMNullablePool;
import org.apache.hadoop.hive.metastore.api.WMNullableResourcePlan;
import org.apache.hadoop.hive.metastore.api.WMPool;
import org.apache.hadoop.hive.metastore.api.WMResourcePlan;
import org.apache.hadoop.hive.metastore.api.WMResourcePlanStatus;
import org.apache.hadoop.hive.metastore.api.WMTrigger;

/** What clusters keep beside the catalog, as every generation of Hive's own client since 3.1 can: resource plans, statistics of runs, materialized views. */
public final class UpkeepScenario {
    private final IMetaStoreClient client;
    private final String db;

    private UpkeepScenario(IMetaStoreClient client, String db) {
        this.client = client;
        this.db = db;
    }

    public static void main(String[] arguments) throws Exception {
        IMetaStoreClient client = Dialect.open(arguments[0]);
        UpkeepScenario scenario = new UpkeepScenario(client, arguments[1]);
        scenario.plans();
        scenario.statistics();
        scenario.views();
        Dialect.more(client, arguments[1]);
        client.close();
        System.out.println("END");
        System.exit(0);
    }

    static void say(String step, Object result) {
        System.out.println("> " + step + ": " + result);
    }

    static void fails(String step, Callable<?> call) {
        try {
            say(step, "unexpected answer " + call.call());
        } catch (Exception e) {
            say(step, e.getClass().getSimpleName());
        }
    }

    private void plans() throws Exception {
        String plan = db + "_plan";
        WMResourcePlan made = new WMResourcePlan(plan);
        made.setQueryParallelism(10);
        client.createResourcePlan(made, null);
        fails("same plan again", () -> {
            client.createResourcePlan(made, null);
            return "";
        });
        WMPool pool = new WMPool(plan, "default.etl");
        pool.setAllocFraction(0.5);
        pool.setQueryParallelism(3);
        pool.setSchedulingPolicy("fifo");
        client.createWMPool(pool);
        WMPool orphan = new WMPool(plan, "a.b");
        fails("pool without parent", () -> {
            client.createWMPool(orphan);
            return "";
        });
        WMTrigger trigger = new WMTrigger(plan, "slow");
        trigger.setTriggerExpression("ELAPSED_TIME > 1000");
        trigger.setActionExpression("KILL");
        client.createWMTrigger(trigger);
        Dialect.watch(client, plan, "slow", "default.etl");
        WMMapping mapping = new WMMapping(plan, "USER", "ann");
        mapping.setPoolPath("default.etl");
        mapping.setOrdering(1);
        client.createOrUpdateWMMapping(mapping, false);
        say("plan", text(Dialect.plan(client, plan)));
        say("problems", Dialect.problems(client, plan));
        fails("enable an invalid plan", () -> status(plan, WMResourcePlanStatus.ENABLED, false));
        WMNullablePool smaller = new WMNullablePool(plan, "default");
        smaller.setQueryParallelism(7);
        client.alterWMPool(smaller, "default");
        fails("activate a disabled plan", () -> status(plan, WMResourcePlanStatus.ACTIVE, false));
        say("enabled and activated", text(status(plan, WMResourcePlanStatus.ACTIVE, true)));
        say("active", Dialect.active(client).getPlan().getName().equals(plan));
        fails("edit the active plan", () -> {
            client.createWMPool(pool);
            return "";
        });
        fails("drop the active plan", () -> {
            Dialect.drop(client, plan);
            return "";
        });
        WMNullableResourcePlan off = new WMNullableResourcePlan();
        off.setStatus(WMResourcePlanStatus.DISABLED);
        Dialect.alter(client, plan, off, false, true);
        client.dropWMMapping(mapping);
        Dialect.drop(client, plan);
        fails("dropped plan", () -> Dialect.plan(client, plan));
    }

    private WMFullResourcePlan status(String plan, WMResourcePlanStatus status, boolean canActivateDisabled)
            throws Exception {
        WMNullableResourcePlan change = new WMNullableResourcePlan();
        change.setStatus(status);
        return Dialect.alter(client, plan, change, canActivateDisabled, false);
    }

    private String text(WMFullResourcePlan plan) {
        TreeSet<String> parts = new TreeSet<>();
        plan.getPools().forEach(pool -> parts.add("pool " + pool.getPoolPath() + " " + pool.getAllocFraction() + " "
                + pool.getQueryParallelism() + " " + pool.getSchedulingPolicy()));
        plan.getTriggers().forEach(trigger -> parts.add("trigger " + trigger.getTriggerName() + " "
                + trigger.getTriggerExpression() + " " + trigger.getActionExpression()));
        plan.getPoolTriggers().forEach(watch -> parts.add("watch " + watch.getTrigger() + " " + watch.getPool()));
        plan.getMappings().forEach(mapping -> parts.add("mapping " + mapping.getEntityType() + " "
                + mapping.getEntityName() + " " + mapping.getPoolPath() + " " + mapping.getOrdering()));
        WMResourcePlan head = plan.getPlan();
        return head.getStatus() + " " + head.getQueryParallelism() + " " + head.getDefaultPoolPath() + " " + parts;
    }

    private void statistics() throws Exception {
        byte[] payload = (db + "\u00e9").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        RuntimeStat stat = new RuntimeStat();
        stat.setWeight(3);
        stat.setPayload(ByteBuffer.wrap(payload));
        client.addRuntimeStat(stat);
        List<RuntimeStat> newest = client.getRuntimeStats(1, -1);
        say("newest run", newest.size() + " " + newest.get(0).getWeight() + " "
                + Arrays.equals(payload, newest.get(0).getPayload()) + " " + (newest.get(0).getCreateTime() > 0));
    }

    private Table table(String name, String type) {
        SerDeInfo serde = new SerDeInfo(null, "org.apache.hadoop.hive.ql.io.orc.OrcSerde", new HashMap<>());
        StorageDescriptor storage = new StorageDescriptor(
                new ArrayList<>(Collections.singletonList(new FieldSchema("id", "int", null))), null,
                "org.apache.hadoop.hive.ql.io.orc.OrcInputFormat", "org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat",
                false, -1, serde, new ArrayList<>(), new ArrayList<>(), new HashMap<>());
        Table table = new Table(name, db, "ann", 0, 0, 0, storage, new ArrayList<>(), new HashMap<>(), null, null, type);
        table.setTemporary(false);
        return table;
    }

    private void views() throws Exception {
        client.createDatabase(new Database(db, null, null, new HashMap<>()));
        client.createTable(table("source", "MANAGED_TABLE"));
        Table view = table("view", "MATERIALIZED_VIEW");
        view.setViewOriginalText("select id from source");
        view.setViewExpandedText("select id from source");
        view.setRewriteEnabled(true);
        CreationMetadata made = new CreationMetadata("hive", db, "view",
                new HashSet<>(Collections.singletonList(db + ".source")));
        made.setValidTxnList("0$" + db + ".source:0:" + Long.MAX_VALUE + "::");
        view.setCreationMetadata(made);
        client.createTable(view);
        long first = client.openTxn("ann");
        long second = client.openTxn("ann");
        say("first rebuild", client.lockMaterializationRebuild(db, "view", first).getState());
        say("second rebuild", client.lockMaterializationRebuild(db, "view", second).getState());
        say("heartbeats", client.heartbeatLockMaterializationRebuild(db, "view", first) + " "
                + client.heartbeatLockMaterializationRebuild(db, "view", second));
        client.commitTxn(first);
        say("rebuild after the first", client.lockMaterializationRebuild(db, "view", second).getState());
        Materialization info = client.getMaterializationInvalidationInfo(made, second + ":" + second + "::");
        say("changed", info.isSourceTablesUpdateDeleteModified());
        made.setValidTxnList("9$" + db + ".source:9:" + Long.MAX_VALUE + "::");
        client.updateCreationMetadata("hive", db, "view", made);
        say("built from", client.getTable(db, "view").getCreationMetadata().getTablesUsed().size() + " "
                + client.getTable(db, "view").getCreationMetadata().getValidTxnList().startsWith("9$"));
    }
}

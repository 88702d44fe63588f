import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.IMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.WMFullResourcePlan;
import org.apache.hadoop.hive.metastore.api.WMNullableResourcePlan;
import org.apache.hadoop.hive.metastore.api.WMValidateResourcePlanResponse;

/** The client of Hive 3.1, which knows no namespaces. */
final class Dialect {
    private Dialect() {}

    static IMetaStoreClient open(String uri) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set("hive.metastore.uris", uri);
        configuration.set("hive.metastore.client.socket.timeout", "60s");
        return new HiveMetaStoreClient(configuration);
    }

    static WMFullResourcePlan plan(IMetaStoreClient client, String plan) throws Exception {
        return client.getResourcePlan(plan);
    }

    static WMFullResourcePlan active(IMetaStoreClient client) throws Exception {
        return client.getActiveResourcePlan();
    }

    static String problems(IMetaStoreClient client, String plan) throws Exception {
        WMValidateResourcePlanResponse answer = client.validateResourcePlan(plan);
        return answer.getErrors() + " " + answer.getWarnings();
    }

    static WMFullResourcePlan alter(IMetaStoreClient client, String plan, WMNullableResourcePlan change,
            boolean canActivateDisabled, boolean isForceDeactivate) throws Exception {
        return client.alterResourcePlan(plan, change, canActivateDisabled, isForceDeactivate, false);
    }

    static void drop(IMetaStoreClient client, String plan) throws Exception {
        client.dropResourcePlan(plan);
    }

    static void watch(IMetaStoreClient client, String plan, String trigger, String pool) throws Exception {
        client.createOrDropTriggerToPoolMapping(plan, trigger, pool, false);
    }

    /** Hive 3.1 keeps nothing else. */
    static void more(IMetaStoreClient client, String db) {}
}

import java.util.List;
import java.util.Map;

import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.IMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.AggrStats;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;

/** What the client of Hive 2.3 does in its own way. */
final class Generation {
    private Generation() {}

    static IMetaStoreClient open(String uri) throws Exception {
        HiveConf configuration = new HiveConf();
        configuration.set("hive.metastore.uris", uri);
        configuration.set("hive.metastore.client.socket.timeout", "60s");
        return new HiveMetaStoreClient(configuration);
    }

    static ColumnStatistics statistics(ColumnStatistics statistics) {
        return statistics;
    }

    static List<ColumnStatisticsObj> ofTable(IMetaStoreClient client, String database, String table, List<String> columns) throws Exception {
        return client.getTableColumnStatistics(database, table, columns);
    }

    static Map<String, List<ColumnStatisticsObj>> ofPartitions(IMetaStoreClient client, String database, String table, List<String> partitions,
            List<String> columns) throws Exception {
        return client.getPartitionColumnStatistics(database, table, partitions, columns);
    }

    static AggrStats aggregate(IMetaStoreClient client, String database, String table, List<String> columns, List<String> partitions)
            throws Exception {
        return client.getAggrColStatsFor(database, table, columns, partitions);
    }
}

import java.util.List;
import java.util.Map;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.IMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.AggrStats;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;

/** What the client of Hive 4 does in its own way. */
final class Generation {
    private Generation() {}

    static IMetaStoreClient open(String uri) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set("hive.metastore.uris", uri);
        configuration.set("hive.metastore.client.socket.timeout", "60s");
        return new HiveMetaStoreClient(configuration);
    }

    static ColumnStatistics statistics(ColumnStatistics statistics) {
        statistics.setEngine("hive");
        return statistics;
    }

    static List<ColumnStatisticsObj> ofTable(IMetaStoreClient client, String database, String table, List<String> columns) throws Exception {
        return client.getTableColumnStatistics(database, table, columns, "hive");
    }

    static Map<String, List<ColumnStatisticsObj>> ofPartitions(IMetaStoreClient client, String database, String table, List<String> partitions,
            List<String> columns) throws Exception {
        return client.getPartitionColumnStatistics(database, table, partitions, columns, "hive");
    }

    static AggrStats aggregate(IMetaStoreClient client, String database, String table, List<String> columns, List<String> partitions)
            throws Exception {
        return client.getAggrColStatsFor(database, table, columns, partitions, "hive");
    }
}

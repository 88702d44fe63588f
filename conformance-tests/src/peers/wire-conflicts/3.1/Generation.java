import java.util.ArrayList;
import java.util.List;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.IMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.DataOperationType;
import org.apache.hadoop.hive.metastore.api.FireEventRequest;
import org.apache.hadoop.hive.metastore.api.FireEventRequestData;
import org.apache.hadoop.hive.metastore.api.InsertEventRequestData;
import org.apache.hadoop.hive.metastore.api.Table;

/** The clients of Hive 3.1 and 4. */
final class Generation {
    private Generation() {}

    static IMetaStoreClient open(String uri) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set("hive.metastore.uris", uri);
        configuration.set("metastore.thrift.uris", uri);
        configuration.set("hive.metastore.client.socket.timeout", "60s");
        return new HiveMetaStoreClient(configuration);
    }

    static Table inCatalogHive(Table table) {
        table.setCatName("hive");
        return table;
    }

    static String catalogOf(IMetaStoreClient client, String database, String table) throws Exception {
        return client.getTable(database, table).getCatName();
    }

    static void addDynamicPartitions(IMetaStoreClient client, long transaction, String database, String table, List<String> partitions,
            DataOperationType operation) throws Exception {
        client.addDynamicPartitions(transaction, 1, database, table, new ArrayList<>(partitions), operation);
    }

    static void fireInsert(IMetaStoreClient client, String database, String table, List<String> files, List<String> checksums,
            List<String> partition) throws Exception {
        InsertEventRequestData insert = new InsertEventRequestData();
        insert.setReplace(true);
        insert.setFilesAdded(new ArrayList<>(files));
        insert.setFilesAddedChecksum(new ArrayList<>(checksums));
        FireEventRequest request = new FireEventRequest(true, FireEventRequestData.insertData(insert));
        request.setDbName(database);
        request.setTableName(table);
        request.setPartitionVals(new ArrayList<>(partition));
        client.fireListenerEvent(request);
    }
}

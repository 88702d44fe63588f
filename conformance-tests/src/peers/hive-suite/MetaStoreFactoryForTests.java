package org.apache.hadoop.hive.metastore.client;

import java.util.ArrayList;
import java.util.List;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.metastore.conf.MetastoreConf;
import org.apache.hadoop.hive.metastore.conf.MetastoreConf.ConfVars;
import org.apache.hadoop.hive.metastore.minihms.AbstractMetaStoreService;
import org.apache.hadoop.hive.metastore.minihms.ClusterMetaStoreForTests;

/** Takes the place of the suite's own factory: the one metastore that it is run against is the server whose address the system properties tell. */
public final class MetaStoreFactoryForTests {
    private MetaStoreFactoryForTests() {}

    /** The suite's parameters: a name and a service for each metastore. */
    public static List<Object[]> getMetaStores() {
        Configuration configuration = MetastoreConf.newMetastoreConf();
        MetastoreConf.setVar(configuration, ConfVars.THRIFT_URIS, System.getProperty("skep.metastore"));
        MetastoreConf.setVar(configuration, ConfVars.WAREHOUSE, System.getProperty("skep.warehouse"));
        MetastoreConf.setBoolVar(configuration, ConfVars.EXECUTE_SET_UGI, false);
        MetastoreConf.setLongVar(configuration, ConfVars.BATCH_RETRIEVE_MAX, 2);
        MetastoreConf.setLongVar(configuration, ConfVars.LIMIT_PARTITION_REQUEST, 100);
        configuration.set("fs.trash.interval", "30");
        configuration.set("fs.trash.checkpoint.interval", "30");
        AbstractMetaStoreService service = new ClusterMetaStoreForTests(configuration);
        List<Object[]> services = new ArrayList<>();
        services.add(new Object[]{"Remote", service});
        return services;
    }
}

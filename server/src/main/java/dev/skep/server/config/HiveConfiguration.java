package dev.skep.server.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the metastore's door answers to clients that ask for configuration values under Hive's names. Nothing secret. */
public final class HiveConfiguration {
    private HiveConfiguration() {}

    public static Map<String, String> of(ServerSettings settings) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : new String[]{"hive.metastore.warehouse.dir", "metastore.warehouse.dir",
                "hive.metastore.warehouse.external.dir",
                "metastore.warehouse.external.dir"}) {
            values.put(name, settings.warehouse().text());
        }
        values.put("hive.metastore.limit.partition.request", String.valueOf(settings.partitionRequestLimit()));
        values.put("metastore.limit.partition.request", String.valueOf(settings.partitionRequestLimit()));
        values.put("metastore.partition.name.whitelist.pattern", "");
        values.put("hive.metastore.partition.name.whitelist.pattern", "");
        return values;
    }
}

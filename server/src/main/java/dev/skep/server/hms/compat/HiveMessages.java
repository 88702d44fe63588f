package dev.skep.server.hms.compat;

import dev.skep.metastore.model.TableName;

/** Messages whose words clients compare with those of Hive's server. */
public final class HiveMessages {
    private HiveMessages() {}

    /** Of get_table and, without a catalog, get_table_req (seen in the tests of Iceberg 1.10.1, with Hive 2.3.10). */
    public static String noTable(TableName table) {
        return "%s.%s table not found".formatted(table.database().name(), table.name());
    }

    /** Of get_table_req with a catalog (Hive 3.1 and later). */
    public static String noTableOfCatalog(TableName table) {
        return "%s.%s".formatted(table.database().catalog().name(), noTable(table));
    }
}

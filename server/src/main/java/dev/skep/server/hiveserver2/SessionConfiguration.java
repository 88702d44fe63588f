package dev.skep.server.hiveserver2;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.skep.query.QueryException;
import dev.skep.query.lifecycle.SqlSession;
import dev.skep.server.hiveserver2.rows.RowForm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client asks for when it opens a session: {@code use:database} names the database, {@code set:name}, {@code set:hiveconf:name} and bare
 * names are settings; {@code set:hivevar:skep.rows} and its like say in which form rows are wished; {@code hive.server2.proxy.user} names the user to act for, empty where there is none. Hive's drivers send settings of Hive itself: those that Skep does not know are left out; any other unknown one fails.
 */
record SessionConfiguration(String database, String proxyUser, Map<String, String> rowWishes,
        Map<String, String> settings) {
    private static final Logger LOG = LoggerFactory.getLogger(SessionConfiguration.class);
    private static final String DEFAULT_DATABASE = "default";
    private static final String PROXY_USER = "hive.server2.proxy.user";
    private static final String ROW_WISH = "hivevar:" + RowForm.ROWS;
    private static final List<String> FOREIGN = List.of("hive.", "mapred", "tez.", "yarn.", "dfs.", "fs.", "hadoop.",
            "io.", "spark.", "iceberg.", "metastore.", "datanucleus.", "javax.jdo.", "ipc.", "silent", "verbose");

    static SessionConfiguration of(Map<String, String> configuration) {
        String database = DEFAULT_DATABASE;
        String proxyUser = "";
        Map<String, String> rowWishes = new LinkedHashMap<>();
        Map<String, String> settings = new LinkedHashMap<>();
        for (Map.Entry<String, String> entry : configuration.entrySet()) {
            String key = entry.getKey();
            if (key.equals("use:database")) {
                database = entry.getValue().isEmpty() ? DEFAULT_DATABASE : entry.getValue();
                continue;
            }
            String name = strip(strip(key, "set:"), "hiveconf:");
            if (name.equals(PROXY_USER)) {
                proxyUser = entry.getValue();
                continue;
            }
            if (name.startsWith(ROW_WISH)) {
                rowWishes.put(strip(name, "hivevar:"), entry.getValue());
                continue;
            }
            settings.put(name, entry.getValue());
        }
        return new SessionConfiguration(database, proxyUser, rowWishes, settings);
    }

    private static String strip(String text, String prefix) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }

    /** Makes the settings in {@code session}. */
    void apply(SqlSession session) {
        settings.forEach((name, value) -> {
            try {
                session.set(name, value);
            } catch (QueryException e) {
                if (!isForeign(name)) {
                    throw e;
                }
                LOG.info("Setting {} of Hive is ignored", name.replaceAll("[\\p{Cntrl}\\s]", "?"));
            }
        });
    }

    private static boolean isForeign(String name) {
        return name.startsWith("hivevar:") || name.startsWith("system:") || name.startsWith("env:")
                || FOREIGN.stream().anyMatch(name::startsWith);
    }
}

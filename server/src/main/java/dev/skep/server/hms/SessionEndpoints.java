package dev.skep.server.hms;

import static dev.skep.server.hms.mapping.Requests.listOf;
import static dev.skep.server.hms.mapping.Requests.required;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.server.hms.mapping.PartitionNameMapping;
import dev.skep.thrift.fb303.fb_status;
import dev.skep.thrift.hms.ConfigValSecurityException;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** The connection's user, configuration values, partition names without a table, and what the service says about itself (fb303). */
interface SessionEndpoints extends Endpoints {
    /** The settings that a client may read and change for its connection, with Hive's defaults. Only the pattern and {@link Adopting} have an effect. */
    Map<String, String> CONNECTION_SETTINGS = Map.ofEntries(
            Map.entry(Adopting.SETTING, "false"),
            Map.entry("hive.metastore.try.direct.sql", "true"),
            Map.entry("metastore.try.direct.sql", "true"),
            Map.entry("hive.metastore.try.direct.sql.ddl", "true"),
            Map.entry("metastore.try.direct.sql.ddl", "true"),
            Map.entry("hive.metastore.partition.name.whitelist.pattern", ""),
            Map.entry("metastore.partition.name.whitelist.pattern", ""),
            Map.entry("hive.metastore.client.capability.check", "true"),
            Map.entry("metastore.client.capability.check", "true"),
            Map.entry("hive.metastore.disallow.incompatible.col.type.changes", "true"),
            Map.entry("metastore.disallow.incompatible.col.type.changes", "true"));
    /** What Hive's server lets clients ask for. */
    Pattern READABLE = Pattern.compile("(hive|hdfs|mapred|metastore)\\..*");
    Pattern SECRET = Pattern.compile(".*(password|secret|\\.key|keytab|token).*", Pattern.CASE_INSENSITIVE);

    @Override
    default List<String> set_ugi(@Nullable String user, @Nullable List<String> groups) throws TException {
        String name = user == null ? "" : user.trim();
        if (name.isEmpty()) {
            throw HmsErrors.of("set_ugi", Reason.INVALID_INPUT, "Invalid user: ''");
        }
        try {
            context().callers().claim(name, listOf(groups));
        } catch (CatalogException e) {
            throw (TException) HmsErrors.of("set_ugi", e).initCause(e);
        }
        List<String> answer = new ArrayList<>(listOf(groups));
        answer.add(name);
        return answer;
    }

    @Override
    default String get_config_value(@Nullable String name, @Nullable String defaultValue) throws TException {
        String otherwise = defaultValue == null ? "" : defaultValue;
        if (name == null) {
            return otherwise;
        }
        if (!READABLE.matcher(name).matches() || SECRET.matcher(name).matches()) {
            throw new ConfigValSecurityException(
                    "Cannot read configuration value '%s': clients may not see it".formatted(name));
        }
        String value = context().settings().configuration().get(name);
        return value == null ? CONNECTION_SETTINGS.getOrDefault(name, otherwise) : value;
    }

    @Override
    default String getMetaConf(@Nullable String key) throws TException {
        return call("getMetaConf", session -> {
            String standard = connectionSetting(key);
            return context().callers().connectionSettings().getOrDefault(key, standard);
        });
    }

    @Override
    default void setMetaConf(@Nullable String key, @Nullable String value) throws TException {
        run("setMetaConf", session -> {
            connectionSetting(key);
            String given = required(value, "value");
            if (required(key, "key").endsWith("whitelist.pattern")) {
                Pattern.compile(given);
            } else if (!given.equalsIgnoreCase("true") && !given.equalsIgnoreCase("false")) {
                throw new IllegalArgumentException(
                        "Invalid value of %s: '%s' (expected true or false)".formatted(key, given));
            }
            if (Adopting.SETTING.equals(key) && Boolean.parseBoolean(given)) {
                session.adopting();
            }
            context().callers().connectionSettings().put(key, given);
        });
    }

    private static String connectionSetting(@Nullable String key) {
        String standard = CONNECTION_SETTINGS.get(required(key, "key"));
        if (standard == null) {
            throw new CatalogException(Reason.INVALID_INPUT,
                    "Invalid configuration key: '%s' (clients may set %s)".formatted(key,
                            CONNECTION_SETTINGS.keySet().stream().sorted().toList()));
        }
        return standard;
    }

    @Override
    default String get_metastore_db_uuid() throws TException {
        return context().settings().storeId().toString();
    }

    /** There is no cache that could be stale. */
    @Override
    default void flushCache() throws TException {}

    @Override
    default boolean partition_name_has_valid_characters(@Nullable List<String> values, boolean throwException)
            throws TException {
        return call("partition_name_has_valid_characters", session -> {
            String key = "hive.metastore.partition.name.whitelist.pattern";
            String pattern = context().callers().connectionSettings().getOrDefault(key, connectionSetting(key));
            if (pattern.isEmpty()) {
                return true;
            }
            for (String value : listOf(values)) {
                if (!Pattern.matches(pattern, value)) {
                    if (throwException) {
                        throw new CatalogException(Reason.INVALID_INPUT,
                                "Invalid partition value: '%s' (the pattern is %s)".formatted(value, pattern));
                    }
                    return false;
                }
            }
            return true;
        });
    }

    @Override
    default List<String> partition_name_to_vals(@Nullable String name) throws TException {
        return call("partition_name_to_vals", session -> new ArrayList<>(PartitionNameMapping.values(name)));
    }

    @Override
    default Map<String, String> partition_name_to_spec(@Nullable String name) throws TException {
        return call("partition_name_to_spec", session -> PartitionNameMapping.spec(name));
    }

    @Override
    default String getName() throws TException {
        return "Skep metastore";
    }

    @Override
    default String getVersion() throws TException {
        return context().settings().version();
    }

    @Override
    default fb_status getStatus() throws TException {
        return fb_status.ALIVE;
    }

    @Override
    default String getStatusDetails() throws TException {
        return "The metastore answers calls.";
    }

    @Override
    default long aliveSince() throws TException {
        return context().settings().startedAt().getEpochSecond();
    }

    /** How often each method was called since this server started. */
    @Override
    default Map<String, Long> getCounters() throws TException {
        return context().state().counters();
    }

    @Override
    default long getCounter(@Nullable String key) throws TException {
        return context().state().counter(key == null ? "" : key);
    }

    @Override
    default String getOption(@Nullable String key) throws TException {
        return getOptions().getOrDefault(key == null ? "" : key, "");
    }

    /** The configuration, with what was set above it. */
    @Override
    default Map<String, String> getOptions() throws TException {
        Map<String, String> options = new HashMap<>(context().settings().configuration());
        options.putAll(context().state().options());
        return options;
    }

    /** Kept for this server and shown, as in Hive's without any effect. */
    @Override
    default void setOption(@Nullable String key, @Nullable String value) throws TException {
        run("setOption", session -> {
            session.access().checkManagesAll("set an option of the service");
            context().state().setOption(required(key, "key"), required(value, "value"));
        });
    }

    @Override
    default String getCpuProfile(int seconds) throws TException {
        return call("getCpuProfile", session -> {
            session.access().checkManagesAll("profile the service");
            return CpuProfile.over(seconds);
        });
    }

    /** Oneway; settings are read at the start only. */
    @Override
    default void reinitialize() throws TException {}

    /** Oneway; Hive's client sends it when it closes its connection, and no client may stop the server. */
    @Override
    default void shutdown() throws TException {}
}

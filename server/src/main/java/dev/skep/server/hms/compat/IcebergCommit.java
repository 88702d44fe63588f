package dev.skep.server.hms.compat;

import java.util.HashMap;
import java.util.Map;

import dev.skep.metastore.model.TableName;
import org.jspecify.annotations.Nullable;

/**
 * Compare-and-set of one table parameter, by which Iceberg commits without a lock. The client sends the parameter's key and the value it has read in the environment
 * context (Hive 2.3.10, 4.0 to 4.2) or in fields of the request (4.1, 4.2); Iceberg (seen in HiveTableOperations and HiveViewOperations of 1.10) knows that it has
 * lost by a phrase in the message of the MetaException.
 */
public final class IcebergCommit {
    private static final String KEY = "expected_parameter_key";
    private static final String VALUE = "expected_parameter_value";

    private IcebergCommit() {}

    /** The parameters that must have these values for the change to happen; none if the client asks for no check. A null value means that the parameter is absent. */
    public static Map<String, @Nullable String> expectedParameters(Map<String, String> environment) {
        return expectedParameters(environment.get(KEY), environment.get(VALUE));
    }

    public static Map<String, @Nullable String> expectedParameters(@Nullable String key, @Nullable String value) {
        if (key == null) {
            return Map.of();
        }
        Map<String, @Nullable String> expected = new HashMap<>();
        expected.put(key, value);
        return expected;
    }

    /** The message by which Iceberg knows that another commit came first. */
    public static String conflictMessage(Map<String, @Nullable String> expected) {
        String key = expected.keySet().iterator().next();
        return "The table has been modified. The parameter value for key '%s' is not the expected one: '%s'".formatted(
                key,
                expected.get(key));
    }

    /** The message by which Iceberg (seen in HiveCatalog.renameTableOrView of 1.10) knows that a name is taken; the words are those of Hive's server. */
    public static String nameTakenMessage(TableName table) {
        return "Cannot rename: new table %s.%s already exists".formatted(table.database().name(), table.name());
    }
}

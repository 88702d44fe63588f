package dev.skep.server.hms.compat;

import java.util.HashMap;
import java.util.Map;

import dev.skep.metastore.model.TableType;
import org.jspecify.annotations.Nullable;

/**
 * Hive says twice whether a table is external: by its type and by the parameter EXTERNAL. Hive's SQL turns a table external or back through the parameter alone
 * (ALTER TABLE ... SET TBLPROPERTIES, 1.2 to 4.2), and clients that drop a table look at the parameter. A request without the parameter keeps the type it names: unlike
 * Hive's server, which then takes the table for managed and deletes its files with it.
 */
public final class ExternalTables {
    private static final String PARAMETER = "EXTERNAL";

    private ExternalTables() {}

    /** The type that a request means. Fails with an IllegalArgumentException for a type that is none of ours. */
    public static TableType typeOf(@Nullable String wireType, Map<String, String> parameters) {
        TableType named = wireType == null || wireType.isEmpty() ? TableType.MANAGED_TABLE : parse(wireType);
        String external = parameters.get(PARAMETER);
        if (external == null || named.isView() || named == TableType.MATERIALIZED_VIEW) {
            return named;
        }
        return external.equalsIgnoreCase("TRUE") ? TableType.EXTERNAL_TABLE : TableType.MANAGED_TABLE;
    }

    private static TableType parse(String wireType) {
        for (TableType type : TableType.values()) {
            if (type.name().equalsIgnoreCase(wireType)) {
                return type;
            }
        }
        throw new IllegalArgumentException("Invalid table type: '%s'".formatted(wireType));
    }

    /** The parameters as clients expect them: an external table has the parameter. */
    public static Map<String, String> parametersOf(TableType type, Map<String, String> parameters) {
        Map<String, String> answer = new HashMap<>(parameters);
        if (type == TableType.EXTERNAL_TABLE) {
            answer.putIfAbsent(PARAMETER, "TRUE");
        }
        return answer;
    }
}

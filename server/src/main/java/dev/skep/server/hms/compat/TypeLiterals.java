package dev.skep.server.hms.compat;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.model.TableType;

/**
 * Hive's server keeps whatever text a client gives as a table's type, and takes what it does not know for a managed table (seen in 3.1.3: {@code VIEW}). The text is
 * kept as a parameter of the table, which is the door's and which no client sees.
 */
public final class TypeLiterals {
    private static final String PARAMETER = "skep.hive.table-type";

    private TypeLiterals() {}

    private static boolean isKnown(@Nullable String literal) {
        if (literal == null || literal.isEmpty()) {
            return true;
        }
        for (TableType type : TableType.values()) {
            if (type.name().equalsIgnoreCase(literal)) {
                return true;
            }
        }
        return false;
    }

    /** The type that the text stands for, by Hive's name. */
    public static @Nullable String typeOf(@Nullable String literal) {
        return isKnown(literal) ? literal : TableType.MANAGED_TABLE.name();
    }

    /** The parameter that keeps a text which is none of the types. */
    public static Map<String, String> parametersOf(@Nullable String literal) {
        return literal == null || isKnown(literal) ? Map.of() : Map.of(PARAMETER, literal);
    }

    /** The text that the client gave. */
    public static String literalOf(TableType type, Map<String, String> parameters) {
        String kept = parameters.get(PARAMETER);
        return kept == null || type != TableType.MANAGED_TABLE ? type.name() : kept;
    }

    /** The parameters that clients see. */
    public static Map<String, String> without(Map<String, String> parameters) {
        if (!parameters.containsKey(PARAMETER)) {
            return parameters;
        }
        Map<String, String> seen = new HashMap<>(parameters);
        seen.remove(PARAMETER);
        return seen;
    }
}

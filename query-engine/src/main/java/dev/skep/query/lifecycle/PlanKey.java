package dev.skep.query.lifecycle;

import java.util.Collections;
import java.util.List;
import java.util.Map;

import dev.skep.metastore.access.Caller;
import org.jspecify.annotations.Nullable;

/**
 * What a plan was made for, besides the catalog: another statement, caller (user, groups, address, door), database or setting has another plan.
 *
 * @param sql the statement as it was sent
 * @param parameters values of its {@code ?}
 * @param settings all settings of the session that mean something
 */
record PlanKey(String sql, List<@Nullable Object> parameters, Caller caller, String database,
        Map<String, String> settings) {
    PlanKey {
        parameters = Collections.unmodifiableList(parameters);
        settings = Map.copyOf(settings);
    }

    /** False where a value has no equality of its own, as bytes. */
    boolean isComparable() {
        for (Object value : parameters) {
            if (value != null
                    && (value.getClass().isArray() || value instanceof List<?> || value instanceof Map<?, ?>)) {
                return false;
            }
        }
        return true;
    }
}

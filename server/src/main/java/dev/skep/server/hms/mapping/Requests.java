package dev.skep.server.hms.mapping;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.skep.metastore.catalog.DataRemoval;
import dev.skep.thrift.hms.EnvironmentContext;
import org.jspecify.annotations.Nullable;

/**
 * What every mapping needs to read a request. Fields of the wire's default requiredness may be null, and so may be elements that a client has put into its lists; each
 * method says what it makes of that. A wrong request is an IllegalArgumentException.
 */
public final class Requests {
    private Requests() {}

    /** The value, which must be there. */
    public static <T> T required(@Nullable T value, String what) {
        if (value == null) {
            throw new MissingArgumentException(what);
        }
        return value;
    }

    /** The list without nulls, empty where there is none. */
    public static <T> List<T> listOf(@Nullable List<T> list) {
        if (list == null) {
            return List.of();
        }
        List<T> present = new ArrayList<>(list.size());
        for (T element : list) {
            if (element != null) {
                present.add(element);
            }
        }
        return present;
    }

    /** The map without null keys and values, empty where there is none: a client cannot send nulls, but one in this process can. */
    public static Map<String, String> mapOf(@Nullable Map<String, String> map) {
        if (map == null) {
            return Map.of();
        }
        Map<String, String> present = new HashMap<>();
        map.forEach((key, value) -> {
            if (key != null && value != null) {
                present.put(key, value);
            }
        });
        return present;
    }

    /** The properties of an environment context, empty where there is none. */
    public static Map<String, String> propertiesOf(@Nullable EnvironmentContext context) {
        return context == null ? Map.of() : mapOf(context.getProperties());
    }

    /** What a drop does with files. The context's {@code ifPurge} comes from DROP ... PURGE. */
    public static DataRemoval removal(boolean deleteData, @Nullable EnvironmentContext context) {
        if (!deleteData) {
            return DataRemoval.KEEP;
        }
        return "true".equalsIgnoreCase(propertiesOf(context).get("ifPurge")) ? DataRemoval.PURGE : DataRemoval.DELETE;
    }

    /** Seconds since 1970 as the wire counts them; what does not fit becomes the greatest number that does. */
    public static int seconds(long seconds) {
        return (int) Math.clamp(seconds, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
}

package dev.skep.metastore.workload;

import java.util.Locale;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A share of a cluster.
 *
 * @param path its name after those of the pools that it is in, with dots between
 * @param fraction of what its parent has, 1 for all of it
 * @param parallelism how many queries run in it at a time
 * @param policy how its queries share it: {@code fair} or {@code fifo} in the case that the client wrote; null for fair
 */
public record Pool(String path, double fraction, int parallelism, @Nullable String policy) {
    public Pool {
        path = PlanName.normalized(path);
        if (path.isEmpty()) {
            throw new IllegalArgumentException("Invalid pool: its path is empty");
        }
    }

    /** The path of the pool that one of this path is in; null for one that is in none. */
    static @Nullable String parentOf(String path) {
        int dot = path.lastIndexOf('.');
        return dot < 0 ? null : path.substring(0, dot);
    }

    /** True if this is the pool of that path, or in it. */
    boolean isWithin(String other) {
        return path.equals(other) || path.startsWith(other + ".");
    }

    static boolean isPolicy(@Nullable String policy) {
        if (policy == null) {
            return true;
        }
        return switch (policy.trim().toUpperCase(Locale.ROOT)) {
            case "DEFAULT", "FAIR", "FIFO" -> true;
            default -> false;
        };
    }

    static void checkPolicy(@Nullable String policy) {
        if (!isPolicy(policy)) {
            throw new CatalogException(Reason.INVALID_OPERATION,
                    "Invalid scheduling policy: '%s' (expected fair or fifo)".formatted(policy));
        }
    }
}

package dev.skep.query.lifecycle;

import java.util.HashSet;
import java.util.Set;

import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.catalog.CatalogVersion;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.SharedNode;
import dev.skep.query.result.Progress;
import dev.skep.query.translate.QueryPlanner.PlannedQuery;

/** A plan that may be run again, as long as the catalog answers as when it was made. Any thread may ask. */
final class CachedPlan {
    private static final long SHORT_NANOS = 50_000_000;
    private static final long LITTLE_MEMORY = 16L << 20;
    private static final long BYTES_OF_PLAN = 4_096;
    private static final long BYTES_OF_NODE = 1_024;
    private static final long BYTES_OF_PARTITION = 1_024;
    private static final long BYTES_OF_QUESTION = 4_096;

    private final PlannedQuery planned;
    private final long bytes;
    private final long madeNanos = System.nanoTime();
    private volatile CatalogVersion heldAt;
    private volatile boolean isShort;

    CachedPlan(PlanKey key, PlannedQuery planned) {
        this.planned = planned;
        this.heldAt = planned.reads().version();
        this.bytes = BYTES_OF_PLAN + 2L * key.sql().length() + BYTES_OF_NODE * nodes(planned.plan(), new HashSet<>())
                + BYTES_OF_PARTITION * planned.reads().partitionCount() + BYTES_OF_QUESTION * planned.reads().size();
    }

    /** How many nodes there are; a shared one counts once. */
    private static long nodes(PlanNode node, Set<Integer> shared) {
        if (node instanceof SharedNode && !shared.add(node.id())) {
            return 0;
        }
        long nodes = 1;
        for (PlanNode input : node.inputs()) {
            nodes += nodes(input, shared);
        }
        return nodes;
    }

    PlannedQuery planned() {
        return planned;
    }

    /** About what it takes of the heap. */
    long bytes() {
        return bytes;
    }

    long ageNanos() {
        return System.nanoTime() - madeNanos;
    }

    /** The plan has run to its end. */
    void ran(Progress progress) {
        isShort = progress.cpu().toNanos() < SHORT_NANOS && progress.peakMemory() < LITTLE_MEMORY;
    }

    /** Whether it took little time and memory when it ran last; false before. */
    boolean isShort() {
        return isShort;
    }

    /** True if a statement of this session would be planned alike. */
    boolean holds(CatalogSession now) {
        CatalogVersion present = now.version();
        if (!planned.reads().hold(now, present, heldAt)) {
            return false;
        }
        heldAt = present;
        return true;
    }
}

package dev.skep.metastore.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is wrong with a plan, and what is only odd, in the words of Hive's own check, which scripts compare. Expressions of triggers are not looked at, as there: they name counters
 * that only the engine knows.
 */
public record PlanProblems(List<String> errors, List<String> warnings) {
    /** How far a sum of fractions may be from 1. */
    private static final double TOLERANCE = 0.00001;
    private static final String ROOT = "";

    public PlanProblems {
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }

    /** What is known of a path. */
    private static final class Share {
        private double ofChildren;
        private boolean exists;
        private boolean hasChildren;
    }

    public static PlanProblems of(ResourcePlan plan) {
        List<String> errors = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        Integer parallelism = plan.parallelism();
        if (parallelism != null && parallelism < 1) {
            errors.add("Query parallelism should for resource plan be positive. Got: " + parallelism);
        }
        Map<String, Share> shares = new TreeMap<>();
        shares.put(ROOT, new Share());
        int total = 0;
        for (Pool pool : plan.pools()) {
            total += add(pool, shares, errors);
        }
        if (parallelism != null && parallelism < total) {
            errors.add("Sum of all pools' query parallelism: " + total + " exceeds resource plan query parallelism: "
                    + parallelism);
        } else if (parallelism != null && parallelism != total) {
            warnings.add("Sum of all pools' query parallelism: " + total
                    + " is less than resource plan query parallelism: " + parallelism);
        }
        shares.forEach((path, share) -> check(path, share, errors));
        return new PlanProblems(errors, warnings);
    }

    /** Returns how many queries the pool adds to the plan's. */
    private static int add(Pool pool, Map<String, Share> shares, List<String> errors) {
        shares.computeIfAbsent(pool.path(), path -> new Share()).exists = true;
        String parent = Pool.parentOf(pool.path());
        Share above = shares.computeIfAbsent(parent == null ? ROOT : parent, path -> new Share());
        above.hasChildren = true;
        above.ofChildren += pool.fraction();
        if (!Pool.isPolicy(pool.policy())) {
            errors.add("Invalid scheduling policy " + pool.policy() + " for pool: " + pool.path());
        }
        if (pool.parallelism() < 1) {
            errors.add("Invalid query parallelism for pool: " + pool.path());
            return 0;
        }
        return pool.parallelism();
    }

    private static void check(String path, Share share, List<String> errors) {
        if (path.equals(ROOT)) {
            if (!share.hasChildren) {
                errors.add("Root has no children");
            } else if (Math.abs(1 - share.ofChildren) > TOLERANCE) {
                errors.add("Sum of root children pools' alloc fraction should be 1.0 got: " + share.ofChildren
                        + " for pool: " + path);
            }
            return;
        }
        if (!share.exists) {
            errors.add("Pool does not exists but has children: " + path);
        }
        if (share.hasChildren && share.ofChildren - 1 > TOLERANCE) {
            errors.add("Sum of children pools' alloc fraction should be less than 1 got: " + share.ofChildren
                    + " for pool: " + path);
        }
    }
}

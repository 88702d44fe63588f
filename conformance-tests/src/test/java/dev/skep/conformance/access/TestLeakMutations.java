package dev.skep.conformance.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.skep.metastore.access.Guard;
import dev.skep.query.lifecycle.QueryEngine;
import dev.skep.server.SkepServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The suite is worth something only if it turns red: each enforcement point of the product is removed in turn, and each time the suite must
 * find something. Takes minutes; runs with {@code -Dskep.leaks.mutations=true}.
 */
@EnabledIfSystemProperty(named = "skep.leaks.mutations", matches = "true")
final class TestLeakMutations {

    /** Second walls, which no request comes to while the first stand; tests of their own rooms call them directly. */
    private static final Set<String> SECOND_WALLS = Set.of("StoredPartitions.checkEngine", "StoredPartitions.checkScan",
            "RowCounts.checkMayCount", "PolicyQuery.checkExpression");

    @Test
    void everyEnforcementPointIsMissedWhenItIsGone(@TempDir Path folder) throws Exception {
        List<Mutants.Point> points = Mutants.find(List.of(Guard.class, QueryEngine.class, SkepServer.class));
        assertThat(points).hasSizeGreaterThan(10);
        List<String> survivors = new ArrayList<>();
        int number = 0;
        for (Mutants.Point point : points) {
            if (SECOND_WALLS.stream().anyMatch(wall -> point.toString().startsWith(wall + "("))) {
                continue;
            }
            long begin = System.nanoTime();
            String found = firstFinding(point, folder.resolve("mutant" + number++));
            System.out.printf("without %s: %s (%.1f s)%n", point, found == null ? "NOTHING FOUND" : found,
                    (System.nanoTime() - begin) / 1e9);
            if (found == null) {
                survivors.add(point.toString());
            }
        }
        System.out.printf("leak mutations: %d enforcement points removed in turn, %d found%n", number,
                number - survivors.size());
        assertThat(survivors).isEmpty();
    }

    /** Runs the suite in class files of its own and returns what it found first, or how it broke; null if nothing was noticed. */
    private static @Nullable String firstFinding(Mutants.Point point, Path folder) throws Exception {
        ClassLoader loader = Mutants.loader(point, TestLeakMutations.class.getClassLoader());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            Class<?> suite = loader.loadClass(LeakSuite.class.getName());
            Method run = suite.getDeclaredMethod("firstFinding", Path.class);
            run.setAccessible(true);
            return (String) run.invoke(null, folder);
        } catch (InvocationTargetException e) {
            return "the suite breaks: " + e.getCause();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}

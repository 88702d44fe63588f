import java.util.List;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs Iceberg's published tests of its Hive catalog, among them all of {@code CatalogTests}, and prints what fails, {@code FAILED class.method: reason}, what is skipped by the suite itself,
 * {@code SKIPPED class.method: reason}, and sums.
 */
public final class RunIcebergSuite {
    private static final List<String> CLASSES = List.of("TestHiveCatalog", "TestHiveViewCatalog", "TestHiveCommits", "TestHiveViewCommits", "TestHiveCommitLocks", "TestHiveCreateReplaceTable",
            "TestHiveTable", "TestHiveTableConcurrency", "TestLoadHiveCatalog");

    private RunIcebergSuite() {}

    /** Arguments: URI, warehouse, and the classes to run; none means all. */
    public static void main(String[] arguments) {
        System.setProperty("skep.metastore", arguments[0]);
        System.setProperty("skep.warehouse", arguments[1]);
        List<String> classes = arguments.length > 2 ? List.of(arguments).subList(2, arguments.length) : CLASSES;
        int run = 0;
        int passed = 0;
        for (String name : classes) {
            Counter counter = new Counter(name);
            LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request().selectors(DiscoverySelectors.selectClass("org.apache.iceberg.hive." + name)).build();
            Launcher launcher = LauncherFactory.create();
            long begin = System.nanoTime();
            launcher.execute(request, counter);
            System.out.printf("CLASS %s %d of %d in %d s%n", name, counter.passed, counter.run, (System.nanoTime() - begin) / 1_000_000_000);
            run += counter.run;
            passed += counter.passed;
        }
        System.out.printf("SUM %d of %d%n", passed, run);
        System.out.println("END");
        System.out.flush();
        // Without shutdown hooks, which would log after the last line.
        Runtime.getRuntime().halt(0);
    }

    private static final class Counter implements TestExecutionListener {
        private final String name;
        private int run;
        private int passed;

        Counter(String name) {
            this.name = name;
        }

        @Override
        public void executionSkipped(TestIdentifier test, String reason) {
            System.out.printf("SKIPPED %s.%s: %s%n", name, nameOf(test), oneLine(reason));
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            String reason = result.getThrowable().map(RunIcebergSuite::oneLine).orElse("");
            switch (result.getStatus()) {
                case ABORTED :
                    System.out.printf("SKIPPED %s.%s: %s%n", name, nameOf(test), reason);
                    return;
                case FAILED :
                    System.out.printf("FAILED %s.%s: %s%n", name, nameOf(test), reason);
                    if (System.getProperty("skep.traces") != null) {
                        result.getThrowable().ifPresent(Throwable::printStackTrace);
                    }
                    break;
                default :
                    passed += test.isTest() ? 1 : 0;
            }
            run += test.isTest() ? 1 : 0;
        }

        private static String nameOf(TestIdentifier test) {
            return test.getDisplayName().startsWith("[") ? test.getLegacyReportingName() : test.getDisplayName().replaceAll("\\(.*", "");
        }
    }

    private static String oneLine(Object text) {
        return String.valueOf(text).replaceAll("\\s+", " ");
    }
}

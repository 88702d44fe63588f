package dev.skep.server.adopt;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What one pass has met: it counts, and prints what matters as it comes. */
final class Ledger {
    private static final int DETAILS = 3;
    /** Of one kind, so that a million partitions are not a million lines. */
    private static final int LINES = 200;

    private final Pass pass;
    private final PrintStream out;
    private final Map<Kind, Counts> counts = new EnumMap<>(Kind.class);
    private long failures;

    private static final class Counts {
        private long all;
        private long made;
        private long changed;
        private long failed;
        private int told;
    }

    Ledger(Pass pass, PrintStream out) {
        this.pass = pass;
        this.out = out;
    }

    Pass pass() {
        return pass;
    }

    private Counts of(Kind kind) {
        return counts.computeIfAbsent(kind, one -> new Counts());
    }

    void same(Kind kind, long many) {
        of(kind).all += many;
    }

    /** Something is not there. */
    void made(Kind kind, String name) {
        of(kind).all++;
        of(kind).made++;
        tell(kind, name, "would make %s %s", "%s %s is missing");
    }

    /** Something is there and says other things. */
    void changed(Kind kind, String name, List<String> differences) {
        of(kind).all++;
        of(kind).changed++;
        String shown = String.join("; ", differences.subList(0, Math.min(DETAILS, differences.size())));
        String details = differences.size() > DETAILS
                ? shown + "; and " + (differences.size() - DETAILS) + " more"
                : shown;
        tell(kind, name + " (" + details + ")", "would change %s %s", "%s %s differs");
    }

    private void tell(Kind kind, String name, String plan, String verify) {
        switch (pass) {
            case PLAN -> print(kind, plan.formatted(kind.noun(), name));
            case WRITE -> {
                // The sums say it.
            }
            case VERIFY -> {
                String failure = verify.formatted(kind.noun(), name);
                failures++;
                print(kind, failure);
            }
        }
    }

    private void print(Kind kind, String line) {
        int told = of(kind).told++;
        if (told < LINES) {
            out.println(line);
        } else if (told == LINES) {
            out.printf("Further %s are counted, and no longer told one by one%n", kind.plural());
        }
    }

    /** Something could not be read or written. */
    void failed(Kind kind, String name, String reason) {
        of(kind).failed++;
        String failure = "Cannot %s %s %s: %s".formatted(pass == Pass.VERIFY ? "compare" : "adopt", kind.noun(), name,
                reason);
        failures++;
        print(kind, failure);
    }

    /** Something that is not an object's failure, but that the user should know. */
    void note(String text) {
        if (pass != Pass.VERIFY) {
            out.println("Note: " + text);
        }
    }

    void progress(String text) {
        if (pass != Pass.VERIFY) {
            out.println(text);
        }
    }

    boolean isClean() {
        return failures == 0;
    }

    /** How many objects were made or changed, or would be. */
    long changes() {
        long sum = 0;
        for (Counts one : counts.values()) {
            sum += one.made + one.changed;
        }
        return sum;
    }

    /** One line on each kind that was met. */
    void printSums() {
        counts.forEach((kind, one) -> out.printf("  %-24s %,d, of them %,d new, %,d changed%s%n", kind.plural() + ":",
                one.all, one.made, one.changed, one.failed == 0 ? "" : ", " + one.failed + " failed"));
    }
}

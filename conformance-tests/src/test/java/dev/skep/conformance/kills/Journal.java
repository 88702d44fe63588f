package dev.skep.conformance.kills;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a client has asked for and been told: a line before each call and one after it, and which events the calls must have left in the notification log. Any thread may write.
 */
final class Journal implements AutoCloseable {
    private final PrintWriter lines;
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final Map<String, Expected> events = new TreeMap<>();

    Journal(Path file) {
        try {
            lines = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How often an event must and may be in the log. */
    record Expected(int atLeast, int atMost) {
        Expected plus(int least, int most) {
            return new Expected(atLeast + least, atMost + most);
        }
    }

    /** Gives the name of a new call. */
    String begin(String what) {
        String id = "c" + numbers.incrementAndGet();
        write(id, "BEGIN " + what);
        return id;
    }

    void done(String id, List<String> caused) {
        acknowledged.incrementAndGet();
        write(id, "DONE");
        expect(caused, 1, 1);
    }

    /** A call that was sent twice, the first time with no answer, and may so have been done twice. */
    void doneOnceOrTwice(String id, List<String> caused) {
        acknowledged.incrementAndGet();
        write(id, "DONE, SENT TWICE");
        expect(caused, 1, 2);
    }

    void refused(String id, Exception reason) {
        write(id, "REFUSED " + reason.getClass().getSimpleName() + " " + reason.getMessage());
    }

    void lost(String id) {
        lost.incrementAndGet();
        write(id, "LOST");
    }

    /** What has come of a lost call. */
    void found(String id, boolean isDone, List<String> caused) {
        write(id, isDone ? "FOUND DONE" : "FOUND NOT DONE");
        if (isDone) {
            expect(caused, 1, 1);
        }
    }

    private synchronized void write(String id, String text) {
        lines.println(id + " " + text);
        lines.flush();
    }

    private synchronized void expect(List<String> caused, int atLeast, int atMost) {
        for (String event : caused) {
            events.put(event, events.getOrDefault(event, new Expected(0, 0)).plus(atLeast, atMost));
        }
    }

    /** Compares the events since the last time with what was expected. Returns what differs. */
    synchronized List<String> compare(Map<String, Integer> found) {
        List<String> differences = new ArrayList<>();
        events.forEach((event, expected) -> {
            int count = found.getOrDefault(event, 0);
            if (count < expected.atLeast() || count > expected.atMost()) {
                differences.add("%s: %d times in the log, expected %s".formatted(event, count, expected));
            }
        });
        found.forEach((event, count) -> {
            if (!events.containsKey(event)) {
                differences.add("%s: %d times in the log, but no change that was made".formatted(event, count));
            }
        });
        events.clear();
        return differences;
    }

    long acknowledged() {
        return acknowledged.get();
    }

    long lost() {
        return lost.get();
    }

    @Override
    public void close() {
        lines.close();
    }
}

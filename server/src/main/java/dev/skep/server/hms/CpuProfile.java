package dev.skep.server.hms;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingStream;

/** Which methods of this server were found running, by samples of the JDK's flight recorder. */
final class CpuProfile {
    private static final Duration PERIOD = Duration.ofMillis(10);
    private static final int MAX_SECONDS = 30;
    private static final int MAX_LINES = 100;

    private CpuProfile() {}

    /** Samples for so many seconds, at least 1 and at most 30, and returns a line for each method, the busiest first. */
    static String over(int seconds) {
        Map<String, Integer> samples = new ConcurrentHashMap<>();
        int length = Math.clamp(seconds, 1, MAX_SECONDS);
        try (RecordingStream recording = new RecordingStream()) {
            recording.enable("jdk.ExecutionSample").withPeriod(PERIOD);
            recording.onEvent("jdk.ExecutionSample", event -> samples.merge(top(event), 1, Integer::sum));
            recording.startAsync();
            Thread.sleep(Duration.ofSeconds(length));
            recording.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return text(samples, length);
    }

    private static String top(RecordedEvent event) {
        RecordedStackTrace stack = event.getStackTrace();
        if (stack == null || stack.getFrames().isEmpty()) {
            return "unknown";
        }
        RecordedFrame frame = stack.getFrames().getFirst();
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    private static String text(Map<String, Integer> samples, int seconds) {
        int all = samples.values().stream().mapToInt(Integer::intValue).sum();
        StringBuilder text = new StringBuilder("%d samples in %d seconds\n".formatted(all, seconds));
        List<Map.Entry<String, Integer>> busiest = samples.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MAX_LINES).toList();
        busiest.forEach(entry -> text.append("%6d  %s%n".formatted(entry.getValue(), entry.getKey())));
        return text.toString();
    }
}

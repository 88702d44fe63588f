package dev.skep.storage.hadoop;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.apache.hadoop.conf.Configuration;

/**
 * Hadoop's keys for one configuration: {@code fs.s3a.*}, {@code fs.s3a.bucket.<name>.*} and what else its file systems read. Values given here
 * win over {@link #defaults}. The text form names keys only, since values may be secrets.
 */
public record HadoopSettings(Map<String, String> values) {
    /** Text put in place of a secret. */
    private static final String HIDDEN = "(hidden)";

    public HadoopSettings {
        values = Map.copyOf(values);
    }

    /**
     * What Skep sets unless told otherwise. Vectored reads merge to few, large requests, since a request costs more than the bytes of a
     * gap; a dead endpoint is reported after seconds, where Hadoop's own limits multiply to minutes.
     */
    static Map<String, String> defaults() {
        Map<String, String> defaults = new TreeMap<>();
        defaults.put("fs.s3a.vectored.read.min.seek.size", "512K");
        defaults.put("fs.s3a.vectored.read.max.merged.size", "8M");
        defaults.put("fs.s3a.vectored.active.ranged.reads", "8");
        defaults.put("fs.s3a.attempts.maximum", "3");
        defaults.put("fs.s3a.retry.limit", "2");
        defaults.put("fs.s3a.retry.interval", "200ms");
        defaults.put("fs.s3a.retry.throttle.limit", "10");
        defaults.put("fs.s3a.connection.establish.timeout", "5s");
        defaults.put("fs.s3a.connection.timeout", "60s");
        defaults.put("fs.s3a.connection.acquisition.timeout", "30s");
        defaults.put("fs.s3a.change.detection.source", "etag");
        defaults.put("fs.s3a.change.detection.mode", "server");
        // A store that gives an object no etag says nothing of its changes; it is still to be read and moved.
        defaults.put("fs.s3a.change.detection.version.required", "false");
        defaults.put("fs.s3a.audit.reject.out.of.span.operations", "false");
        defaults.put("fs.s3a.input.stream.type", "classic");
        return defaults;
    }

    /** Returns a configuration that reads no file of the machine beyond Hadoop's own defaults. */
    Configuration configuration() {
        Configuration configuration = new Configuration(false);
        configuration.addResource("core-default.xml");
        defaults().forEach(configuration::set);
        values.forEach(configuration::set);
        return configuration;
    }

    /** Returns {@code text} without any secret value of these settings. */
    String withoutSecrets(String text) {
        String clean = text;
        for (String secret : secrets()) {
            clean = clean.replace(secret, HIDDEN);
        }
        return clean;
    }

    private List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        values.forEach((key, value) -> {
            String lower = key.toLowerCase(Locale.ROOT);
            boolean secret = lower.endsWith(".key") || lower.contains("secret") || lower.contains("token")
                    || lower.contains("password");
            if (secret && value.length() >= 4) {
                secrets.add(value);
            }
        });
        return secrets;
    }

    @Override
    public String toString() {
        return "HadoopSettings" + new TreeMap<>(values).keySet();
    }
}

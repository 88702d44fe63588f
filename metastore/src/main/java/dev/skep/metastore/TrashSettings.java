package dev.skep.metastore;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Whether the folders of what is dropped are kept for a while, as Hadoop's trash keeps them.
 *
 * @param home the home folder of the server's user, which holds the trash of local files
 * @param interval how long they are kept; zero for not at all
 * @param checkpoint how often what has come is closed as a batch that ages together; at most {@code interval}
 */
public record TrashSettings(Path home, Duration interval, Duration checkpoint) {
    /** Nothing is kept. */
    public static final TrashSettings NONE = new TrashSettings(Path.of("/"), Duration.ZERO, Duration.ZERO);

    public TrashSettings {
        requireNonNull(home, "home is null");
        if (interval.isNegative() || checkpoint.isNegative() || checkpoint.compareTo(interval) > 0) {
            throw new IllegalArgumentException(
                    "Invalid setting fs.trash.checkpoint.interval: %d minutes (expected 0 to fs.trash.interval, %d)"
                            .formatted(checkpoint.toMinutes(), interval.toMinutes()));
        }
    }

    public boolean isKept() {
        return !interval.isZero();
    }
}

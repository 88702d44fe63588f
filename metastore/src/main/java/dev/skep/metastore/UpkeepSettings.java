package dev.skep.metastore;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

import dev.skep.metastore.schedule.ScheduleSettings;
import org.jspecify.annotations.Nullable;

/**
 * How long is kept what clusters keep beside the catalog.
 *
 * @param runtimeStatisticsAge how long statistics of queries' runs are kept
 * @param replicationMetricsAge how long reports of replication are kept
 * @param poolParallelism how many queries the first pool of a new resource plan runs at a time; 0 for plans without a pool
 * @param recycling where files go that clients recycle; null for nowhere, so that they stay
 */
public record UpkeepSettings(Duration runtimeStatisticsAge, Duration replicationMetricsAge, int poolParallelism,
        ScheduleSettings schedules, @Nullable RecyclingSettings recycling) {
    public static final UpkeepSettings DEFAULTS = new UpkeepSettings(Duration.ofDays(3), Duration.ofDays(7), 4,
            ScheduleSettings.DEFAULTS, null);

    public UpkeepSettings {
        requireNonNull(runtimeStatisticsAge, "runtimeStatisticsAge is null");
        requireNonNull(replicationMetricsAge, "replicationMetricsAge is null");
        requireNonNull(schedules, "schedules is null");
    }
}

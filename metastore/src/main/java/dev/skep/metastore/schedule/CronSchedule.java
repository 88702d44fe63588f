package dev.skep.metastore.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;

/** When a query runs: a Quartz cron expression of six or seven fields, {@code 0 0 3 * * ? *} for every night at three, in the server's time zone. */
public final class CronSchedule {
    private final ExecutionTime times;
    private final ZoneId zone;

    private CronSchedule(ExecutionTime times, ZoneId zone) {
        this.times = times;
        this.zone = zone;
    }

    /** Reads an expression. Fails with an IllegalArgumentException. */
    public static CronSchedule parse(String expression, ZoneId zone) {
        try {
            CronParser parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.QUARTZ));
            return new CronSchedule(ExecutionTime.forCron(parser.parse(expression)), zone);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Invalid QUARTZ schedule expression: '%s'".formatted(expression), e);
        }
    }

    /** Returns the first time after another, whole seconds; empty if there is none, as of a day that has passed. */
    public Optional<Instant> after(Instant time) {
        return times.nextExecution(time.atZone(zone)).map(next -> Instant.ofEpochSecond(next.toEpochSecond()));
    }
}

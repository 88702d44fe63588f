package dev.skep.server.observe;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.skep.metastore.access.AccessLog;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.access.Origin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit: one JSON object a line for each decision that denied or altered, each change of a policy, and each sign-in. A line is in the
 * file when the call that made it goes on; a slow disk therefore slows calls down, and no line is dropped. Where the file cannot be
 * written, the line goes to the server's log as an error instead, and the call goes on.
 *
 * <p>The members, all texts but {@code groups} and {@code policies}: {@code time} (UTC, ISO 8601), {@code user}, {@code groups},
 * {@code address}, {@code client} (METASTORE, SQL, HTTP, INTERNAL), {@code outcome} (DENIED, ALTERED, CHANGED, SIGNED_IN, REFUSED),
 * {@code operation}, {@code object}, {@code policies}, {@code detail}. A reader skips members that it does not know.
 */
public final class AuditLog implements AccessLog, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final int MAX_TEXT = 4_000;

    private final RotatingFile file;
    private final Clock clock;
    private final JsonFactory json = new JsonFactory();

    private AuditLog(RotatingFile file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** Goes on with the file where it ended. Fails with an IOException if it cannot be written. */
    public static AuditLog open(AuditSettings settings, Clock clock) throws IOException {
        return new AuditLog(new RotatingFile(settings), requireNonNull(clock, "clock is null"));
    }

    @Override
    public void record(Event event) {
        Origin origin = event.caller().origin();
        write(event.caller().identity(), origin.address(), origin.client().name(), event.outcome().name(),
                event.operation(), event.object(), event.policies(), event.detail());
    }

    /**
     * Notes that somebody has proven who they are.
     *
     * @param mechanism how
     */
    public void signedIn(Identity identity, @Nullable InetAddress address, Origin.ClientKind client,
            String mechanism) {
        write(identity, address, client.name(), "SIGNED_IN", mechanism, "", List.of(), "");
    }

    /**
     * Notes that somebody could not prove who they are, or may not act as another.
     *
     * @param claimedUser who they said they are; empty if they did not say
     */
    public void refused(String claimedUser, @Nullable InetAddress address, Origin.ClientKind client, String mechanism,
            String reason) {
        write(claimedUser.isEmpty() ? null : Identity.of(claimedUser), address, client.name(), "REFUSED", mechanism, "",
                List.of(), reason);
    }

    private void write(@Nullable Identity who, @Nullable InetAddress address, String client, String outcome,
            String operation, String object, List<String> policies, String detail) {
        String line = line(who, address, client, outcome, operation, object, policies, detail);
        try {
            file.append(line);
        } catch (IOException e) {
            LOG.error("Cannot write the audit ({}); the line: {}", e.getMessage(), line);
        }
    }

    private String line(@Nullable Identity who, @Nullable InetAddress address, String client, String outcome,
            String operation, String object, List<String> policies, String detail) {
        StringWriter text = new StringWriter(256);
        try (JsonGenerator out = json.createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("time", Instant.ofEpochMilli(clock.millis()).toString());
            out.writeStringField("user", who == null ? "" : cut(who.user()));
            array(out, "groups", who == null ? Set.of() : new TreeSet<>(who.groups()));
            out.writeStringField("address", address == null ? "" : address.getHostAddress());
            out.writeStringField("client", client);
            out.writeStringField("outcome", outcome.toUpperCase(Locale.ROOT));
            out.writeStringField("operation", cut(operation));
            out.writeStringField("object", cut(object));
            array(out, "policies", policies);
            out.writeStringField("detail", cut(detail));
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write JSON into memory", e);
        }
        return text.toString();
    }

    private static void array(JsonGenerator out, String name, Iterable<String> values) throws IOException {
        out.writeArrayFieldStart(name);
        for (String value : values) {
            out.writeString(cut(value));
        }
        out.writeEndArray();
    }

    private static String cut(String text) {
        return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "…" : text;
    }

    /** The lines from the last to the first. */
    public AuditLines newestFirst() throws IOException {
        return new AuditLines(file.openNewestFirst(), true);
    }

    /** The lines from the first that is kept to the last. */
    public AuditLines oldestFirst() throws IOException {
        return new AuditLines(file.openNewestFirst(), false);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

package dev.skep.server.hms;

import static java.util.Objects.requireNonNull;

import dev.skep.metastore.catalog.MetastoreCatalog;
import dev.skep.server.auth.DelegationTokens;
import dev.skep.server.hms.compat.EventForm;
import org.jspecify.annotations.Nullable;

/**
 * What all endpoints stand on.
 *
 * @param tokens null on a server without sign-in
 * @param state is told of every call
 */
public record HmsContext(MetastoreCatalog catalog, Callers callers, HmsSettings settings,
        @Nullable DelegationTokens tokens, PartitionLimit partitionLimit, EventForm eventForm, ServiceState state) {
    public HmsContext {
        requireNonNull(catalog, "catalog is null");
        requireNonNull(callers, "callers is null");
        requireNonNull(settings, "settings is null");
        requireNonNull(partitionLimit, "partitionLimit is null");
        requireNonNull(eventForm, "eventForm is null");
        requireNonNull(state, "state is null");
    }
}

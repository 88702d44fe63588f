package dev.skep.server.hms;

import static java.util.Objects.requireNonNull;

import dev.skep.metastore.catalog.MetastoreCatalog;

/** What all endpoints stand on. */
public record HmsContext(MetastoreCatalog catalog, Callers callers, HmsSettings settings) {
    public HmsContext {
        requireNonNull(catalog, "catalog is null");
        requireNonNull(callers, "callers is null");
        requireNonNull(settings, "settings is null");
    }
}

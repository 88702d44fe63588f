package dev.skep.server.hms;

import dev.skep.metastore.access.FileReader;
import dev.skep.metastore.catalog.CatalogSession;

/** The connection setting by which {@code skep adopt} says that it takes over what another metastore described, so that folders and times stay as they are. */
final class Adopting {
    static final String SETTING = "skep.adopting";

    private Adopting() {}

    /** The session of the caller of this thread's call. */
    static CatalogSession sessionOf(HmsContext context) {
        CatalogSession session = context.catalog().sessionFor(context.callers().caller(), FileReader.CLIENT);
        return Boolean.parseBoolean(context.callers().connectionSettings().get(SETTING)) ? session.adopting() : session;
    }
}

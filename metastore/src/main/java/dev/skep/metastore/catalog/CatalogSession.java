package dev.skep.metastore.catalog;

import dev.skep.metastore.access.Identity;

/**
 * The catalog as one identity sees it; every method of every topic checks what that identity may do, and what it may not see is absent. A
 * session is cheap, holds no connection between calls and may be used by several threads. Each call is one transaction. Failures are
 * {@link dev.skep.metastore.CatalogException}s.
 */
public interface CatalogSession {

    Identity identity();

    Databases databases();

    Tables tables();

    Partitions partitions();

    Functions functions();

    Statistics statistics();

    Events events();
}

package dev.skep.metastore.model;

import org.jspecify.annotations.Nullable;

/** A set of databases under one root folder. {@code createTime} in seconds since 1970. */
public record Catalog(CatalogName name, @Nullable String description, String location, long createTime) {}

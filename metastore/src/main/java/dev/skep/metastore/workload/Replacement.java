package dev.skep.metastore.workload;

import org.jspecify.annotations.Nullable;

/** A value that takes the place of another; null takes it away. */
public record Replacement<T>(@Nullable T value) {}

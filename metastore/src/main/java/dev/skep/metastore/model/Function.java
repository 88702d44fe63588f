package dev.skep.metastore.model;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** A function that an engine can load: a class and where its code is. {@code createTime} in seconds since 1970. */
public record Function(FunctionName name, String className, @Nullable String owner, PrincipalType ownerType,
        long createTime,
        List<Resource> resources) {
    public Function {
        resources = List.copyOf(resources);
    }

    /** A file that the function needs. */
    public record Resource(ResourceType type, String uri) {}

    /** What a resource is. */
    public enum ResourceType {
        JAR, FILE, ARCHIVE
    }
}

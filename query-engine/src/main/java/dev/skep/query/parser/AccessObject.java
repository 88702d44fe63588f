package dev.skep.query.parser;

/** What a statement about access is about, as its text says it. Names in double quotes may be patterns, in which {@code *} stands for any characters. */
public sealed interface AccessObject {

    record OfCatalog(Name name) implements AccessObject {}

    record OfDatabase(Name name) implements AccessObject {}

    /** A table or view. */
    record OfTable(Name name) implements AccessObject {}

    record OfColumn(Name table, String column) implements AccessObject {}

    record OfFunction(Name name) implements AccessObject {}

    record OfLocation(String location) implements AccessObject {}

    record Tagged(String tag, String value) implements AccessObject {}
}

package dev.skep.query.parser;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;

/** A name as written, of one to three parts, in lower case, with its place in the text. */
public record Name(List<String> parts, int line, int column) {
    public Name {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("Invalid name: no parts");
        }
    }

    public static Name of(SqlIdentifier id) {
        return new Name(id.names, id.getParserPosition().getLineNum(), id.getParserPosition().getColumnNum());
    }

    /** The name as one of {@code database}, whatever it says before its last part. */
    public Name in(String database) {
        return new Name(List.of(database, last()), line, column);
    }

    public String last() {
        return parts.getLast();
    }

    @Override
    public String toString() {
        return String.join(".", parts);
    }
}

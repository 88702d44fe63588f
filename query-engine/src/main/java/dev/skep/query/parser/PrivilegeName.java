package dev.skep.query.parser;

import java.util.List;

/** A privilege as written, or the name of a role where a statement gives roles; with the columns it is limited to, and its place in the text. */
public record PrivilegeName(String name, List<String> columns, int line, int column) {
    public PrivilegeName {
        columns = List.copyOf(columns);
    }
}

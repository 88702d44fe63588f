package dev.skep.query.parser;

import static java.util.Objects.requireNonNull;

import org.apache.calcite.sql.SqlNode;

/** An expression with its text, which is what a policy keeps. */
public record PolicyExpression(SqlNode node, String text) {
    public PolicyExpression {
        requireNonNull(node, "node is null");
        requireNonNull(text, "text is null");
    }
}

package dev.skep.jdbc.sql;

import java.util.ArrayList;
import java.util.List;

import dev.skep.jdbc.sql.SqlToken.Kind;
import org.jspecify.annotations.Nullable;

/** A statement with places for parameters. */
public final class SqlTemplate {
    private final List<String> pieces;

    private SqlTemplate(List<String> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    /** Finds the parameters of {@code sql}: each question mark outside of strings, quoted names and comments. */
    public static SqlTemplate parse(String sql) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        for (SqlToken token : SqlLexer.tokens(sql)) {
            if (token.kind() == Kind.PARAMETER) {
                pieces.add(sql.substring(start, token.start()));
                start = token.end();
            }
        }
        pieces.add(sql.substring(start));
        return new SqlTemplate(pieces);
    }

    public int parameterCount() {
        return pieces.size() - 1;
    }

    /** Returns the statement with {@code literals} in the places of the parameters; a null one is a parameter without a value and refused. */
    public String fill(List<@Nullable String> literals) {
        StringBuilder sql = new StringBuilder(pieces.get(0));
        for (int i = 0; i < parameterCount(); i++) {
            String literal = i < literals.size() ? literals.get(i) : null;
            if (literal == null) {
                throw new IllegalArgumentException("Cannot run statement: parameter " + (i + 1) + " has no value");
            }
            sql.append(literal).append(pieces.get(i + 1));
        }
        return sql.toString();
    }
}

package dev.skep.server.shell;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.skep.jdbc.sql.SqlScript;

/** What a user sees of a failed statement: the message and, where the server tells the place, the line with a mark under it. */
final class FailureText {
    private static final Pattern PLACE = Pattern.compile("line (\\d+):(\\d+): (.*)", Pattern.DOTALL);

    private FailureText() {}

    /** Places that the server counts from the statement's beginning are counted from the script's. */
    static String of(SQLException failure, SqlScript.Part statement) {
        String message = String.valueOf(failure.getMessage());
        Matcher place = PLACE.matcher(message);
        if (!place.matches()) {
            return "Error: " + message;
        }
        int line = Integer.parseInt(place.group(1));
        int column = Integer.parseInt(place.group(2));
        String[] lines = statement.sql().split("\n", -1);
        StringBuilder text = new StringBuilder();
        text.append("Error at line %d, column %d: %s".formatted(line + statement.line() - 1,
                line == 1 ? column + statement.column() - 1 : column, place.group(3)));
        if (line >= 1 && line <= lines.length && column >= 1 && column <= lines[line - 1].length() + 1) {
            String source = lines[line - 1].replace("\r", "");
            text.append("\n  ").append(source.replace('\t', ' ')).append("\n  ").repeat(' ', column - 1).append('^');
        }
        return text.toString();
    }
}

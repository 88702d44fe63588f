package dev.skep.query.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.skep.query.result.ResultColumn;
import dev.skep.storage.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * What a command answers: rows, or none and perhaps a count.
 *
 * @param columns empty for a command without a result
 * @param rows values as objects of the classes that {@link dev.skep.storage.vector.Values} names
 * @param updateCount rows written, -1 for a command that writes none
 */
public record CommandResult(List<ResultColumn> columns, List<List<@Nullable Object>> rows, long updateCount) {
    private static final CommandResult DONE = new CommandResult(List.of(), List.of(), -1);

    public CommandResult {
        columns = List.copyOf(columns);
        rows = Collections.unmodifiableList(rows);
    }

    /** The answer of a command that has nothing to tell. */
    public static CommandResult done() {
        return DONE;
    }

    public static CommandResult written(long rows) {
        return new CommandResult(List.of(), List.of(), rows);
    }

    /** Columns of text. */
    static List<ResultColumn> texts(String... names) {
        List<ResultColumn> columns = new ArrayList<>();
        for (String name : names) {
            columns.add(new ResultColumn(name, PrimitiveType.STRING));
        }
        return columns;
    }

    /** One column of text. */
    public static CommandResult lines(String column, List<String> lines) {
        List<List<@Nullable Object>> rows = new ArrayList<>(lines.size());
        for (String line : lines) {
            rows.add(Collections.singletonList(line));
        }
        return new CommandResult(texts(column), rows, -1);
    }

    static CommandResult rows(List<ResultColumn> columns, List<List<@Nullable Object>> rows) {
        return new CommandResult(columns, rows, -1);
    }

    /** A row of texts, which may be null. */
    static List<@Nullable Object> row(@Nullable String... values) {
        List<@Nullable Object> row = new ArrayList<>(values.length);
        Collections.addAll(row, values);
        return row;
    }
}

package dev.skep.query.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** What a command answers: rows of values as {@link dev.skep.storage.vector.Values} names their classes; no columns for a command that only does something. */
public record CommandResult(List<Field> columns, List<List<@Nullable Object>> rows) {
    public static final CommandResult DONE = new CommandResult(List.of(), List.of());

    public CommandResult {
        columns = List.copyOf(columns);
        List<List<@Nullable Object>> copies = new ArrayList<>();
        for (List<@Nullable Object> row : rows) {
            copies.add(Collections.unmodifiableList(new ArrayList<>(row)));
        }
        rows = Collections.unmodifiableList(copies);
    }

    /** Rows of one column of text. */
    static CommandResult texts(String column, List<String> values) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (String value : values) {
            rows.add(List.of(value));
        }
        return new CommandResult(List.of(new Field(column, PrimitiveType.STRING)), rows);
    }

    /** Columns of text, to which rows are to be added. */
    static List<Field> textColumns(String... names) {
        List<Field> fields = new ArrayList<>();
        for (String name : names) {
            fields.add(new Field(name, PrimitiveType.STRING));
        }
        return fields;
    }
}

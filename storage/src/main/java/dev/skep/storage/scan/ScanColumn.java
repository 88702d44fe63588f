package dev.skep.storage.scan;

import static java.util.Objects.requireNonNull;

import dev.skep.storage.type.DataType;

/**
 * A column of a table that a reader shall deliver.
 *
 * @param name the table's name for it, in lower case; files are searched without regard to case
 * @param ordinal its place among the table's data columns (partition columns not counted), for formats and settings that go by position
 * @param type what the table says; the reader turns the file's values into it where the change is safe (a file written before a column was
 *        widened), and refuses where it is not. A column that the file lacks is null at every row.
 */
public record ScanColumn(String name, int ordinal, DataType type) {
    public ScanColumn {
        requireNonNull(name, "name is null");
        requireNonNull(type, "type is null");
    }
}

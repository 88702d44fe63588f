package dev.skep.query.analyzer;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.TableName;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import org.jspecify.annotations.Nullable;

/** Which file format a table or partition has, told by its SerDe's class, and the classes that a new table of a format gets. */
public enum TableFormats {
    PARQUET("parquet", "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
            "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
            "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat"), ORC("orc",
                    "org.apache.hadoop.hive.ql.io.orc.OrcSerde", "org.apache.hadoop.hive.ql.io.orc.OrcInputFormat",
                    "org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat"), TEXTFILE("textfile",
                            "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
                            "org.apache.hadoop.mapred.TextInputFormat",
                            "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat");

    /** The property under which a scan or write learns the SerDe's class. */
    public static final String LIBRARY_PROPERTY = "serialization.lib";
    private static final String CSV = "org.apache.hadoop.hive.serde2.OpenCSVSerde";
    private static final Set<String> TEXT_INPUTS = Set.of("org.apache.hadoop.mapred.TextInputFormat",
            "org.apache.hadoop.mapreduce.lib.input.TextInputFormat");

    private final String format;
    private final String library;
    private final String inputFormat;
    private final String outputFormat;

    TableFormats(String format, String library, String inputFormat, String outputFormat) {
        this.format = format;
        this.library = library;
        this.inputFormat = inputFormat;
        this.outputFormat = outputFormat;
    }

    public String formatName() {
        return format;
    }

    public String library() {
        return library;
    }

    public String inputFormat() {
        return inputFormat;
    }

    public String outputFormat() {
        return outputFormat;
    }

    /** Returns the format that {@code STORED AS name} means. Fails with UNSUPPORTED. */
    public static TableFormats named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "parquet" -> PARQUET;
            case "orc" -> ORC;
            case "textfile" -> TEXTFILE;
            default -> throw new QueryException(Reason.UNSUPPORTED,
                    "Cannot use file format '%s': Skep reads and writes PARQUET, ORC and TEXTFILE".formatted(name));
        };
    }

    /** Returns the format of files written by the SerDe {@code library}; null for one that Skep does not know. */
    public static @Nullable TableFormats ofLibrary(@Nullable String library) {
        if (library == null) {
            return null;
        }
        for (TableFormats format : values()) {
            if (format.library.equals(library)) {
                return format;
            }
        }
        return library.equals(CSV) ? TEXTFILE : null;
    }

    /** Returns the format of the files that {@code storage} describes. Fails with UNSUPPORTED, naming the SerDe. */
    public static TableFormats of(TableName table, StorageDescriptor storage) {
        String serde = storage.serDe().library();
        TableFormats known = ofLibrary(serde);
        if (known == TEXTFILE && storage.inputFormat() != null && !TEXT_INPUTS.contains(storage.inputFormat())) {
            throw new QueryException(Reason.UNSUPPORTED,
                    "Cannot read table %s: Skep does not know the input format %s".formatted(table,
                            storage.inputFormat()));
        }
        if (known == null) {
            throw new QueryException(Reason.UNSUPPORTED,
                    "Cannot read table %s: Skep does not know the SerDe %s".formatted(table, serde));
        }
        return known;
    }

    /** Returns what bears on reading and writing: the table's parameters, then those of the storage and the SerDe. */
    public static Map<String, String> properties(Map<String, String> parameters, StorageDescriptor storage) {
        Map<String, String> properties = new HashMap<>();
        parameters.forEach((key, value) -> {
            if (!key.startsWith("spark.sql.")) {
                properties.put(key, value);
            }
        });
        properties.putAll(storage.parameters());
        storage.serDe().parameters().forEach((key, value) -> {
            if (value != null) {
                properties.put(key, value);
            }
        });
        if (storage.serDe().library() != null) {
            properties.put(LIBRARY_PROPERTY, storage.serDe().library());
        }
        return properties;
    }
}

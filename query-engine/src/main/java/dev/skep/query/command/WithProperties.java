package dev.skep.query.command;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.parser.TableOptions.WithProperty;
import org.jspecify.annotations.Nullable;

/** The options of a table in Trino's and Athena's form, {@code WITH (name = value, ...)}, under Hive's names. */
record WithProperties(@Nullable String format, @Nullable String location, boolean isExternal,
        List<String> partitionedBy, List<String> bucketedBy, int bucketCount, Map<String, String> parameters,
        Map<String, String> serdeProperties) {
    private static final Set<String> KNOWN = Set.of("format", "external_location", "location", "is_external",
            "table_type", "partitioned_by", "bucketed_by", "bucket_count", "write_compression", "parquet_compression",
            "orc_compression", "field_delimiter", "textfile_field_separator", "null_format",
            "skip_header_line_count", "skip_footer_line_count");

    static WithProperties of(List<WithProperty> properties) {
        String format = null;
        String location = null;
        boolean external = false;
        List<String> partitions = List.of();
        List<String> buckets = List.of();
        int bucketCount = -1;
        Map<String, String> parameters = new HashMap<>();
        Map<String, String> serde = new HashMap<>();
        for (WithProperty property : properties) {
            switch (property.name().toLowerCase(Locale.ROOT)) {
                case "format" -> format = one(property);
                case "external_location" -> {
                    location = one(property);
                    external = true;
                }
                case "location" -> location = one(property);
                case "is_external" -> external |= Boolean.parseBoolean(one(property));
                case "table_type" -> checkHive(property);
                case "partitioned_by" -> partitions = property.values();
                case "bucketed_by" -> buckets = property.values();
                case "bucket_count" -> bucketCount = count(property);
                case "write_compression" -> parameters.put("write.compression", one(property));
                case "parquet_compression" -> parameters.put("parquet.compression", one(property));
                case "orc_compression" -> parameters.put("orc.compress", one(property));
                case "field_delimiter", "textfile_field_separator" -> {
                    serde.put("field.delim", one(property));
                    serde.put("serialization.format", one(property));
                }
                case "null_format" -> serde.put("serialization.null.format", one(property));
                case "skip_header_line_count" ->
                    parameters.put("skip.header.line.count", Integer.toString(count(property)));
                case "skip_footer_line_count" ->
                    parameters.put("skip.footer.line.count", Integer.toString(count(property)));
                default -> throw failure(property, "it is unknown; did you mean '%s'?"
                        .formatted(Nearest.of(property.name(), KNOWN)));
            }
        }
        return new WithProperties(format, location, external, partitions, buckets, bucketCount, parameters, serde);
    }

    private static String one(WithProperty property) {
        if (property.values().size() != 1) {
            throw failure(property, "it has %d values, not one".formatted(property.values().size()));
        }
        return property.values().getFirst();
    }

    private static int count(WithProperty property) {
        try {
            return Integer.parseUnsignedInt(one(property));
        } catch (NumberFormatException e) {
            throw failure(property, "'%s' is not a whole number".formatted(one(property)));
        }
    }

    private static void checkHive(WithProperty property) {
        if (!one(property).equalsIgnoreCase("hive")) {
            throw new QueryException(Reason.UNSUPPORTED,
                    "Cannot create a table of type '%s': Skep writes Hive tables".formatted(one(property)));
        }
    }

    private static QueryException failure(WithProperty property, String reason) {
        return new QueryException(Reason.ANALYSIS, "line %d:%d: Invalid table property '%s': %s"
                .formatted(property.line(), property.column(), property.name(), reason), property.line(),
                property.column(), null);
    }
}

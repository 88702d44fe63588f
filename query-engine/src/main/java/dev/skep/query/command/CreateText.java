package dev.skep.query.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableType;
import dev.skep.query.analyzer.ViewText;

/** The statement that would make a table or view again, line by line. */
final class CreateText {
    private CreateText() {}

    static List<String> of(Table table) {
        if (table.type().isView()) {
            List<String> names = table.columns().stream().map(column -> name(column.name())).toList();
            return List.of("CREATE VIEW %s (%s) AS %s".formatted(fullName(table), String.join(", ", names), ViewText.of(table).query()));
        }
        List<String> lines = new ArrayList<>();
        lines.add("CREATE %sTABLE %s(".formatted(table.type() == TableType.EXTERNAL_TABLE ? "EXTERNAL " : "", fullName(table)));
        columns(lines, table.storage().columns());
        String comment = table.parameters().get("comment");
        if (comment != null) {
            lines.add("COMMENT " + text(comment));
        }
        if (table.isPartitioned()) {
            lines.add("PARTITIONED BY (");
            columns(lines, table.partitionKeys());
        }
        storage(lines, table.storage());
        properties(lines, table.parameters());
        return lines;
    }

    private static String fullName(Table table) {
        return name(table.name().database().name()) + "." + name(table.name().name());
    }

    private static String name(String name) {
        return '`' + name.replace("`", "``") + '`';
    }

    private static String text(String text) {
        return '\'' + text.replace("\\", "\\\\").replace("'", "''").replace("\n", "\\n").replace("\t", "\\t") + '\'';
    }

    private static void columns(List<String> lines, List<Column> columns) {
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            lines.add("  %s %s%s%s".formatted(name(column.name()), column.type(),
                    column.comment() == null ? "" : " COMMENT " + text(column.comment()), i + 1 < columns.size() ? ", " : ")"));
        }
    }

    private static void storage(List<String> lines, StorageDescriptor storage) {
        if (storage.buckets() > 0) {
            lines.add("CLUSTERED BY (%s) INTO %d BUCKETS".formatted(
                    String.join(", ", storage.bucketColumns().stream().map(CreateText::name).toList()), storage.buckets()));
        }
        if (storage.serDe().library() != null) {
            lines.add("ROW FORMAT SERDE");
            lines.add("  " + text(storage.serDe().library()));
        }
        Map<String, String> properties = new TreeMap<>();
        storage.serDe().parameters().forEach((key, value) -> {
            if (value != null) {
                properties.put(key, value);
            }
        });
        if (!properties.isEmpty()) {
            lines.add("WITH SERDEPROPERTIES (");
            pairs(lines, properties);
        }
        if (storage.inputFormat() != null && storage.outputFormat() != null) {
            lines.add("STORED AS INPUTFORMAT");
            lines.add("  " + text(storage.inputFormat()));
            lines.add("OUTPUTFORMAT");
            lines.add("  " + text(storage.outputFormat()));
        }
        if (storage.location() != null) {
            lines.add("LOCATION");
            lines.add("  " + text(storage.location()));
        }
    }

    private static void properties(List<String> lines, Map<String, String> parameters) {
        Map<String, String> shown = new TreeMap<>(parameters);
        shown.keySet().removeAll(WriteStatistics.KEYS);
        shown.remove("comment");
        shown.remove("EXTERNAL");
        if (!shown.isEmpty()) {
            lines.add("TBLPROPERTIES (");
            pairs(lines, shown);
        }
    }

    private static void pairs(List<String> lines, Map<String, String> properties) {
        int left = properties.size();
        for (Map.Entry<String, String> property : properties.entrySet()) {
            left--;
            lines.add("  %s=%s%s".formatted(text(property.getKey()), text(property.getValue()), left > 0 ? ", " : ")"));
        }
    }
}

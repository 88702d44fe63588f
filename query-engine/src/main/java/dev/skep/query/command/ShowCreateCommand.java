package dev.skep.query.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.skep.metastore.access.ViewSecurity;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableType;
import dev.skep.query.analyzer.ViewText;
import dev.skep.query.parser.Statement;

/** SHOW CREATE TABLE and VIEW: a statement that makes the same table again, one row for each line, as Hive writes it. */
final class ShowCreateCommand {
    /** What a table has of itself, not by its definition. */
    private static final Set<String> OWN = Set.of("EXTERNAL", "comment", "transient_lastDdlTime");

    private ShowCreateCommand() {}

    static CommandResult run(Statement.ShowCreate statement, CommandContext context) {
        Table table = context.table(statement.name());
        List<String> lines = table.type().isView() ? view(table) : table(table);
        return CommandResult.lines("createtab_stmt", lines);
    }

    private static List<String> view(Table view) {
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder("CREATE VIEW ").append(name(view));
        TableDefinition.comment(view).ifPresent(comment -> head.append(" COMMENT ").append(quoted(comment)));
        String security = view.parameters().get(ViewSecurity.PARAMETER);
        if (security != null) {
            head.append(" SECURITY ").append(security.toUpperCase(Locale.ROOT));
        }
        lines.add(head.append(" AS").toString());
        ViewText.of(view).query().lines().forEach(lines::add);
        return lines;
    }

    private static List<String> table(Table table) {
        List<String> lines = new ArrayList<>();
        String kind = table.type() == TableType.EXTERNAL_TABLE ? "CREATE EXTERNAL TABLE " : "CREATE TABLE ";
        lines.add(kind + name(table) + "(");
        columns(lines, table.storage().columns());
        TableDefinition.comment(table).ifPresent(comment -> {
            lines.add("COMMENT");
            lines.add("  " + quoted(comment));
        });
        if (table.isPartitioned()) {
            lines.add("PARTITIONED BY (");
            columns(lines, table.partitionKeys());
        }
        storage(lines, table.storage());
        properties(lines, table.parameters());
        return lines;
    }

    private static void columns(List<String> lines, List<Column> columns) {
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            String comment = column.comment() == null ? "" : " COMMENT " + quoted(column.comment());
            lines.add("  " + identifier(column.name()) + " " + column.type() + comment
                    + (i + 1 < columns.size() ? "," : ")"));
        }
    }

    private static void storage(List<String> lines, StorageDescriptor storage) {
        if (!storage.bucketColumns().isEmpty()) {
            lines.add("CLUSTERED BY (" + String.join(", ", storage.bucketColumns().stream()
                    .map(ShowCreateCommand::identifier).toList()) + ")");
            if (!storage.sortColumns().isEmpty()) {
                lines.add("SORTED BY (" + String.join(", ", storage.sortColumns().stream()
                        .map(column -> identifier(column.column()) + (column.order() == 0 ? " DESC" : " ASC"))
                        .toList()) + ")");
            }
            lines.add("INTO " + storage.buckets() + " BUCKETS");
        }
        if (storage.serDe().library() != null) {
            lines.add("ROW FORMAT SERDE");
            lines.add("  " + quoted(storage.serDe().library()));
        }
        Map<String, String> serde = new TreeMap<>();
        storage.serDe().parameters().forEach((key, value) -> {
            if (value != null && !(key.equals("serialization.format") && value.equals("1"))) {
                serde.put(key, value);
            }
        });
        if (!serde.isEmpty() && storage.serDe().library() != null) {
            lines.add("WITH SERDEPROPERTIES (");
            pairs(lines, serde);
        }
        if (storage.inputFormat() != null && storage.outputFormat() != null) {
            lines.add("STORED AS INPUTFORMAT");
            lines.add("  " + quoted(storage.inputFormat()));
            lines.add("OUTPUTFORMAT");
            lines.add("  " + quoted(storage.outputFormat()));
        }
        if (storage.location() != null) {
            lines.add("LOCATION");
            lines.add("  " + quoted(storage.location()));
        }
    }

    private static void properties(List<String> lines, Map<String, String> parameters) {
        Map<String, String> shown = new TreeMap<>(parameters);
        shown.keySet().removeAll(OWN);
        shown.keySet().removeAll(Statistics.REMOVED);
        if (!shown.isEmpty()) {
            lines.add("TBLPROPERTIES (");
            pairs(lines, shown);
        }
    }

    private static void pairs(List<String> lines, Map<String, String> pairs) {
        int left = pairs.size();
        for (Map.Entry<String, String> pair : pairs.entrySet()) {
            lines.add("  " + quoted(pair.getKey()) + "=" + quoted(pair.getValue()) + (--left > 0 ? "," : ")"));
        }
    }

    private static String name(Table table) {
        return identifier(table.name().database().name()) + "." + identifier(table.name().name());
    }

    static String identifier(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /** A text as our parser reads it, on one line. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("'");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\'' -> quoted.append("''");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ') {
                        quoted.append("\\u%04x".formatted((int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('\'').toString();
    }
}

package dev.skep.query.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.skep.metastore.catalog.NamePattern;
import dev.skep.metastore.catalog.Partitions;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableType;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.function.FunctionCatalog;
import dev.skep.query.parser.Statement;
import org.jspecify.annotations.Nullable;

/** SHOW TABLES, VIEWS, PARTITIONS, COLUMNS, TBLPROPERTIES and FUNCTIONS, with Hive's names of columns. */
final class ShowCommands {
    private ShowCommands() {}

    static CommandResult tables(Statement.ShowTables statement, CommandContext context) {
        DatabaseName database = context.databaseName(statement.database());
        return CommandResult.lines("tab_name", names(context, database, statement.pattern(), Set.of()));
    }

    static CommandResult views(Statement.ShowViews statement, CommandContext context) {
        DatabaseName database = context.databaseName(statement.database());
        return CommandResult.lines("tab_name",
                names(context, database, statement.pattern(), Set.of(TableType.VIRTUAL_VIEW)));
    }

    private static List<String> names(CommandContext context, DatabaseName database, @Nullable String pattern,
            Set<TableType> types) {
        // A database that is not there is told, rather than shown as empty.
        context.catalog().databases().database(database);
        return context.catalog().tables().names(database, DatabaseCommands.pattern(pattern), types);
    }

    static CommandResult partitions(Statement.ShowPartitions statement, CommandContext context) {
        Table table = context.table(statement.table());
        if (!table.isPartitioned()) {
            throw new QueryException(Reason.ANALYSIS, "Table %s is not partitioned".formatted(table.name()));
        }
        return CommandResult.lines("partition", context.catalog().partitions().names(table.name(),
                PartitionSpec.predicate(table, statement.partition()), Partitions.UNLIMITED));
    }

    static CommandResult columns(Statement.ShowColumns statement, CommandContext context) {
        NamePattern pattern = DatabaseCommands.pattern(statement.pattern());
        return CommandResult.lines("field", context.table(statement.table()).columns().stream().map(Column::name)
                .filter(pattern::matches).toList());
    }

    static CommandResult properties(Statement.ShowTableProperties statement, CommandContext context) {
        Table table = context.table(statement.table());
        Map<String, String> shown = new TreeMap<>(table.parameters());
        String key = statement.key();
        if (key != null) {
            String value = shown.get(key);
            shown = Map.of(key, value == null
                    ? "Table %s does not have property: %s".formatted(table.name(), key)
                    : value);
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        shown.forEach((name, value) -> rows.add(CommandResult.row(name, value)));
        return CommandResult.rows(CommandResult.texts("prpt_name", "prpt_value"), rows);
    }

    static CommandResult functions(Statement.ShowFunctions statement, CommandContext context) {
        FunctionCatalog functions = context.services().functions();
        Set<String> names = new TreeSet<>(functions.scalarNames());
        names.addAll(functions.aggregateNames());
        names.addAll(functions.windowNames());
        NamePattern pattern = DatabaseCommands.pattern(statement.pattern());
        return CommandResult.lines("tab_name", names.stream().filter(pattern::matches).toList());
    }
}

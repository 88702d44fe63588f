package dev.skep.query.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

import dev.skep.metastore.catalog.NamePattern;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableType;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.parser.Name;
import dev.skep.query.parser.Statement;
import org.jspecify.annotations.Nullable;

/** SHOW of everything but databases, under Hive's column names. */
final class ShowCommands {
    private final CommandContext context;

    ShowCommands(CommandContext context) {
        this.context = context;
    }

    CommandResult tables(Statement.ShowTables statement) {
        return CommandResult.texts("tab_name", names(statement.database(), statement.pattern(), Set.of()));
    }

    CommandResult views(Statement.ShowViews statement) {
        return CommandResult.texts("tab_name", names(statement.database(), statement.pattern(), Set.of(TableType.VIRTUAL_VIEW)));
    }

    private List<String> names(@Nullable Name database, @Nullable String pattern, Set<TableType> types) {
        DatabaseName name = context.databaseName(database);
        context.session().databases().database(name);
        return context.session().tables().names(name, DatabaseCommands.pattern(pattern), types);
    }

    CommandResult partitions(Statement.ShowPartitions statement) {
        Table table = context.table(statement.table());
        if (!table.isPartitioned()) {
            throw CommandContext.error(statement.table(), "Table %s is not partitioned".formatted(table.name()));
        }
        PartitionPredicate predicate = statement.partition().isEmpty() ? PartitionPredicate.all()
                : PartitionSpecs.predicate(table, statement.partition());
        return CommandResult.texts("partition", context.session().partitions().names(table.name(), predicate, -1));
    }

    CommandResult columns(Statement.ShowColumns statement) {
        NamePattern pattern = DatabaseCommands.pattern(statement.pattern());
        return CommandResult.texts("field", context.table(statement.table()).columns().stream().map(Column::name)
                .filter(pattern::matches).toList());
    }

    CommandResult properties(Statement.ShowTableProperties statement) {
        Table table = context.table(statement.table());
        List<List<@Nullable Object>> rows = new ArrayList<>();
        String key = statement.key();
        if (key != null) {
            String value = table.parameters().get(key);
            if (value == null) {
                throw new QueryException(Reason.NOT_FOUND, "Property '%s' of %s does not exist".formatted(key, table.name()));
            }
            rows.add(List.of(key, value));
        } else {
            new TreeMap<>(table.parameters()).forEach((name, value) -> rows.add(List.of(name, value)));
        }
        return new CommandResult(CommandResult.textColumns("prpt_name", "prpt_value"), rows);
    }

    CommandResult functions(Statement.ShowFunctions statement) {
        NamePattern pattern = DatabaseCommands.pattern(statement.pattern());
        return CommandResult.texts("tab_name", context.functions().stream().filter(pattern::matches).sorted().toList());
    }

    CommandResult create(Statement.ShowCreate statement) {
        return CommandResult.texts("createtab_stmt", CreateText.of(context.table(statement.name())));
    }
}

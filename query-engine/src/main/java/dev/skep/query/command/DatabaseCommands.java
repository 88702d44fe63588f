package dev.skep.query.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.catalog.DataRemoval;
import dev.skep.metastore.catalog.NamePattern;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.query.parser.Statement;
import org.jspecify.annotations.Nullable;

/** CREATE, DROP, ALTER, SHOW and DESCRIBE of databases. */
final class DatabaseCommands {
    private final CommandContext context;

    DatabaseCommands(CommandContext context) {
        this.context = context;
    }

    CommandResult create(Statement.CreateDatabase statement) {
        DatabaseName name = context.databaseName(statement.name());
        try {
            context.session().databases().create(new Database(name, statement.comment(), statement.location(), null,
                    statement.properties(), context.session().identity().user(), PrincipalType.USER, CommandContext.now(), null));
        } catch (CatalogException e) {
            if (!statement.ifNotExists() || !CommandContext.isPresent(e)) {
                throw e;
            }
        }
        return CommandResult.DONE;
    }

    CommandResult drop(Statement.DropDatabase statement) {
        DatabaseName name = context.databaseName(statement.name());
        try {
            if (statement.cascade()) {
                context.session().databases().dropCascade(name, DataRemoval.DELETE);
            } else {
                context.session().databases().drop(name, DataRemoval.DELETE);
            }
        } catch (CatalogException e) {
            if (!statement.ifExists() || !CommandContext.isMissing(e)) {
                throw e;
            }
        }
        return CommandResult.DONE;
    }

    CommandResult alter(Statement.AlterDatabase statement) {
        DatabaseName name = context.databaseName(statement.name());
        Database old = context.session().databases().database(name);
        Map<String, String> parameters = new HashMap<>(old.parameters());
        parameters.putAll(statement.properties());
        context.session().databases().alter(name, new Database(name, old.comment(),
                statement.location() == null ? old.location() : statement.location(), old.managedLocation(), parameters,
                statement.owner() == null ? old.owner() : statement.owner(), old.ownerType(), old.createTime(),
                old.connector()));
        return CommandResult.DONE;
    }

    CommandResult show(Statement.ShowDatabases statement) {
        return CommandResult.texts("database_name",
                context.session().databases().names(CatalogName.HIVE, pattern(statement.pattern())));
    }

    /** The pattern of a SHOW; {@code %} is taken for {@code *}, as Trino's users write it. */
    static NamePattern pattern(@Nullable String text) {
        return text == null ? NamePattern.all() : NamePattern.of(text.replace('%', '*'));
    }

    CommandResult describe(Statement.DescribeDatabase statement) {
        Database database = context.session().databases().database(context.databaseName(statement.database()));
        List<@Nullable Object> row = new ArrayList<>();
        row.add(database.name().name());
        row.add(database.comment() == null ? "" : database.comment());
        row.add(database.location());
        row.add(database.owner());
        row.add(database.ownerType().name());
        row.add(statement.extended() ? database.parameters().toString() : "");
        return new CommandResult(
                CommandResult.textColumns("db_name", "comment", "location", "owner_name", "owner_type", "parameters"),
                List.of(row));
    }
}

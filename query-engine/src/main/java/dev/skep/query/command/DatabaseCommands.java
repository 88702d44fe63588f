package dev.skep.query.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.catalog.DataRemoval;
import dev.skep.metastore.catalog.NamePattern;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.query.parser.Statement;
import org.jspecify.annotations.Nullable;

/** CREATE, DROP, ALTER, DESCRIBE DATABASE and SHOW DATABASES. */
final class DatabaseCommands {
    private DatabaseCommands() {}

    static CommandResult create(Statement.CreateDatabase statement, CommandContext context) {
        DatabaseName name = context.databaseName(statement.name());
        if (statement.ifNotExists() && context.catalog().databases().find(name).isPresent()) {
            return CommandResult.done();
        }
        try {
            context.catalog().databases().create(new Database(name, statement.comment(), statement.location(), null,
                    statement.properties(), context.user(), PrincipalType.USER, 0, null));
        } catch (CatalogException e) {
            if (!statement.ifNotExists() || e.reason() != CatalogException.Reason.ALREADY_EXISTS) {
                throw e;
            }
        }
        return CommandResult.done();
    }

    static CommandResult drop(Statement.DropDatabase statement, CommandContext context) {
        DatabaseName name = context.databaseName(statement.name());
        try {
            if (statement.cascade()) {
                context.catalog().databases().dropCascade(name, DataRemoval.DELETE);
            } else {
                context.catalog().databases().drop(name, DataRemoval.DELETE);
            }
        } catch (CatalogException e) {
            boolean absent = e.reason() == CatalogException.Reason.NOT_FOUND
                    || e.reason() == CatalogException.Reason.DATABASE_NOT_FOUND;
            if (!statement.ifExists() || !absent) {
                throw e;
            }
        }
        return CommandResult.done();
    }

    static CommandResult alter(Statement.AlterDatabase statement, CommandContext context) {
        DatabaseName name = context.databaseName(statement.name());
        Database before = context.catalog().databases().database(name);
        Map<String, String> properties = new HashMap<>(before.parameters());
        properties.putAll(statement.properties());
        String location = statement.location();
        Principal owner = statement.owner();
        context.catalog().databases().alter(name, new Database(name, before.comment(),
                location == null ? before.location() : location, before.managedLocation(), properties,
                owner == null ? before.owner() : owner.name(), owner == null ? before.ownerType() : owner.type(),
                before.createTime(), before.connector()));
        return CommandResult.done();
    }

    static CommandResult show(Statement.ShowDatabases statement, CommandContext context) {
        return CommandResult.lines("database_name",
                context.catalog().databases().names(CatalogName.HIVE, pattern(statement.pattern())));
    }

    static NamePattern pattern(@Nullable String text) {
        return text == null ? NamePattern.all() : NamePattern.of(text.replace('%', '*'));
    }

    static CommandResult describe(Statement.DescribeDatabase statement, CommandContext context) {
        Database database = context.catalog().databases().database(context.databaseName(statement.database()));
        List<@Nullable Object> row = new ArrayList<>(CommandResult.row(database.name().name(),
                text(database.comment()), text(database.location()), text(database.managedLocation()),
                text(database.owner()), database.ownerType().name()));
        List<String> names = new ArrayList<>(
                List.of("db_name", "comment", "location", "managedlocation", "owner_name", "owner_type"));
        if (statement.extended()) {
            names.add("parameters");
            row.add(database.parameters().isEmpty() ? "" : new TreeMap<>(database.parameters()).toString());
        }
        return CommandResult.rows(CommandResult.texts(names.toArray(String[]::new)), List.of(row));
    }

    private static String text(@Nullable String value) {
        return Optional.ofNullable(value).orElse("");
    }
}

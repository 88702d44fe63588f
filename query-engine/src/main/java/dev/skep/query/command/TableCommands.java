package dev.skep.query.command;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.access.AuthorizedTable;
import dev.skep.metastore.catalog.DataRemoval;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.model.TableType;
import dev.skep.metastore.partition.PartitionNames;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.parser.PartitionTerm;
import dev.skep.query.parser.Statement;
import org.jspecify.annotations.Nullable;

/** CREATE TABLE, CREATE TABLE LIKE, DROP TABLE and TRUNCATE. */
final class TableCommands {
    private final CommandContext context;

    TableCommands(CommandContext context) {
        this.context = context;
    }

    CommandResult create(Statement.CreateTable statement) {
        TableName name = context.tableName(statement.name());
        if (statement.columns().isEmpty()) {
            throw CommandContext.error(statement.name(), "Cannot create table %s: it has no columns".formatted(name));
        }
        return create(TableDefinitions.table(name, statement.external(), statement.columns(), statement.options(),
                context.session().identity().user()), statement.ifNotExists());
    }

    private CommandResult create(Table table, boolean ifNotExists) {
        try {
            context.session().tables().create(table);
        } catch (CatalogException e) {
            if (!ifNotExists || !CommandContext.isPresent(e)) {
                throw e;
            }
        }
        return CommandResult.DONE;
    }

    CommandResult createLike(Statement.CreateTableLike statement) {
        AuthorizedTable source = context.authorized(statement.source());
        if (!source.isUnrestricted()) {
            throw new QueryException(Reason.ACCESS_DENIED,
                    "Cannot create a table like %s: not all of it may be seen".formatted(source.name()));
        }
        Table like = source.visible();
        if (like.type().isView()) {
            throw CommandContext.error(statement.source(), "%s is a view".formatted(like.name()));
        }
        Map<String, String> parameters = new HashMap<>(like.parameters());
        WriteStatistics.KEYS.forEach(parameters::remove);
        parameters.remove("EXTERNAL");
        parameters.putAll(statement.options().properties());
        if (statement.external()) {
            parameters.put("EXTERNAL", "TRUE");
        }
        StorageDescriptor storage = like.storage().withLocation(statement.options().location());
        return create(new Table(-1, context.tableName(statement.name()),
                statement.external() ? TableType.EXTERNAL_TABLE : TableType.MANAGED_TABLE, context.session().identity().user(),
                PrincipalType.USER, CommandContext.now(), 0, 0, storage, like.partitionKeys(), parameters, null, null, false,
                null, -1), statement.ifNotExists());
    }

    CommandResult drop(Statement.DropTable statement) {
        TableName name = context.tableName(statement.name());
        Optional<AuthorizedTable> found = context.session().tables().find(name);
        if (found.isPresent() && found.get().visible().type().isView()) {
            throw CommandContext.error(statement.name(), "%s is a view; use DROP VIEW".formatted(name));
        }
        return drop(name, statement.ifExists(), statement.purge() ? DataRemoval.PURGE : DataRemoval.DELETE);
    }

    CommandResult dropView(Statement.DropView statement) {
        TableName name = context.tableName(statement.name());
        Optional<AuthorizedTable> found = context.session().tables().find(name);
        if (found.isPresent() && !found.get().visible().type().isView()) {
            throw CommandContext.error(statement.name(), "%s is a table; use DROP TABLE".formatted(name));
        }
        return drop(name, statement.ifExists(), DataRemoval.KEEP);
    }

    private CommandResult drop(TableName name, boolean ifExists, DataRemoval data) {
        try {
            context.session().tables().drop(name, data);
        } catch (CatalogException e) {
            if (!ifExists || !CommandContext.isMissing(e)) {
                throw e;
            }
        }
        return CommandResult.DONE;
    }

    CommandResult truncate(Statement.TruncateTable statement) {
        Table table = context.changeableTable(statement.name());
        List<PartitionTerm> terms = statement.partition();
        context.session().tables().truncate(table.name(), terms == null ? null : partitionNames(table, terms));
        return CommandResult.DONE;
    }

    private @Nullable List<String> partitionNames(Table table, List<PartitionTerm> terms) {
        PartitionPredicate predicate = PartitionSpecs.predicate(table, terms);
        List<String> names = context.session().partitions().names(table.name(), predicate, -1);
        if (names.isEmpty()) {
            throw new QueryException(Reason.NOT_FOUND, "Partition %s of %s does not exist"
                    .formatted(PartitionSpecs.text(terms), table.name()));
        }
        return names;
    }

    static String partitionName(Table table, List<String> values) {
        return PartitionNames.name(table.partitionKeys(), values);
    }
}

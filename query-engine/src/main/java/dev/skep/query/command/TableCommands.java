package dev.skep.query.command;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.access.AuthorizedTable;
import dev.skep.metastore.catalog.DataRemoval;
import dev.skep.metastore.catalog.Partitions;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.model.TableType;
import dev.skep.metastore.partition.PartitionNames;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.analyzer.TableFormats;
import dev.skep.query.parser.PartitionTerm;
import dev.skep.query.parser.Statement;

/** CREATE TABLE [LIKE], DROP TABLE, DROP VIEW and TRUNCATE. */
final class TableCommands {
    private TableCommands() {}

    static CommandResult create(Statement.CreateTable statement, CommandContext context) {
        TableName name = context.tableName(statement.name());
        if (isThere(context, name, statement.ifNotExists())) {
            return CommandResult.done();
        }
        create(context, TableDefinition.of(name, statement.external(), statement.columns(), statement.options(),
                context.user()), statement.ifNotExists());
        return CommandResult.done();
    }

    private static boolean isThere(CommandContext context, TableName name, boolean ifNotExists) {
        return ifNotExists && context.catalog().tables().find(name).isPresent();
    }

    static void create(CommandContext context, Table table, boolean ifNotExists) {
        try {
            context.catalog().tables().create(table);
        } catch (CatalogException e) {
            if (!ifNotExists || e.reason() != CatalogException.Reason.ALREADY_EXISTS) {
                throw e;
            }
        }
    }

    /** The new table has the source's columns, keys, format and properties that describe its files, but neither its rows nor statistics. */
    static CommandResult createLike(Statement.CreateTableLike statement, CommandContext context) {
        TableName name = context.tableName(statement.name());
        if (isThere(context, name, statement.ifNotExists())) {
            return CommandResult.done();
        }
        Table source = context.table(statement.source());
        if (source.type().isView()) {
            throw new QueryException(Reason.UNSUPPORTED,
                    "Cannot create table %s like %s: that is a view".formatted(name, source.name()));
        }
        Map<String, String> parameters = new HashMap<>(source.parameters());
        Statistics.REMOVED.forEach(parameters::remove);
        parameters.keySet().removeAll(List.of("EXTERNAL", "transient_lastDdlTime", "external.table.purge",
                "TRANSLATED_TO_EXTERNAL", "comment", "last_modified_by", "last_modified_time"));
        parameters.putAll(statement.options().properties());
        if (statement.options().comment() != null) {
            parameters.put("comment", statement.options().comment());
        }
        if (statement.external()) {
            parameters.put("EXTERNAL", "TRUE");
        }
        var storage = source.storage().withLocation(statement.options().location());
        String stored = statement.options().storedAs();
        if (stored != null) {
            storage = ColumnChanges.withFormat(storage, TableFormats.named(stored));
        }
        Table table = new Table(-1, name, statement.external() ? TableType.EXTERNAL_TABLE : TableType.MANAGED_TABLE,
                context.user(), PrincipalType.USER, 0, 0, 0, storage, source.partitionKeys(), parameters, null, null,
                false, null, -1);
        create(context, table, statement.ifNotExists());
        return CommandResult.done();
    }

    static CommandResult drop(Statement.DropTable statement, CommandContext context) {
        drop(context, context.tableName(statement.name()), statement.ifExists(), false,
                statement.purge() ? DataRemoval.PURGE : DataRemoval.DELETE);
        return CommandResult.done();
    }

    static CommandResult dropView(Statement.DropView statement, CommandContext context) {
        drop(context, context.tableName(statement.name()), statement.ifExists(), true, DataRemoval.KEEP);
        return CommandResult.done();
    }

    private static void drop(CommandContext context, TableName name, boolean ifExists, boolean view,
            DataRemoval removal) {
        Optional<AuthorizedTable> found = context.catalog().tables().find(name);
        if (found.isEmpty() && ifExists) {
            return;
        }
        if (found.isPresent() && found.get().visible().type().isView() != view) {
            throw new QueryException(Reason.ANALYSIS, view
                    ? "Cannot drop view %s: it is a table, use DROP TABLE".formatted(name)
                    : "Cannot drop table %s: it is a view, use DROP VIEW".formatted(name));
        }
        try {
            context.catalog().tables().drop(name, removal);
        } catch (CatalogException e) {
            if (!ifExists || e.reason() != CatalogException.Reason.NOT_FOUND) {
                throw e;
            }
        }
    }

    static CommandResult truncate(Statement.TruncateTable statement, CommandContext context) {
        Table table = context.table(statement.name());
        List<PartitionTerm> terms = statement.partition();
        if (terms == null) {
            context.catalog().tables().truncate(table.name(), null);
        } else {
            List<Partition> partitions = context.catalog().partitions().list(table.name(),
                    PartitionSpec.predicate(table, terms), Partitions.UNLIMITED);
            if (partitions.isEmpty()) {
                throw new QueryException(Reason.NOT_FOUND,
                        "Cannot truncate %s: no partition matches".formatted(table.name()));
            }
            context.catalog().tables().truncate(table.name(), partitions.stream()
                    .map(partition -> PartitionNames.name(table.partitionKeys(), partition.values())).toList());
        }
        Statistics.forget(context, table.name());
        return CommandResult.done();
    }
}

package dev.skep.query.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.skep.metastore.access.AuthorizedTable;
import dev.skep.metastore.catalog.Tables.Cascade;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.SerDe;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.model.TableType;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.parser.Statement;
import dev.skep.query.result.ResultColumn;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.PrimitiveType;

/** CREATE VIEW and ALTER VIEW AS. The query's text is kept as it was written. */
public final class ViewCommand {
    private final CommandContext context;

    public ViewCommand(CommandContext context) {
        this.context = context;
    }

    /** @param columns what the query gives */
    public CommandResult run(Statement.CreateView statement, List<ResultColumn> columns) {
        TableName name = context.tableName(statement.name());
        Optional<AuthorizedTable> found = context.session().tables().find(name);
        if (found.isPresent() && statement.ifNotExists()) {
            return CommandResult.DONE;
        }
        if (found.isPresent() && !statement.replace()) {
            throw new QueryException(Reason.ALREADY_EXISTS, "Cannot create view %s: it exists".formatted(name));
        }
        if (found.isPresent() && !found.get().visible().type().isView()) {
            throw CommandContext.error(statement.name(), "Cannot replace %s: it is a table".formatted(name));
        }
        Table view = view(name, statement, columns);
        if (found.isPresent()) {
            context.session().tables().alter(name, view, Cascade.TABLE_ONLY, Map.of());
        } else {
            context.session().tables().create(view);
        }
        return CommandResult.DONE;
    }

    private Table view(TableName name, Statement.CreateView statement, List<ResultColumn> query) {
        if (!statement.columns().isEmpty() && statement.columns().size() != query.size()) {
            throw CommandContext.error(statement.name(), "Cannot create view %s: it names %d columns, its query has %d"
                    .formatted(name, statement.columns().size(), query.size()));
        }
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < query.size(); i++) {
            DataType type = query.get(i).type() == PrimitiveType.UNKNOWN ? PrimitiveType.STRING : query.get(i).type();
            Statement.ViewColumn named = statement.columns().isEmpty() ? null : statement.columns().get(i);
            columns.add(new Column(named == null ? query.get(i).name() : named.name(), type.hiveName(),
                    named == null ? null : named.comment()));
        }
        if (columns.stream().map(Column::name).distinct().count() != columns.size()) {
            throw CommandContext.error(statement.name(), "Cannot create view %s: two columns have one name".formatted(name));
        }
        Map<String, String> parameters = new HashMap<>(statement.properties());
        if (statement.comment() != null) {
            parameters.put("comment", statement.comment());
        }
        StorageDescriptor storage = new StorageDescriptor(columns, null, null, null, false, -1,
                new SerDe(null, null, Map.of(), null, null, null, null), List.of(), List.of(), Map.of(), StorageDescriptor.Skew.NONE, false);
        return new Table(-1, name, TableType.VIRTUAL_VIEW, context.session().identity().user(), PrincipalType.USER,
                CommandContext.now(), 0, 0, storage, List.of(), parameters, statement.text(), statement.text(), false, null, -1);
    }
}

package dev.skep.query.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.access.AuthorizedTable;
import dev.skep.metastore.access.ViewSecurity;
import dev.skep.metastore.catalog.Tables.Cascade;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.SerDe;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.StorageDescriptor.Skew;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.model.TableType;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.parser.Statement;
import dev.skep.query.parser.Statement.ViewColumn;
import dev.skep.query.result.ResultColumn;
import org.jspecify.annotations.Nullable;

/** CREATE [OR REPLACE] VIEW and ALTER VIEW AS. The text is kept as Hive keeps it, readable for Hive, Spark and Skep. */
final class CreateViewCommand {
    private CreateViewCommand() {}

    static CommandResult run(Statement.CreateView statement, CommandContext context) {
        TableName name = context.tableName(statement.name());
        Optional<AuthorizedTable> existing = context.catalog().tables().find(name);
        if (existing.isPresent()) {
            if (statement.ifNotExists()) {
                return CommandResult.done();
            }
            if (!statement.replace() || !existing.get().visible().type().isView()) {
                throw new QueryException(Reason.ALREADY_EXISTS, "Cannot create view %s: a %s of that name exists"
                        .formatted(name, existing.get().visible().type().isView() ? "view" : "table"));
            }
        }
        Table view = view(statement, context, name, existing.map(AuthorizedTable::visible).orElse(null));
        if (existing.isPresent()) {
            context.catalog().tables().alter(name, view, Cascade.TABLE_ONLY, Map.of());
        } else {
            try {
                context.catalog().tables().create(view);
            } catch (CatalogException e) {
                if (!statement.ifNotExists() || e.reason() != CatalogException.Reason.ALREADY_EXISTS) {
                    throw e;
                }
            }
        }
        return CommandResult.done();
    }

    /** @param replaced the view whose place it takes, which keeps its owner; else null */
    private static Table view(Statement.CreateView statement, CommandContext context, TableName name,
            @Nullable Table replaced) {
        List<ResultColumn> columns = context.services().planner().describe(statement.query(), context.catalog(),
                context.database());
        List<ViewColumn> names = statement.columns();
        if (!names.isEmpty() && names.size() != columns.size()) {
            throw new QueryException(Reason.ANALYSIS, "Cannot create view %s: it names %d columns, its query has %d"
                    .formatted(name, names.size(), columns.size()));
        }
        String text = name.database().name().equals(context.database())
                ? statement.text()
                : ViewQuery.qualified(statement.text(), context.database());
        String expanded = names.isEmpty() ? text : ViewQuery.renamed(text, columns, names);
        Map<String, String> parameters = new HashMap<>(statement.properties());
        if (statement.comment() != null) {
            parameters.put("comment", statement.comment());
        }
        ViewSecurity security = statement.security();
        if (security != null) {
            parameters.put(ViewSecurity.PARAMETER, security.name().toLowerCase(Locale.ROOT));
        }
        StorageDescriptor storage = new StorageDescriptor(columns(name, columns, names), null,
                "org.apache.hadoop.mapred.TextInputFormat",
                "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat", false, -1,
                new SerDe(null, null, Map.of(), null, null, null, null), List.of(), List.of(), Map.of(), Skew.NONE,
                false);
        return new Table(-1, name, TableType.VIRTUAL_VIEW, replaced == null ? context.user() : replaced.owner(),
                replaced == null ? PrincipalType.USER : replaced.ownerType(), 0, 0, 0, storage,
                List.of(), parameters, statement.text(), expanded, false, null, -1);
    }

    private static List<Column> columns(TableName view, List<ResultColumn> columns, List<ViewColumn> names) {
        List<Column> described = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < columns.size(); i++) {
            ResultColumn column = columns.get(i);
            String name = names.isEmpty() ? column.name() : names.get(i).name();
            QueryColumns.check(view, name, column.type(), seen);
            described.add(new Column(name, column.type().hiveName(), names.isEmpty() ? null : names.get(i).comment()));
        }
        return described;
    }
}

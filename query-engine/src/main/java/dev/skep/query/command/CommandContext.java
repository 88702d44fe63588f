package dev.skep.query.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import dev.skep.metastore.catalog.Access;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.analyzer.Names;
import dev.skep.query.analyzer.TableFormats;
import dev.skep.query.execution.Execution;
import dev.skep.query.execution.ExecutionSettings;
import dev.skep.query.execution.PlanExecutor;
import dev.skep.query.function.FunctionCatalog;
import dev.skep.query.parser.Name;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.translate.QueryPlanner;
import dev.skep.query.translate.QueryPlanner.PlannedQuery;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.scan.FileFormat;
import dev.skep.storage.type.Field;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.Values;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * What one statement works with.
 *
 * @param database the session's current database
 * @param parameters values for the statement's {@code ?}
 * @param limits of each plan that the statement runs
 */
public record CommandContext(CatalogSession catalog, String database, List<@Nullable Object> parameters,
        Services services, ExecutionSettings limits, CommandControl control) {
    public CommandContext {
        parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
    }

    /** What all statements share. Formats are found by the names that {@link FileFormat#name} gives. */
    public record Services(FileSystem files, Map<String, FileFormat> formats, QueryPlanner planner,
            PlanExecutor executor, FunctionCatalog functions, NameLocks creations) {
        public Services {
            formats = Map.copyOf(formats);
        }
    }

    TableName tableName(Name name) {
        return Names.table(name, database);
    }

    DatabaseName databaseName(@Nullable Name name) {
        return name == null ? DatabaseName.of(database) : Names.database(name);
    }

    /** Returns the table or view as the caller sees it, or fails with NOT_FOUND. */
    Table table(Name name) {
        return catalog.tables().table(tableName(name)).visible();
    }

    FileFormat format(TableFormats format) {
        FileFormat known = services.formats().get(format.formatName());
        if (known == null) {
            throw new QueryException(Reason.UNSUPPORTED,
                    "Cannot use file format '%s': this server has none of that name".formatted(format.formatName()));
        }
        return known;
    }

    /** What users call the one running the statement. */
    String user() {
        return catalog.identity().user();
    }

    Access access() {
        return catalog.access();
    }

    CommandContext withoutParameters() {
        return new CommandContext(catalog, database, List.of(), services, limits, control);
    }

    /** Returns a context for work in the same statement as another user. */
    CommandContext as(CatalogSession other) {
        return new CommandContext(other, database, List.of(), services, limits, control);
    }

    public PlannedQuery plan(SqlNode query) {
        control.check();
        return services.planner().plan(query, catalog, database, parameters, control::check);
    }

    /** Runs a plan of one row and returns that. */
    public List<@Nullable Object> constants(PlanNode plan) {
        List<List<@Nullable Object>> rows = run(plan);
        if (rows.size() != 1) {
            throw new QueryException(Reason.INTERNAL, "Cannot compute values: %d rows, not one".formatted(rows.size()));
        }
        return rows.getFirst();
    }

    /** Runs a plan and returns its rows as objects; for plans of few rows. */
    List<List<@Nullable Object>> run(PlanNode plan) {
        List<Field> outputs = plan.outputs();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        Execution execution = control.begin(services.executor(), plan, limits);
        try {
            CommandControl.drain(execution, batch -> append(batch, outputs, rows));
        } finally {
            try {
                control.ended(execution);
            } finally {
                execution.close();
            }
        }
        return rows;
    }

    private static void append(ColumnBatch batch, List<Field> fields, List<List<@Nullable Object>> rows) {
        for (int row = 0; row < batch.rowCount(); row++) {
            List<@Nullable Object> values = new ArrayList<>(fields.size());
            for (int i = 0; i < fields.size(); i++) {
                values.add(Values.value(batch.column(i), fields.get(i).type(), row));
            }
            rows.add(values);
        }
    }
}

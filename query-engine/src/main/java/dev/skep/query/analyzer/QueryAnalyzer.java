package dev.skep.query.analyzer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.access.AuthorizedTable;
import dev.skep.metastore.access.ColumnMask;
import dev.skep.metastore.access.RowFilter;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.function.FunctionCatalog;
import dev.skep.query.parser.SqlTypes;
import dev.skep.query.parser.StatementParser;
import dev.skep.query.result.ResultColumn;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.metadata.ProxyingMetadataHandlerProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.jspecify.annotations.Nullable;

/** Turns a query into a relational tree. One object serves one statement, which sees one version of each table. */
public final class QueryAnalyzer {
    private static final int MAX_VIEW_DEPTH = 50;
    /** How Calcite's validator names what has no name. */
    private static final String UNNAMED = "EXPR$";

    private final CatalogSession session;
    private final FunctionCatalog functions;
    private final String database;
    private final RelOptCluster cluster;
    private final CalciteSchema root;
    private final CalciteCatalogReader catalog;
    private final List<TableName> views;
    /** A table that policies do not apply to because they are just being applied. */
    private final @Nullable TableName bare;

    public QueryAnalyzer(CatalogSession session, FunctionCatalog functions, String database) {
        this(session, functions, database, newCluster(), List.of(), null);
    }

    private QueryAnalyzer(CatalogSession session, FunctionCatalog functions, String database, RelOptCluster cluster,
            List<TableName> views, @Nullable TableName bare) {
        this.session = session;
        this.functions = functions;
        this.database = database;
        this.cluster = cluster;
        this.views = views;
        this.bare = bare;
        root = CalciteSchema.createRootSchema(false, false, "", new CatalogSchema(this::schema, name -> null));
        Properties properties = new Properties();
        properties.setProperty("caseSensitive", "false");
        catalog = new CalciteCatalogReader(root, List.of(database), cluster.getTypeFactory(),
                new CalciteConnectionConfigImpl(properties));
    }

    private static RelOptCluster newCluster() {
        RelDataTypeFactory types = SqlTypes.factory();
        HepPlanner planner = new HepPlanner(HepProgram.builder().build());
        // Constants are computed by our own functions only: Calcite's casts differ from ours.
        planner.setExecutor((rexBuilder, constants, reduced) -> reduced.addAll(constants));
        RelOptCluster cluster = RelOptCluster.create(planner, new TextRexBuilder(types));
        cluster.setMetadataQuerySupplier(() -> new ReflectiveMetadata());
        return cluster;
    }

    /** Metadata by reflection: Calcite's default compiles Java when it is first asked, which costs seconds. */
    private static final class ReflectiveMetadata extends RelMetadataQuery {
        ReflectiveMetadata() {
            super(new ProxyingMetadataHandlerProvider(DefaultRelMetadataProvider.INSTANCE));
        }
    }

    public RelOptCluster cluster() {
        return cluster;
    }

    public CatalogSession session() {
        return session;
    }

    public String database() {
        return database;
    }

    private @Nullable Schema schema(String name) {
        DatabaseName databaseName = DatabaseName.of(name);
        if (session.databases().find(databaseName).isPresent()) {
            return databaseSchema(databaseName);
        }
        if (Names.isCatalog(name)) {
            return new CatalogSchema(this::schemaOfCatalog, table -> null);
        }
        return null;
    }

    private @Nullable Schema schemaOfCatalog(String name) {
        DatabaseName databaseName = DatabaseName.of(name);
        return session.databases().find(databaseName).isPresent() ? databaseSchema(databaseName) : null;
    }

    private Schema databaseSchema(DatabaseName databaseName) {
        return new CatalogSchema(name -> null, name -> table(databaseName.table(name)));
    }

    private org.apache.calcite.schema.@Nullable Table table(TableName name) {
        Optional<AuthorizedTable> found = session.tables().find(name);
        if (found.isEmpty()) {
            return null;
        }
        AuthorizedTable authorized = found.get();
        if (authorized.visible().type().isView()) {
            return new CatalogView(authorized.visible(), this::expand);
        }
        return new CatalogTable(name.equals(bare) ? AuthorizedTable.unrestricted(authorized.visible()) : authorized,
                (table, scan) -> policies(table));
    }

    /** A query with names and types known. */
    public record Analyzed(RelRoot root, List<ResultColumn> columns) {
        public Analyzed {
            columns = List.copyOf(columns);
        }
    }

    /** Analyzes {@code query}. Fails with a QueryException that has the position where it is known. */
    public Analyzed analyze(SqlNode query) {
        RelRoot relRoot = toRel(query);
        List<ResultColumn> columns = new ArrayList<>();
        for (RelDataTypeField field : relRoot.validatedRowType.getFieldList()) {
            columns.add(column(field));
        }
        return new Analyzed(relRoot, columns);
    }

    /** Returns the columns of the query's result. */
    public List<ResultColumn> describe(SqlNode query) {
        return guarded(() -> {
            Validated validated = validated(query);
            List<ResultColumn> columns = new ArrayList<>();
            for (RelDataTypeField field : validated.validator.getValidatedNodeType(validated.query).getFieldList()) {
                columns.add(column(field));
            }
            return columns;
        });
    }

    /** A column without a name gets Trino's: {@code _col} and its position from 0. */
    private static ResultColumn column(RelDataTypeField field) {
        String name = field.getName().startsWith(UNNAMED) ? "_col" + field.getIndex() : field.getName();
        return new ResultColumn(name, SqlTypes.fromCalcite(field.getType()));
    }

    private record Validated(QueryValidator validator, SqlNode query) {}

    private Validated validated(SqlNode query) {
        SqlNode asked = query;
        while (true) {
            SqlNode spare = StructFields.copy(asked);
            QueryValidator validator = new QueryValidator(new FunctionTable(functions), catalog,
                    cluster.getTypeFactory(), new SessionValues(database, session.identity()));
            try {
                return new Validated(validator, validator.validate(asked));
            } catch (CalciteContextException e) {
                SqlNode reread = StructFields.reread(spare, e);
                if (reread == null) {
                    throw e;
                }
                asked = reread;
            }
        }
    }

    private RelRoot toRel(SqlNode query) {
        return guarded(() -> {
            Validated validated = validated(query);
            SqlToRelConverter converter = new SqlToRelConverter((type, text, path, viewPath) -> {
                throw new IllegalStateException("views expand themselves");
            }, validated.validator, catalog, cluster, StandardConvertletTable.INSTANCE,
                    SqlToRelConverter.config().withExpand(false).withTrimUnusedFields(false)
                            .withInSubQueryThreshold(Integer.MAX_VALUE));
            return converter.convertQuery(validated.query, false, true);
        });
    }

    private interface Step<T> {
        T run();
    }

    private static <T> T guarded(Step<T> step) {
        try {
            return step.run();
        } catch (CalciteContextException e) {
            throw AnalysisErrors.of(e);
        } catch (CatalogException e) {
            throw AnalysisErrors.of(e);
        } catch (StackOverflowError e) {
            throw new QueryException(Reason.LIMIT_EXCEEDED, "Cannot analyze the statement: it is nested too deeply");
        }
    }

    private RelNode expand(Table view, RelDataType declared) {
        if (views.contains(view.name())) {
            throw new QueryException(Reason.ANALYSIS,
                    "Cannot read view %s: it refers to itself".formatted(view.name()));
        }
        if (views.size() >= MAX_VIEW_DEPTH) {
            throw new QueryException(Reason.LIMIT_EXCEEDED,
                    "Cannot read view %s: views nest deeper than %d".formatted(view.name(), MAX_VIEW_DEPTH));
        }
        ViewText text = ViewText.of(view);
        List<TableName> path = new ArrayList<>(views);
        path.add(view.name());
        QueryAnalyzer inner = new QueryAnalyzer(session, functions, text.database(), cluster, List.copyOf(path), null);
        try {
            RelNode tree = inner.toRel(StatementParser.parseQuery(text.query())).project(true);
            if (tree.getRowType().getFieldCount() != declared.getFieldCount()) {
                throw new QueryException(Reason.ANALYSIS, "its query has %d columns, the view %d"
                        .formatted(tree.getRowType().getFieldCount(), declared.getFieldCount()));
            }
            return RelOptUtil.createCastRel(tree, declared, true);
        } catch (QueryException e) {
            if (e.reason() == Reason.ACCESS_DENIED) {
                throw e;
            }
            throw new QueryException(e.reason(), "Cannot read view %s: %s".formatted(view.name(), e.getMessage()), e);
        }
    }

    /** Returns the tree of the rows and values of a table that the caller may see, behind a barrier. */
    private RelNode policies(CatalogTable table) {
        AuthorizedTable authorized = table.authorized();
        StringBuilder sql = new StringBuilder("SELECT ");
        Set<String> seen = new HashSet<>();
        for (dev.skep.storage.type.Field column : table.columns()) {
            ColumnMask mask = authorized.columnMasks().get(column.name());
            sql.append(seen.isEmpty() ? "" : ", ");
            sql.append(mask == null
                    ? quoted(column.name())
                    : "CAST((%s) AS %s)".formatted(mask.expression(), column.type().hiveName()));
            sql.append(" AS ").append(quoted(column.name()));
            seen.add(column.name());
        }
        sql.append(", ").append(quoted(CatalogTable.PATH_COLUMN)).append(" FROM ")
                .append(quoted(authorized.name().database().name())).append('.')
                .append(quoted(authorized.name().name()));
        String separator = " WHERE ";
        for (RowFilter filter : authorized.rowFilters()) {
            sql.append(separator).append('(').append(filter.condition()).append(')');
            separator = " AND ";
        }
        QueryAnalyzer inner = new QueryAnalyzer(session, functions, authorized.name().database().name(), cluster, views,
                authorized.name());
        try {
            RelNode tree = inner.toRel(StatementParser.parseQuery(sql.toString())).project(true);
            RelNode typed = RelOptUtil.createCastRel(tree, table.getRowType(cluster.getTypeFactory()), true);
            return new PolicyBarrier(cluster, typed);
        } catch (QueryException e) {
            throw new QueryException(Reason.ACCESS_DENIED,
                    "Cannot read %s: a policy on it cannot be applied".formatted(authorized.name()), e);
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}

package dev.skep.query.analyzer;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.access.AuthorizedTable;
import dev.skep.metastore.access.EnforcementPoint;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.access.ViewSecurity;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.function.Coercions;
import dev.skep.query.function.FunctionCatalog;
import dev.skep.query.parser.SqlTypes;
import dev.skep.query.parser.StatementParser;
import dev.skep.query.result.ResultColumn;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.PrimitiveType;
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
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.jspecify.annotations.Nullable;

/** Turns a query into a relational tree. One object serves one statement, which sees one version of each table. */
public final class QueryAnalyzer {
    private static final int MAX_VIEW_DEPTH = 50;
    /** How Calcite's validator names what has no name. */
    private static final String UNNAMED = "EXPR$";

    private final CatalogReads reads;
    private final FunctionCatalog functions;
    private final SystemTables system;
    private final String database;
    private final RelOptCluster cluster;
    private final CalciteSchema root;
    private final CalciteCatalogReader catalog;
    private final Identity caller;
    private final List<TableName> views;
    /** A table that policies do not apply to because they are just being applied. */
    private final @Nullable AuthorizedTable bare;

    /** @param system what the server adds to the tables of {@code sys} */
    public QueryAnalyzer(CatalogReads reads, FunctionCatalog functions, SystemTables system, String database) {
        this(reads, reads.identity(), functions, system, database, newCluster(reads::checkRunning), List.of(), null);
    }

    /**
     * @param reads with whose rights tables are read
     * @param caller whom {@code CURRENT_USER} and {@code IS_MEMBER_OF} are about
     * @param views the views that the text is in, the outermost first
     */
    private QueryAnalyzer(CatalogReads reads, Identity caller, FunctionCatalog functions, SystemTables system,
            String database, RelOptCluster cluster, List<TableName> views, @Nullable AuthorizedTable bare) {
        this.reads = reads;
        this.caller = caller;
        this.functions = functions;
        this.system = system;
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

    private static RelOptCluster newCluster(Runnable check) {
        RelDataTypeFactory types = SqlTypes.factory();
        HepPlanner planner = new CancellablePlanner(HepProgram.builder().build(), check);
        // Constants are computed by our own functions only: Calcite's casts differ from ours.
        planner.setExecutor((rexBuilder, constants, reduced) -> reduced.addAll(constants));
        RelOptCluster cluster = RelOptCluster.create(planner, new TextRexBuilder(types, check));
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

    public String database() {
        return database;
    }

    private @Nullable Schema schema(String name) {
        DatabaseName databaseName = DatabaseName.of(name);
        if (reads.hasDatabase(databaseName)) {
            return databaseSchema(databaseName);
        }
        if (isSystem(name)) {
            return systemSchema();
        }
        if (Names.isCatalog(name)) {
            return new CatalogSchema(this::schemaOfCatalog, table -> null);
        }
        return null;
    }

    private @Nullable Schema schemaOfCatalog(String name) {
        DatabaseName databaseName = DatabaseName.of(name);
        if (reads.hasDatabase(databaseName)) {
            return databaseSchema(databaseName);
        }
        return isSystem(name) ? systemSchema() : null;
    }

    private boolean isSystem(String name) {
        return name.equals(CatalogSystemTables.DATABASE) && CatalogSystemTables.isSeenBy(reads.unrecorded());
    }

    private Schema systemSchema() {
        CatalogSystemTables tables = new CatalogSystemTables(reads.unrecorded(), system);
        return new CatalogSchema(name -> null, name -> tables.find(name).map(SystemScan.Scanned::new).orElse(null));
    }

    private Schema databaseSchema(DatabaseName databaseName) {
        return new CatalogSchema(name -> null, name -> table(databaseName.table(name)));
    }

    private org.apache.calcite.schema.@Nullable Table table(TableName name) {
        AuthorizedTable authorized = bare != null && bare.name().equals(name)
                ? AuthorizedTable.unrestricted(bare.beneathPolicies())
                : reads.find(name).orElse(null);
        if (authorized == null) {
            return null;
        }
        return authorized.visible().type().isView()
                ? new CatalogView(authorized, this::expand, this::restricted)
                : new CatalogTable(authorized, reads, this::restricted);
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
        if (columns.isEmpty()) {
            throw new QueryException(Reason.ANALYSIS, "Cannot run query: what it reads has no columns");
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
                    cluster.getTypeFactory(), new SessionValues(database, caller));
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
        return guarded(() -> converted(validated(query)));
    }

    private RelRoot converted(Validated validated) {
        SqlToRelConverter converter = new SqlToRelConverter((type, text, path, viewPath) -> {
            throw new IllegalStateException("views expand themselves");
        }, validated.validator, catalog, cluster, StandardConvertletTable.INSTANCE,
                SqlToRelConverter.config().withExpand(false).withTrimUnusedFields(false)
                        .withInSubQueryThreshold(Integer.MAX_VALUE));
        return converter.convertQuery(validated.query, false, true);
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
        try {
            ViewText text = ViewText.of(view);
            CatalogReads reader = readerOf(view, reads);
            RelNode tree = tree(view, text, reader, declared);
            return reader == reads ? tree : definedBy(view, tree);
        } catch (QueryException e) {
            throw unreadable(e, view);
        } catch (CatalogException e) {
            throw unreadable(AnalysisErrors.of(e), view);
        }
    }

    private RelNode tree(Table view, ViewText text, CatalogReads reader, RelDataType declared) {
        List<TableName> path = new ArrayList<>(views);
        path.add(view.name());
        QueryAnalyzer inner = new QueryAnalyzer(reader, caller, functions, system, text.database(), cluster,
                List.copyOf(path), null);
        RelNode tree = inner.toRel(StatementParser.parseQuery(text.query())).project(true);
        if (tree.getRowType().getFieldCount() != declared.getFieldCount()) {
            throw new QueryException(Reason.ANALYSIS, "its query has %d columns, the view %d"
                    .formatted(tree.getRowType().getFieldCount(), declared.getFieldCount()));
        }
        return RelOptUtil.createCastRel(tree, declared, true);
    }

    /** Returns the catalog as the one sees it with whose rights the tables of a view are read. */
    @EnforcementPoint
    private static CatalogReads readerOf(Table view, CatalogReads caller) {
        return switch (ViewSecurity.of(view)) {
            case INVOKER -> caller;
            case DEFINER -> caller.ofDefiner(view.name());
        };
    }

    /** What the text of a definer's view leaves out is as hidden as what a row filter does. */
    @EnforcementPoint
    private RelNode definedBy(Table view, RelNode tree) {
        return new PolicyBarrier(cluster, tree, shown(view.name()));
    }

    /** The table or view as the caller knows it: what a view reads is called by the view's name. */
    private TableName shown(TableName name) {
        return views.isEmpty() ? name : views.getFirst();
    }

    /** Returns the failure of a view for one who may not know its text: only he who owns it is told why. */
    private UnreadableView unreadable(QueryException failure, Table view) {
        boolean owns = view.ownerType() == PrincipalType.USER && caller.user().equals(view.owner());
        String why = owns
                ? failure.getMessage()
                : "something that its query names does not exist or is not allowed";
        Reason reason = failure.reason() == Reason.NOT_FOUND ? Reason.ANALYSIS : failure.reason();
        return new UnreadableView(reason, "Cannot read view %s: %s".formatted(view.name(), why));
    }

    /** The failure of a view's own query, not of a policy on it. */
    private static final class UnreadableView extends QueryException {
        private static final long serialVersionUID = 1;

        UnreadableView(Reason reason, String message) {
            super(reason, message);
        }
    }

    /** Returns the tree of the rows and values of a table or view that the caller may see. */
    private RelNode restricted(AuthorizedTable table, RelDataType declared) {
        QueryAnalyzer inner = new QueryAnalyzer(reads, reads.identity(), functions, system,
                table.name().database().name(), cluster, views, table);
        TableName shown = shown(table.name());
        try {
            boolean hasPath = !table.visible().type().isView();
            RelNode tree = inner.policyTree(new PolicyQuery(table, hasPath).text());
            checkTypes(tree, declared);
            return barrier(RelOptUtil.createCastRel(tree, declared, true), table, shown);
        } catch (UnreadableView e) {
            throw e;
        } catch (RuntimeException e) {
            throw new QueryException(Reason.ACCESS_DENIED, PolicyBarrier.failure(shown));
        }
    }

    private RelNode policyTree(String sql) {
        return guarded(() -> {
            Validated validated = validated(StatementParser.parseQuery(sql));
            if (validated.query instanceof SqlSelect select && validated.validator.isAggregate(select)) {
                throw new QueryException(Reason.ANALYSIS, "Invalid policy: it needs more than one row");
            }
            return converted(validated).project(true);
        });
    }

    private static boolean restrictsValues(AuthorizedTable table) {
        return !table.rowFilters().isEmpty() || !table.columnMasks().isEmpty();
    }

    /** A mask stands for values of its column's kind: a number for a number, a text for a text. */
    private static void checkTypes(RelNode tree, RelDataType declared) {
        for (int i = 0; i < declared.getFieldCount(); i++) {
            DataType shown = SqlTypes.fromCalcite(tree.getRowType().getFieldList().get(i).getType());
            DataType column = SqlTypes.fromCalcite(declared.getFieldList().get(i).getType());
            boolean fits = shown.equals(column) || shown == PrimitiveType.UNKNOWN
                    || shown.isNumeric() && column.isNumeric() || shown.isText() && column.isText()
                    || Coercions.isImplicit(shown, column);
            if (!fits) {
                throw new QueryException(Reason.ANALYSIS,
                        "Invalid mask: it has type %s, not %s".formatted(shown.sqlName(), column.sqlName()));
            }
        }
    }

    /**
     * Returns the tree behind a barrier. Where nothing but columns is left out, and none of them stands in the paths of files, there are no rows and
     * values to protect.
     */
    @EnforcementPoint
    private RelNode barrier(RelNode tree, AuthorizedTable table, TableName shown) {
        boolean hidesKeys = table.beneathPolicies().partitionKeys().stream()
                .anyMatch(key -> PolicyQuery.isWithheld(table, key));
        return restrictsValues(table) || hidesKeys ? new PolicyBarrier(cluster, tree, shown) : tree;
    }
}

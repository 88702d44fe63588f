package dev.skep.server.hms;

import dev.skep.server.hms.mapping.GrantMapping;
import dev.skep.server.hms.mapping.MissingArgumentException;
import dev.skep.server.hms.mapping.ConstraintMapping;
import dev.skep.metastore.model.Constraint;
import dev.skep.server.hms.compat.TableRequests;
import static dev.skep.server.hms.mapping.Requests.propertiesOf;
import static dev.skep.server.hms.mapping.Requests.removal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.catalog.Tables.Cascade;
import dev.skep.metastore.model.TableName;
import dev.skep.server.hms.compat.ClientGeneration;
import dev.skep.server.hms.compat.HiveMessages;
import dev.skep.server.hms.compat.IcebergCommit;
import dev.skep.server.hms.mapping.NameMapping;
import dev.skep.server.hms.mapping.StatisticsMapping;
import dev.skep.server.hms.mapping.TableMapping;
import dev.skep.thrift.hms.AlterTableRequest;
import dev.skep.thrift.hms.AlterTableResponse;
import dev.skep.thrift.hms.CreateTableRequest;
import dev.skep.thrift.hms.DropTableRequest;
import dev.skep.thrift.hms.EnvironmentContext;
import dev.skep.thrift.hms.GetTableRequest;
import dev.skep.thrift.hms.GetTableResult;
import dev.skep.thrift.hms.GetTablesRequest;
import dev.skep.thrift.hms.GetTablesResult;
import dev.skep.thrift.hms.SQLCheckConstraint;
import dev.skep.thrift.hms.SQLDefaultConstraint;
import dev.skep.thrift.hms.SQLForeignKey;
import dev.skep.thrift.hms.SQLNotNullConstraint;
import dev.skep.thrift.hms.SQLPrimaryKey;
import dev.skep.thrift.hms.SQLUniqueConstraint;
import dev.skep.thrift.hms.Table;
import dev.skep.thrift.hms.TruncateTableRequest;
import dev.skep.thrift.hms.TruncateTableResponse;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** Tables and views: reading, creating, changing and dropping them. */
interface TableEndpoints extends Endpoints {

    @Override
    default Table get_table(@Nullable String database, @Nullable String table) throws TException {
        return call("get_table", session -> {
            TableName name = NameMapping.table(database, table);
            return found(session, name, HiveMessages.noTable(name),
                    context().callers().generation());
        });
    }

    @Override
    default GetTableResult get_table_req(GetTableRequest request) throws TException {
        return call("get_table_req", session -> {
            TableName name = NameMapping.table(request.getCatName(), request.getDbName(), request.getTblName());
            Table table = found(session, name,
                    request.getCatName() == null ? HiveMessages.noTable(name) : HiveMessages.noTableOfCatalog(name),
                    null);
            if (request.isGetColumnStats()) {
                String engine = StatisticsMapping.engine(request.getEngine());
                List<String> columns = new ArrayList<>();
                table.getSd().getCols().forEach(column -> columns.add(column.getName()));
                table.setColStats(StatisticsMapping.toThrift(name, null,
                        session.statistics().ofTable(name, columns, engine), engine));
            }
            return new GetTableResult(table);
        });
    }

    /** A table that is absent, or in an absent database, is told in Hive's words. */
    private static Table found(CatalogSession session, TableName name, String messageWhenAbsent,
            @Nullable ClientGeneration generation) {
        try {
            return MaterializedViews.toThrift(session, session.tables().table(name).visible(), generation);
        } catch (CatalogException e) {
            if (e.reason() == Reason.NOT_FOUND || e.reason() == Reason.DATABASE_NOT_FOUND) {
                throw new CatalogException(Reason.NOT_FOUND, messageWhenAbsent, e);
            }
            throw e;
        }
    }

    @Override
    default List<Table> get_table_objects_by_name(@Nullable String database, @Nullable List<String> names)
            throws TException {
        return call("get_table_objects_by_name", session -> {
            ClientGeneration generation = context().callers().generation();
            return read(session, null, database, names,
                    table -> MaterializedViews.toThrift(session, table, generation));
        });
    }

    @Override
    default GetTablesResult get_table_objects_by_name_req(GetTablesRequest request) throws TException {
        return call("get_table_objects_by_name_req", session -> {
            List<String> names = request.getTblNames();
            if (names == null && request.getTablesPattern() != null) {
                names = session.tables().names(NameMapping.database(request.getCatName(), request.getDbName()),
                        NameMapping.pattern(request.getTablesPattern()), java.util.Set.of());
            }
            return new GetTablesResult(
                    read(session, request.getCatName(), request.getDbName(), names,
                            table -> MaterializedViews.toThrift(session, table)));
        });
    }

    private static List<Table> read(CatalogSession session, @Nullable String catalog, @Nullable String database,
            @Nullable List<String> names, Function<dev.skep.metastore.model.Table, Table> form) {
        if (names == null) {
            throw new MissingArgumentException("names of tables");
        }
        List<Table> tables = new ArrayList<>();
        session.tables().tables(NameMapping.database(catalog, database), names)
                .forEach(table -> tables.add(form.apply(table.visible())));
        return tables;
    }

    @Override
    default void create_table(Table table) throws TException {
        run("create_table", session -> create(session, table, List.of()));
    }

    @Override
    default void create_table_with_environment_context(Table table, @Nullable EnvironmentContext context)
            throws TException {
        run("create_table_with_environment_context",
                session -> create(session, table, List.of()));
    }

    @Override
    default void create_table_with_constraints(Table table, @Nullable List<SQLPrimaryKey> primaryKeys,
            @Nullable List<SQLForeignKey> foreignKeys, @Nullable List<SQLUniqueConstraint> uniqueConstraints,
            @Nullable List<SQLNotNullConstraint> notNullConstraints,
            @Nullable List<SQLDefaultConstraint> defaultConstraints,
            @Nullable List<SQLCheckConstraint> checkConstraints) throws TException {
        run("create_table_with_constraints", session -> {
            List<Constraint> constraints = new ArrayList<>();
            constraints.addAll(ConstraintMapping.primaryKeys(primaryKeys));
            constraints.addAll(ConstraintMapping.foreignKeys(foreignKeys));
            constraints.addAll(ConstraintMapping.uniqueConstraints(uniqueConstraints));
            constraints.addAll(ConstraintMapping.notNullConstraints(notNullConstraints));
            constraints.addAll(ConstraintMapping.defaultConstraints(defaultConstraints));
            constraints.addAll(ConstraintMapping.checkConstraints(checkConstraints));
            create(session, table, constraints);
        });
    }

    @Override
    default void create_table_req(CreateTableRequest request) throws TException {
        run("create_table_req", session -> {
            List<Constraint> constraints = new ArrayList<>();
            constraints.addAll(ConstraintMapping.primaryKeys(request.getPrimaryKeys()));
            constraints.addAll(ConstraintMapping.foreignKeys(request.getForeignKeys()));
            constraints.addAll(ConstraintMapping.uniqueConstraints(request.getUniqueConstraints()));
            constraints.addAll(ConstraintMapping.notNullConstraints(request.getNotNullConstraints()));
            constraints.addAll(ConstraintMapping.defaultConstraints(request.getDefaultConstraints()));
            constraints.addAll(ConstraintMapping.checkConstraints(request.getCheckConstraints()));
            create(session, request.getTable(), constraints);
        });
    }

    /** What a create would make of the table: Hive 4 asks where the files of a CREATE TABLE AS SELECT go before it writes them. */
    @Override
    default Table translate_table_dryrun(CreateTableRequest request) throws TException {
        return call("translate_table_dryrun",
                session -> TableMapping.toThrift(session.tables().placed(TableMapping.fromThrift(request.getTable()))));
    }

    /** The constraints are of the table that is made, whatever table they name. */
    private static void create(CatalogSession session, Table table, List<Constraint> constraints) {
        dev.skep.metastore.model.Table made = TableMapping.fromThrift(TableRequests.complete(table));
        List<Constraint> own = new ArrayList<>();
        for (Constraint one : constraints) {
            own.add(new Constraint(one.kind(), made.name(), one.name(), one.columns(), one.enabled(),
                    one.validated(), one.relied(), one.expression(), one.reference()));
        }
        session.tables().create(made, own, GrantMapping.ofNew(made, table.getPrivileges()));
    }

    @Override
    default void alter_table(@Nullable String database, @Nullable String name, Table changed) throws TException {
        run("alter_table",
                session -> alter(session, NameMapping.table(database, name), changed, Cascade.TABLE_ONLY, Map.of()));
    }

    @Override
    default void alter_table_with_cascade(@Nullable String database, @Nullable String name, Table changed,
            boolean cascade)
            throws TException {
        run("alter_table_with_cascade", session -> alter(session, NameMapping.table(database, name), changed,
                cascade ? Cascade.PARTITIONS_TOO : Cascade.TABLE_ONLY, Map.of()));
    }

    @Override
    default void alter_table_with_environment_context(@Nullable String database, @Nullable String name, Table changed,
            @Nullable EnvironmentContext context) throws TException {
        run("alter_table_with_environment_context", session -> {
            Map<String, String> properties = propertiesOf(context);
            alter(session, NameMapping.table(database, name), changed, cascade(properties),
                    IcebergCommit.expectedParameters(properties));
        });
    }

    @Override
    default AlterTableResponse alter_table_req(AlterTableRequest request) throws TException {
        return call("alter_table_req", session -> {
            Map<String, String> properties = propertiesOf(request.getEnvironmentContext());
            Map<String, @Nullable String> expected = request.isSetExpectedParameterKey()
                    ? IcebergCommit.expectedParameters(request.getExpectedParameterKey(),
                            request.getExpectedParameterValue())
                    : IcebergCommit.expectedParameters(properties);
            alter(session, NameMapping.table(request.getCatName(), request.getDbName(), request.getTableName()),
                    request.getTable(),
                    cascade(properties), expected);
            return new AlterTableResponse();
        });
    }

    /** ALTER TABLE ... CASCADE of Hive's SQL arrives as a property. */
    private static Cascade cascade(Map<String, String> properties) {
        return "true".equalsIgnoreCase(properties.get("CASCADE")) ? Cascade.PARTITIONS_TOO : Cascade.TABLE_ONLY;
    }

    private static void alter(CatalogSession session, TableName name, Table changed, Cascade cascade,
            Map<String, @Nullable String> expected) {
        if (changed != null && changed.getCatName() != null
                && !changed.getCatName().equalsIgnoreCase(name.database().catalog().name())) {
            throw new CatalogException(Reason.INVALID_OPERATION,
                    "Cannot change table %s: tables cannot be moved to another catalog, %s".formatted(name,
                            changed.getCatName()));
        }
        dev.skep.metastore.model.Table after = TableMapping.fromThrift(TableRequests.completeWithLocation(changed),
                name.database().catalog().name());
        try {
            session.tables().alter(name, after, cascade, expected);
        } catch (CatalogException e) {
            if (e.reason() == Reason.CONFLICT && !expected.isEmpty()) {
                throw new CatalogException(Reason.CONFLICT, IcebergCommit.conflictMessage(expected), e);
            }
            if (e.reason() == Reason.ALREADY_EXISTS) {
                throw new CatalogException(Reason.ALREADY_EXISTS, IcebergCommit.nameTakenMessage(after.name()), e);
            }
            throw e;
        }
    }

    @Override
    default void truncate_table(@Nullable String database, @Nullable String table, @Nullable List<String> partitions)
            throws TException {
        run("truncate_table", session -> truncate(session, NameMapping.table(database, table), partitions));
    }

    @Override
    default TruncateTableResponse truncate_table_req(TruncateTableRequest request) throws TException {
        return call("truncate_table_req", session -> {
            truncate(session, NameMapping.table(request.getDbName(), request.getTableName()), request.getPartNames());
            return new TruncateTableResponse();
        });
    }

    /** Of a table without partitions Hive's server finds none of those that are named, and truncates nothing. */
    private static void truncate(CatalogSession session, TableName name, @Nullable List<String> partitions) {
        if (partitions == null || session.tables().table(name).visible().isPartitioned()) {
            session.tables().truncate(name, partitions);
        }
    }

    @Override
    default void drop_table(@Nullable String database, @Nullable String name, boolean deleteData) throws TException {
        run("drop_table",
                session -> session.tables().drop(NameMapping.table(database, name), removal(deleteData, null)));
    }

    @Override
    default void drop_table_with_environment_context(@Nullable String database, @Nullable String name,
            boolean deleteData,
            @Nullable EnvironmentContext context) throws TException {
        run("drop_table_with_environment_context",
                session -> session.tables().drop(NameMapping.table(database, name), removal(deleteData, context)));
    }

    @Override
    default void drop_table_req(DropTableRequest request) throws TException {
        run("drop_table_req", session -> session.tables().drop(
                NameMapping.table(request.getCatalogName(), request.getDbName(), request.getTableName()),
                removal(request.isDeleteData(), request.getEnvContext())));
    }
}

package dev.skep.server.hms;

import dev.skep.server.hms.compat.QualifiedDatabase;
import static dev.skep.server.hms.mapping.Requests.required;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.access.AuthorizedTable;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.catalog.NamePattern;
import dev.skep.metastore.catalog.Tables.Cascade;
import dev.skep.metastore.catalog.Tables.TableSummary;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.model.TableType;
import dev.skep.server.hms.compat.TableNameFilter;
import dev.skep.server.hms.mapping.NameMapping;
import dev.skep.server.hms.mapping.NameMapping.DatabasePattern;
import dev.skep.server.hms.mapping.StorageMapping;
import dev.skep.server.hms.mapping.TableMapping;
import dev.skep.server.hms.mapping.TableMapping.TypeSelection;
import dev.skep.thrift.hms.CreationMetadata;
import dev.skep.thrift.hms.EnvironmentContext;
import dev.skep.thrift.hms.ExtendedTableInfo;
import dev.skep.thrift.hms.FieldSchema;
import dev.skep.thrift.hms.GetFieldsRequest;
import dev.skep.thrift.hms.GetFieldsResponse;
import dev.skep.thrift.hms.GetSchemaRequest;
import dev.skep.thrift.hms.GetSchemaResponse;
import dev.skep.thrift.hms.GetTablesExtRequest;
import dev.skep.thrift.hms.TableMeta;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** Lists of tables, their columns, and materialized views that queries may be rewritten to. */
interface TableListEndpoints extends Endpoints {

    @Override
    default List<String> get_tables(@Nullable String database, @Nullable String pattern) throws TException {
        return call("get_tables", session -> session.tables().names(NameMapping.database(database),
                NameMapping.pattern(pattern), Set.of()));
    }

    @Override
    default List<String> get_tables_by_type(@Nullable String database, @Nullable String pattern, @Nullable String type)
            throws TException {
        return call("get_tables_by_type", session -> {
            TypeSelection types = TableMapping.types(type == null || type.isEmpty() ? null : List.of(type));
            return types.possible()
                    ? session.tables().names(NameMapping.database(database), NameMapping.pattern(pattern),
                            types.types())
                    : List.of();
        });
    }

    @Override
    default List<String> get_all_tables(@Nullable String database) throws TException {
        return call("get_all_tables",
                session -> session.tables().names(NameMapping.database(database), NamePattern.all(), Set.of()));
    }

    @Override
    default List<TableMeta> get_table_meta(@Nullable String databases, @Nullable String tables,
            @Nullable List<String> typeNames)
            throws TException {
        return call("get_table_meta", session -> {
            DatabasePattern wanted = NameMapping.databases(databases);
            TypeSelection types = TableMapping.types(typeNames);
            List<TableMeta> answer = new ArrayList<>();
            if (types.possible()) {
                session.tables()
                        .summaries(wanted.catalog(), wanted.pattern(), NameMapping.pattern(tables), types.types())
                        .forEach(summary -> answer.add(TableMapping.toThrift(summary)));
            }
            return answer;
        });
    }

    @Override
    default List<ExtendedTableInfo> get_tables_ext(GetTablesExtRequest request) throws TException {
        return call("get_tables_ext", session -> {
            List<ExtendedTableInfo> answer = new ArrayList<>();
            int limit = request.isSetLimit() && request.getLimit() >= 0 ? request.getLimit() : Integer.MAX_VALUE;
            for (String name : session.tables().names(NameMapping.database(request.getCatalog(), request.getDatabase()),
                    NameMapping.pattern(request.getTableNamePattern()), Set.of())) {
                if (answer.size() == limit) {
                    break;
                }
                answer.add(new ExtendedTableInfo(name));
            }
            return answer;
        });
    }

    @Override
    default List<String> get_table_names_by_filter(@Nullable String database, @Nullable String filter, short limit)
            throws TException {
        return call("get_table_names_by_filter", session -> {
            if (!QualifiedDatabase.isWhole(database)) {
                throw new CatalogException(CatalogException.Reason.DATABASE_NOT_FOUND,
                        "Cannot find database '%s': it has no whole name".formatted(database));
            }
            if (filter == null) {
                throw new CatalogException(CatalogException.Reason.INVALID_OPERATION,
                        "Cannot list tables of %s by filter: there is none".formatted(database));
            }
            TableNameFilter condition = TableNameFilter.parse(filter);
            DatabaseName in = NameMapping.database(database);
            List<String> names = session.tables().names(in, NamePattern.all(), Set.of());
            List<String> answer = new ArrayList<>();
            if (names.isEmpty()) {
                return answer;
            }
            for (AuthorizedTable table : session.tables().tables(in, names)) {
                if (limit >= 0 && answer.size() == limit) {
                    break;
                }
                if (condition.matches(table.visible())) {
                    answer.add(table.name().name());
                }
            }
            return answer;
        });
    }

    @Override
    default List<FieldSchema> get_fields(@Nullable String database, @Nullable String table) throws TException {
        return call("get_fields", session -> fields(session, NameMapping.table(database, table)));
    }

    @Override
    default List<FieldSchema> get_fields_with_environment_context(@Nullable String database, @Nullable String table,
            @Nullable EnvironmentContext context) throws TException {
        return call("get_fields_with_environment_context",
                session -> fields(session, NameMapping.table(database, table)));
    }

    @Override
    default GetFieldsResponse get_fields_req(GetFieldsRequest request) throws TException {
        return call("get_fields_req", session -> new GetFieldsResponse(
                fields(session, NameMapping.table(request.getCatName(), request.getDbName(), request.getTblName()))));
    }

    @Override
    default List<FieldSchema> get_schema(@Nullable String database, @Nullable String table) throws TException {
        return call("get_schema", session -> schema(session, NameMapping.table(database, table)));
    }

    @Override
    default List<FieldSchema> get_schema_with_environment_context(@Nullable String database, @Nullable String table,
            @Nullable EnvironmentContext context) throws TException {
        return call("get_schema_with_environment_context",
                session -> schema(session, NameMapping.table(database, table)));
    }

    @Override
    default GetSchemaResponse get_schema_req(GetSchemaRequest request) throws TException {
        return call("get_schema_req", session -> new GetSchemaResponse(
                schema(session, NameMapping.table(request.getCatName(), request.getDbName(), request.getTblName()))));
    }

    /** The data columns that the caller may see. */
    private static List<FieldSchema> fields(CatalogSession session, TableName name) {
        return StorageMapping.toThrift(session.tables().table(name).visible().storage().columns());
    }

    /** The data columns that the caller may see, then the partition keys. */
    private static List<FieldSchema> schema(CatalogSession session, TableName name) {
        List<Column> columns = session.tables().table(name).visibleColumns();
        return StorageMapping.toThrift(columns);
    }

    @Override
    default List<String> get_materialized_views_for_rewriting(@Nullable String database) throws TException {
        return call("get_materialized_views_for_rewriting", session -> {
            DatabaseName in = NameMapping.database(database);
            List<String> answer = new ArrayList<>();
            for (Table view : rewritable(session, in,
                    session.tables().names(in, NamePattern.all(), Set.of(TableType.MATERIALIZED_VIEW)))) {
                answer.add(view.name().name());
            }
            return answer;
        });
    }

    @Override
    default List<dev.skep.thrift.hms.Table> get_all_materialized_view_objects_for_rewriting() throws TException {
        return call("get_all_materialized_view_objects_for_rewriting", session -> {
            List<dev.skep.thrift.hms.Table> answer = new ArrayList<>();
            for (TableSummary summary : session.tables().summaries(NameMapping.catalog(null), NamePattern.all(),
                    NamePattern.all(),
                    Set.of(TableType.MATERIALIZED_VIEW))) {
                rewritable(session, summary.name().database(), List.of(summary.name().name()))
                        .forEach(view -> answer.add(MaterializedViews.toThrift(session, view)));
            }
            return answer;
        });
    }

    /** Views that the caller may not read whole are left out: a rewrite would read their files. */
    private static List<Table> rewritable(CatalogSession session, DatabaseName database, List<String> names) {
        List<Table> views = new ArrayList<>();
        if (names.isEmpty()) {
            return views;
        }
        for (AuthorizedTable view : session.tables().tables(database, names)) {
            if (view.isUnrestricted() && view.visible().rewriteEnabled()) {
                views.add(view.visible());
            }
        }
        return views;
    }

    @Override
    default void update_creation_metadata(@Nullable String catalog, @Nullable String database, @Nullable String table,
            CreationMetadata metadata) throws TException {
        run("update_creation_metadata", session -> {
            TableName name = NameMapping.table(catalog, database, table);
            Table view = session.tables().table(name).visible();
            if (view.type() != TableType.MATERIALIZED_VIEW) {
                throw new CatalogException(CatalogException.Reason.INVALID_OPERATION,
                        "Cannot update creation metadata of %s: it is no materialized view".formatted(name));
            }
            session.tables().alter(name,
                    new Table(view.id(), view.name(), view.type(), view.owner(), view.ownerType(), view.createTime(),
                            view.lastAccessTime(), view.retention(), view.storage(), view.partitionKeys(),
                            view.parameters(), view.viewOriginalText(),
                            view.viewExpandedText(), view.rewriteEnabled(), TableMapping.creationMetadata(metadata),
                            view.writeId()),
                    Cascade.TABLE_ONLY, java.util.Map.of());
        });
    }
}

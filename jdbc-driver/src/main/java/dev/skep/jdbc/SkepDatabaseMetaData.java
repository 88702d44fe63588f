package dev.skep.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.RowIdLifetime;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

import dev.skep.jdbc.wire.HiveServer2Client;
import dev.skep.jdbc.wire.HiveServer2Client.Started;
import dev.skep.jdbc.wire.SqlErrors;
import dev.skep.thrift.hs2.TGetCatalogsReq;
import dev.skep.thrift.hs2.TGetCatalogsResp;
import dev.skep.thrift.hs2.TGetColumnsReq;
import dev.skep.thrift.hs2.TGetColumnsResp;
import dev.skep.thrift.hs2.TGetFunctionsReq;
import dev.skep.thrift.hs2.TGetFunctionsResp;
import dev.skep.thrift.hs2.TGetInfoType;
import dev.skep.thrift.hs2.TGetSchemasReq;
import dev.skep.thrift.hs2.TGetSchemasResp;
import dev.skep.thrift.hs2.TGetTableTypesReq;
import dev.skep.thrift.hs2.TGetTableTypesResp;
import dev.skep.thrift.hs2.TGetTablesReq;
import dev.skep.thrift.hs2.TGetTablesResp;
import dev.skep.thrift.hs2.TGetTypeInfoReq;
import dev.skep.thrift.hs2.TGetTypeInfoResp;
import org.jspecify.annotations.Nullable;

/** What a server has. Lists of databases, tables, columns and functions come from the server; there are no keys, indexes or procedures. */
final class SkepDatabaseMetaData extends DatabaseFacts {
    private final SkepConnection connection;

    SkepDatabaseMetaData(SkepConnection connection) {
        this.connection = connection;
    }

    /** Each list has a statement of its own, which is closed with it. */
    private ResultSet list(HiveServer2Client.OperationCall call) throws SQLException {
        SkepStatement statement = connection.newStatement();
        statement.closeOnCompletion();
        return statement.open(call);
    }

    private ResultSet none(String columns) throws SQLException {
        connection.checkOpen();
        return EmptyLists.of(columns);
    }

    @Override
    public ResultSet getCatalogs() throws SQLException {
        return list((client, session) -> {
            TGetCatalogsResp response = client.GetCatalogs(new TGetCatalogsReq(session));
            return new Started(response.getStatus(), response.getOperationHandle());
        });
    }

    @Override
    public ResultSet getSchemas() throws SQLException {
        return getSchemas(null, null);
    }

    @Override
    public ResultSet getSchemas(@Nullable String catalog, @Nullable String schemaPattern) throws SQLException {
        return list((client, session) -> {
            TGetSchemasReq request = new TGetSchemasReq(session);
            request.setCatalogName(catalog);
            request.setSchemaName(schemaPattern);
            TGetSchemasResp response = client.GetSchemas(request);
            return new Started(response.getStatus(), response.getOperationHandle());
        });
    }

    @Override
    public ResultSet getTables(@Nullable String catalog, @Nullable String schemaPattern, @Nullable String tablePattern,
            String @Nullable [] types) throws SQLException {
        return list((client, session) -> {
            TGetTablesReq request = new TGetTablesReq(session);
            request.setCatalogName(catalog);
            request.setSchemaName(schemaPattern);
            request.setTableName(tablePattern);
            if (types != null) {
                request.setTableTypes(Arrays.asList(types));
            }
            TGetTablesResp response = client.GetTables(request);
            return new Started(response.getStatus(), response.getOperationHandle());
        });
    }

    @Override
    public ResultSet getTableTypes() throws SQLException {
        return list((client, session) -> {
            TGetTableTypesResp response = client.GetTableTypes(new TGetTableTypesReq(session));
            return new Started(response.getStatus(), response.getOperationHandle());
        });
    }

    @Override
    public ResultSet getColumns(@Nullable String catalog, @Nullable String schemaPattern,
            @Nullable String tablePattern, @Nullable String columnPattern) throws SQLException {
        return list((client, session) -> {
            TGetColumnsReq request = new TGetColumnsReq(session);
            request.setCatalogName(catalog);
            request.setSchemaName(schemaPattern);
            request.setTableName(tablePattern);
            request.setColumnName(columnPattern);
            TGetColumnsResp response = client.GetColumns(request);
            return new Started(response.getStatus(), response.getOperationHandle());
        });
    }

    @Override
    public ResultSet getTypeInfo() throws SQLException {
        return list((client, session) -> {
            TGetTypeInfoResp response = client.GetTypeInfo(new TGetTypeInfoReq(session));
            return new Started(response.getStatus(), response.getOperationHandle());
        });
    }

    @Override
    public ResultSet getFunctions(@Nullable String catalog, @Nullable String schemaPattern,
            @Nullable String functionPattern) throws SQLException {
        return list((client, session) -> {
            TGetFunctionsReq request = new TGetFunctionsReq(session, functionPattern == null ? "%" : functionPattern);
            request.setCatalogName(catalog);
            request.setSchemaName(schemaPattern);
            TGetFunctionsResp response = client.GetFunctions(request);
            return new Started(response.getStatus(), response.getOperationHandle());
        });
    }

    @Override
    public ResultSet getProcedures(@Nullable String catalog, @Nullable String schemaPattern,
            @Nullable String procedurePattern) throws SQLException {
        return none("PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME RESERVED1 RESERVED2 RESERVED3 REMARKS "
                + "PROCEDURE_TYPE:i SPECIFIC_NAME");
    }

    @Override
    public ResultSet getProcedureColumns(@Nullable String catalog, @Nullable String schemaPattern,
            @Nullable String procedurePattern, @Nullable String columnPattern) throws SQLException {
        return none("PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME COLUMN_NAME COLUMN_TYPE:i DATA_TYPE:i TYPE_NAME "
                + "PRECISION:i LENGTH:i SCALE:i RADIX:i NULLABLE:i REMARKS COLUMN_DEF SQL_DATA_TYPE:i "
                + "SQL_DATETIME_SUB:i CHAR_OCTET_LENGTH:i ORDINAL_POSITION:i IS_NULLABLE SPECIFIC_NAME");
    }

    @Override
    public ResultSet getFunctionColumns(@Nullable String catalog, @Nullable String schemaPattern,
            @Nullable String functionPattern, @Nullable String columnPattern) throws SQLException {
        return none("FUNCTION_CAT FUNCTION_SCHEM FUNCTION_NAME COLUMN_NAME COLUMN_TYPE:i DATA_TYPE:i TYPE_NAME "
                + "PRECISION:i LENGTH:i SCALE:i RADIX:i NULLABLE:i REMARKS CHAR_OCTET_LENGTH:i ORDINAL_POSITION:i "
                + "IS_NULLABLE SPECIFIC_NAME");
    }

    @Override
    public ResultSet getColumnPrivileges(@Nullable String catalog, @Nullable String schema, @Nullable String table,
            @Nullable String columnPattern) throws SQLException {
        return none("TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME GRANTOR GRANTEE PRIVILEGE IS_GRANTABLE");
    }

    @Override
    public ResultSet getTablePrivileges(@Nullable String catalog, @Nullable String schemaPattern,
            @Nullable String tablePattern) throws SQLException {
        return none("TABLE_CAT TABLE_SCHEM TABLE_NAME GRANTOR GRANTEE PRIVILEGE IS_GRANTABLE");
    }

    @Override
    public ResultSet getBestRowIdentifier(@Nullable String catalog, @Nullable String schema, @Nullable String table,
            int scope, boolean nullable) throws SQLException {
        return none("SCOPE:i COLUMN_NAME DATA_TYPE:i TYPE_NAME COLUMN_SIZE:i BUFFER_LENGTH:i DECIMAL_DIGITS:i "
                + "PSEUDO_COLUMN:i");
    }

    @Override
    public ResultSet getVersionColumns(@Nullable String catalog, @Nullable String schema, @Nullable String table)
            throws SQLException {
        return none("SCOPE:i COLUMN_NAME DATA_TYPE:i TYPE_NAME COLUMN_SIZE:i BUFFER_LENGTH:i DECIMAL_DIGITS:i "
                + "PSEUDO_COLUMN:i");
    }

    @Override
    public ResultSet getPrimaryKeys(@Nullable String catalog, @Nullable String schema, @Nullable String table)
            throws SQLException {
        return none("TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME KEY_SEQ:i PK_NAME");
    }

    private ResultSet noForeignKeys() throws SQLException {
        return none("PKTABLE_CAT PKTABLE_SCHEM PKTABLE_NAME PKCOLUMN_NAME FKTABLE_CAT FKTABLE_SCHEM FKTABLE_NAME "
                + "FKCOLUMN_NAME KEY_SEQ:i UPDATE_RULE:i DELETE_RULE:i FK_NAME PK_NAME DEFERRABILITY:i");
    }

    @Override
    public ResultSet getImportedKeys(@Nullable String catalog, @Nullable String schema, @Nullable String table)
            throws SQLException {
        return noForeignKeys();
    }

    @Override
    public ResultSet getExportedKeys(@Nullable String catalog, @Nullable String schema, @Nullable String table)
            throws SQLException {
        return noForeignKeys();
    }

    @Override
    public ResultSet getCrossReference(@Nullable String parentCatalog, @Nullable String parentSchema,
            @Nullable String parentTable, @Nullable String foreignCatalog, @Nullable String foreignSchema,
            @Nullable String foreignTable) throws SQLException {
        return noForeignKeys();
    }

    @Override
    public ResultSet getIndexInfo(@Nullable String catalog, @Nullable String schema, @Nullable String table,
            boolean unique, boolean approximate) throws SQLException {
        return none("TABLE_CAT TABLE_SCHEM TABLE_NAME NON_UNIQUE:b INDEX_QUALIFIER INDEX_NAME TYPE:i "
                + "ORDINAL_POSITION:i COLUMN_NAME ASC_OR_DESC CARDINALITY:l PAGES:l FILTER_CONDITION");
    }

    @Override
    public ResultSet getUDTs(@Nullable String catalog, @Nullable String schemaPattern, @Nullable String typePattern,
            int @Nullable [] types) throws SQLException {
        return none("TYPE_CAT TYPE_SCHEM TYPE_NAME CLASS_NAME DATA_TYPE:i REMARKS BASE_TYPE:i");
    }

    @Override
    public ResultSet getSuperTypes(@Nullable String catalog, @Nullable String schemaPattern,
            @Nullable String typePattern) throws SQLException {
        return none("TYPE_CAT TYPE_SCHEM TYPE_NAME SUPERTYPE_CAT SUPERTYPE_SCHEM SUPERTYPE_NAME");
    }

    @Override
    public ResultSet getSuperTables(@Nullable String catalog, @Nullable String schemaPattern,
            @Nullable String tablePattern) throws SQLException {
        return none("TABLE_CAT TABLE_SCHEM TABLE_NAME SUPERTABLE_NAME");
    }

    @Override
    public ResultSet getAttributes(@Nullable String catalog, @Nullable String schemaPattern,
            @Nullable String typePattern, @Nullable String attributePattern) throws SQLException {
        return none("TYPE_CAT TYPE_SCHEM TYPE_NAME ATTR_NAME DATA_TYPE:i ATTR_TYPE_NAME ATTR_SIZE:i DECIMAL_DIGITS:i "
                + "NUM_PREC_RADIX:i NULLABLE:i REMARKS ATTR_DEF SQL_DATA_TYPE:i SQL_DATETIME_SUB:i "
                + "CHAR_OCTET_LENGTH:i ORDINAL_POSITION:i IS_NULLABLE SCOPE_CATALOG SCOPE_SCHEMA SCOPE_TABLE "
                + "SOURCE_DATA_TYPE:i");
    }

    @Override
    public ResultSet getClientInfoProperties() throws SQLException {
        return none("NAME MAX_LEN:i DEFAULT_VALUE DESCRIPTION");
    }

    @Override
    public ResultSet getPseudoColumns(@Nullable String catalog, @Nullable String schemaPattern,
            @Nullable String tablePattern, @Nullable String columnPattern) throws SQLException {
        return none("TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME DATA_TYPE:i COLUMN_SIZE:i DECIMAL_DIGITS:i "
                + "NUM_PREC_RADIX:i COLUMN_USAGE REMARKS CHAR_OCTET_LENGTH:i IS_NULLABLE");
    }

    @Override
    public String getURL() {
        return connection.url().url();
    }

    @Override
    public String getUserName() throws SQLException {
        // A ticket, token or certificate tells the server who its bearer is, and only the server.
        String user = connection.url().endpoint().user();
        return user.isEmpty() ? connection.client().info(TGetInfoType.CLI_USER_NAME) : user;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getDatabaseProductName() throws SQLException {
        return connection.client().info(TGetInfoType.CLI_DBMS_NAME);
    }

    @Override
    public String getDatabaseProductVersion() throws SQLException {
        return connection.client().info(TGetInfoType.CLI_DBMS_VER);
    }

    @Override
    public int getDatabaseMajorVersion() throws SQLException {
        return versionPart(0);
    }

    @Override
    public int getDatabaseMinorVersion() throws SQLException {
        return versionPart(1);
    }

    private int versionPart(int index) throws SQLException {
        List<String> parts = List.of(getDatabaseProductVersion().split("[^0-9]+"));
        return index < parts.size() && !parts.get(index).isEmpty() ? Integer.parseInt(parts.get(index)) : 0;
    }

    @Override
    public String getDriverName() {
        return "Skep JDBC";
    }

    @Override
    public String getDriverVersion() {
        return SkepDriver.MAJOR_VERSION + "." + SkepDriver.MINOR_VERSION;
    }

    @Override
    public int getDriverMajorVersion() {
        return SkepDriver.MAJOR_VERSION;
    }

    @Override
    public int getDriverMinorVersion() {
        return SkepDriver.MINOR_VERSION;
    }

    @Override
    public int getJDBCMajorVersion() {
        return 4;
    }

    @Override
    public int getJDBCMinorVersion() {
        return 3;
    }

    @Override
    public int getDefaultTransactionIsolation() {
        return Connection.TRANSACTION_NONE;
    }

    @Override
    public int getResultSetHoldability() {
        return ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    public int getSQLStateType() {
        return DatabaseMetaData.sqlStateSQL;
    }

    @Override
    public RowIdLifetime getRowIdLifetime() {
        return RowIdLifetime.ROWID_UNSUPPORTED;
    }

    @Override
    public Connection getConnection() {
        return connection;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw SqlErrors.invalidArgument("Cannot unwrap metadata: it is no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}

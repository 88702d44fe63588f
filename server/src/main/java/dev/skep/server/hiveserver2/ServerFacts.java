package dev.skep.server.hiveserver2;

import dev.skep.thrift.hs2.TGetInfoType;
import dev.skep.thrift.hs2.TGetInfoValue;

/** Answers to GetInfo. */
final class ServerFacts {
    private static final int MAX_NAME_LENGTH = 128;
    /** Words of Skep's SQL that SQL:2003 does not reserve. */
    private static final String KEYWORDS = "ANALYZE,BUCKETS,CLUSTERED,DATABASE,DATABASES,DESCRIBE,EXPLAIN,LATERAL,"
            + "LOCATION,MSCK,OVERWRITE,PARTITIONED,PARTITIONS,REPAIR,SCHEMAS,SHOW,STORED,TABLES,TBLPROPERTIES,USE,"
            + "VIEWS";

    private ServerFacts() {}

    static TGetInfoValue value(TGetInfoType type, CliSession session, HiveServer2Settings settings) {
        return switch (type) {
            case CLI_SERVER_NAME, CLI_DBMS_NAME -> TGetInfoValue.stringValue("Skep");
            case CLI_DBMS_VER -> TGetInfoValue.stringValue(settings.version());
            case CLI_DATA_SOURCE_NAME -> TGetInfoValue.stringValue(session.sql().database());
            case CLI_USER_NAME -> TGetInfoValue.stringValue(session.user());
            case CLI_IDENTIFIER_QUOTE_CHAR -> TGetInfoValue.stringValue("`");
            case CLI_SEARCH_PATTERN_ESCAPE -> TGetInfoValue.stringValue("\\");
            case CLI_ODBC_KEYWORDS -> TGetInfoValue.stringValue(KEYWORDS);
            case CLI_CATALOG_NAME, CLI_ACCESSIBLE_PROCEDURES, CLI_DATA_SOURCE_READ_ONLY, CLI_DESCRIBE_PARAMETER ->
                TGetInfoValue.stringValue("N");
            case CLI_ACCESSIBLE_TABLES -> TGetInfoValue.stringValue("Y");
            case CLI_SPECIAL_CHARACTERS, CLI_COLLATION_SEQ -> TGetInfoValue.stringValue("");
            case CLI_MAX_COLUMN_NAME_LEN, CLI_MAX_SCHEMA_NAME_LEN, CLI_MAX_TABLE_NAME_LEN, CLI_MAX_IDENTIFIER_LEN ->
                TGetInfoValue.lenValue(MAX_NAME_LENGTH);
            case CLI_TXN_CAPABLE -> TGetInfoValue.smallIntValue((short) 0);
            case CLI_MAX_DRIVER_CONNECTIONS, CLI_MAX_CONCURRENT_ACTIVITIES, CLI_MAX_CURSOR_NAME_LEN,
                    CLI_MAX_CATALOG_NAME_LEN, CLI_MAX_COLUMNS_IN_GROUP_BY, CLI_MAX_COLUMNS_IN_INDEX,
                    CLI_MAX_COLUMNS_IN_ORDER_BY, CLI_MAX_COLUMNS_IN_SELECT, CLI_MAX_COLUMNS_IN_TABLE,
                    CLI_MAX_INDEX_SIZE, CLI_MAX_ROW_SIZE, CLI_MAX_STATEMENT_LEN, CLI_MAX_TABLES_IN_SELECT,
                    CLI_MAX_USER_NAME_LEN ->
                TGetInfoValue.lenValue(0);
            case CLI_FETCH_DIRECTION, CLI_CURSOR_COMMIT_BEHAVIOR, CLI_DEFAULT_TXN_ISOLATION, CLI_IDENTIFIER_CASE,
                    CLI_SCROLL_CONCURRENCY, CLI_TXN_ISOLATION_OPTION, CLI_INTEGRITY, CLI_GETDATA_EXTENSIONS,
                    CLI_NULL_COLLATION, CLI_ALTER_TABLE, CLI_ORDER_BY_COLUMNS_IN_SELECT, CLI_OJ_CAPABILITIES,
                    CLI_XOPEN_CLI_YEAR, CLI_CURSOR_SENSITIVITY ->
                throw RefusedException.notSupported("GetInfo for " + type);
        };
    }
}

package dev.skep.server.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Collectors;

import dev.skep.server.SkepServer;
import dev.skep.server.tpch.TpchData;
import dev.skep.storage.file.Location;
import dev.skep.storage.local.LocalFileSystem;
import dev.skep.storage.scan.FileFormat;

/** Sample tables in three formats: customers as CSV, orders as Parquet by month, line items as ORC by the way they are shipped. */
final class SampleData {
    private static final double SCALE = 0.02;

    private final Connection connection;
    private final Location folder;

    SampleData(Connection connection, Location folder) {
        this.connection = connection;
        this.folder = folder;
    }

    /** Writes CSV files, then lets SQL make the Parquet and ORC tables from them. */
    void create() throws SQLException {
        FileFormat csv = SkepServer.fileFormats().get("textfile");
        if (csv == null) {
            throw new IllegalStateException("Cannot make sample data: no text format");
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE shop COMMENT 'sample data of the demo'");
            for (String table : new String[]{"customer", "orders", "lineitem", "nation"}) {
                Location location = folder.resolve(table);
                TpchData.write(table, SCALE, 1, new LocalFileSystem(), location, csv, Map.of("field.delim", "|"));
                String columns = TpchData.columns(table).stream()
                        .map(column -> column.name() + " " + column.type().hiveName())
                        .collect(Collectors.joining(", "));
                statement.execute("""
                        CREATE EXTERNAL TABLE shop.%s_csv (%s)
                        ROW FORMAT DELIMITED FIELDS TERMINATED BY '|' STORED AS TEXTFILE LOCATION '%s'"""
                        .formatted(table, columns, location));
            }
            statement.execute("""
                    CREATE TABLE shop.orders PARTITIONED BY (month) STORED AS PARQUET AS
                    SELECT o_orderkey, o_custkey, o_orderstatus, o_totalprice, o_orderdate, o_orderpriority,
                           substr(CAST(o_orderdate AS varchar), 1, 7) AS month
                    FROM shop.orders_csv""");
            statement.execute(
                    """
                            CREATE TABLE shop.lineitem PARTITIONED BY (shipmode) STORED AS ORC AS
                            SELECT l_orderkey, l_partkey, l_quantity, l_extendedprice, l_discount, l_tax, l_returnflag, l_shipdate,
                                   l_shipmode AS shipmode
                            FROM shop.lineitem_csv""");
        }
    }
}

package dev.skep.query;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.catalog.StoredCatalog;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.SerDe;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.model.TableType;
import dev.skep.query.analyzer.TableFormats;
import dev.skep.storage.file.Location;
import dev.skep.storage.memory.MemoryFileSystem;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;

/** A catalog with the tables of TPC-H, whose row counts are those of scale factor 1. */
public final class TpchCatalog {
    public static final String DATABASE = "tpch";
    public static final Location WAREHOUSE = Location.of("memory://lake/warehouse");

    private static final Map<String, String> COLUMNS = Map.of(
            "region", "r_regionkey bigint,r_name varchar(25),r_comment varchar(152)",
            "nation", "n_nationkey bigint,n_name varchar(25),n_regionkey bigint,n_comment varchar(152)",
            "supplier",
            "s_suppkey bigint,s_name varchar(25),s_address varchar(40),s_nationkey bigint,s_phone varchar(15),"
                    + "s_acctbal decimal(12-2),s_comment varchar(101)",
            "customer",
            "c_custkey bigint,c_name varchar(25),c_address varchar(40),c_nationkey bigint,c_phone varchar(15),"
                    + "c_acctbal decimal(12-2),c_mktsegment varchar(10),c_comment varchar(117)",
            "part",
            "p_partkey bigint,p_name varchar(55),p_mfgr varchar(25),p_brand varchar(10),p_type varchar(25),p_size int,"
                    + "p_container varchar(10),p_retailprice decimal(12-2),p_comment varchar(23)",
            "partsupp",
            "ps_partkey bigint,ps_suppkey bigint,ps_availqty int,ps_supplycost decimal(12-2),ps_comment varchar(199)",
            "orders",
            "o_orderkey bigint,o_custkey bigint,o_orderstatus varchar(1),o_totalprice decimal(12-2),o_orderdate date,"
                    + "o_orderpriority varchar(15),o_clerk varchar(15),o_shippriority int,o_comment varchar(79)",
            "lineitem", "l_orderkey bigint,l_partkey bigint,l_suppkey bigint,l_linenumber int,l_quantity decimal(12-2),"
                    + "l_extendedprice decimal(12-2),l_discount decimal(12-2),l_tax decimal(12-2),l_returnflag varchar(1),"
                    + "l_linestatus varchar(1),l_shipdate date,l_commitdate date,l_receiptdate date,l_shipinstruct varchar(25),"
                    + "l_shipmode varchar(10),l_comment varchar(44)");

    private static final Map<String, Integer> ROWS = Map.of("region", 5, "nation", 25, "supplier", 10_000, "customer",
            150_000, "part", 200_000, "partsupp", 800_000, "orders", 1_500_000, "lineitem", 6_001_215);

    private TpchCatalog() {}

    /** Opens a catalog in {@code folder}; the tables' parameters tell their row counts. */
    public static StoredCatalog open(Path folder) {
        StoredCatalog catalog = StoredCatalog.open(MetastoreSettings.embedded(folder, WAREHOUSE),
                new MemoryFileSystem());
        CatalogSession session = catalog.sessionFor(Caller.internal(Identity.of("test")), FileReader.ENGINE);
        session.databases().create(new Database(DatabaseName.of(DATABASE), null, null, null, Map.of(), "test",
                PrincipalType.USER, 0, null));
        COLUMNS.forEach((name, columns) -> session.tables().create(table(name, columns)));
        return catalog;
    }

    private static Table table(String name, String columns) {
        List<Column> list = new ArrayList<>();
        for (String column : columns.split(",")) {
            String[] parts = column.split(" ");
            list.add(new Column(parts[0], parts[1].replace('-', ','), null));
        }
        return table(TableName.of(DATABASE, name), list, List.of(), Map.of("numRows", String.valueOf(ROWS.get(name))));
    }

    /** Returns a Parquet table. */
    public static Table table(TableName name, List<Column> columns, List<Column> keys, Map<String, String> parameters) {
        StorageDescriptor storage = new StorageDescriptor(columns, null, TableFormats.PARQUET.inputFormat(),
                TableFormats.PARQUET.outputFormat(), false, -1, SerDe.of(TableFormats.PARQUET.library(), Map.of()),
                List.of(),
                List.of(), Map.of(), StorageDescriptor.Skew.NONE, false);
        return new Table(-1, name, TableType.MANAGED_TABLE, "test", PrincipalType.USER, 0, 0, 0, storage, keys,
                parameters,
                null, null, false, null, -1);
    }
}

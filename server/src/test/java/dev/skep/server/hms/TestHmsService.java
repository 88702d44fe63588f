package dev.skep.server.hms;

import static dev.skep.server.hms.Structs.database;
import static dev.skep.server.hms.Structs.field;
import static dev.skep.server.hms.Structs.partition;
import static dev.skep.server.hms.Structs.storage;
import static dev.skep.server.hms.Structs.table;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.skep.thrift.fb303.fb_status;
import dev.skep.thrift.hms.InvalidObjectException;
import dev.skep.thrift.hms.AddPartitionsRequest;
import dev.skep.thrift.hms.AddPartitionsResult;
import dev.skep.thrift.hms.Catalog;
import dev.skep.thrift.hms.ColumnStatistics;
import dev.skep.thrift.hms.ColumnStatisticsData;
import dev.skep.thrift.hms.ColumnStatisticsDesc;
import dev.skep.thrift.hms.ColumnStatisticsObj;
import dev.skep.thrift.hms.ConfigValSecurityException;
import dev.skep.thrift.hms.CreateCatalogRequest;
import dev.skep.thrift.hms.CreateTableRequest;
import dev.skep.thrift.hms.Database;
import dev.skep.thrift.hms.DropCatalogRequest;
import dev.skep.thrift.hms.DropDatabaseRequest;
import dev.skep.thrift.hms.DropPartitionsRequest;
import dev.skep.thrift.hms.FireEventRequest;
import dev.skep.thrift.hms.FireEventRequestData;
import dev.skep.thrift.hms.GetCatalogRequest;
import dev.skep.thrift.hms.GetPartitionsFilterSpec;
import dev.skep.thrift.hms.GetPartitionsRequest;
import dev.skep.thrift.hms.InsertEventRequestData;
import dev.skep.thrift.hms.InvalidOperationException;
import dev.skep.thrift.hms.LongColumnStatsData;
import dev.skep.thrift.hms.MetaException;
import dev.skep.thrift.hms.NoSuchObjectException;
import dev.skep.thrift.hms.NotificationEvent;
import dev.skep.thrift.hms.NotificationEventRequest;
import dev.skep.thrift.hms.NotificationEventsCountRequest;
import dev.skep.thrift.hms.Partition;
import dev.skep.thrift.hms.PartitionFilterMode;
import dev.skep.thrift.hms.PartitionSpec;
import dev.skep.thrift.hms.PartitionSpecWithSharedSD;
import dev.skep.thrift.hms.PartitionValuesRequest;
import dev.skep.thrift.hms.PartitionValuesRow;
import dev.skep.thrift.hms.PartitionWithoutSD;
import dev.skep.thrift.hms.PartitionsByExprRequest;
import dev.skep.thrift.hms.PartitionsRequest;
import dev.skep.thrift.hms.PrimaryKeysRequest;
import dev.skep.thrift.hms.RequestPartsSpec;
import dev.skep.thrift.hms.SQLPrimaryKey;
import dev.skep.thrift.hms.SetPartitionsStatsRequest;
import dev.skep.thrift.hms.StorageDescriptor;
import dev.skep.thrift.hms.Table;
import dev.skep.thrift.hms.TableMeta;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import dev.skep.thrift.hms.UnknownTableException;
import dev.skep.thrift.hms.WMGetActiveResourcePlanRequest;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What real clients' scenarios leave out: rarer calls over the wire, against the real catalog. */
class TestHmsService {
    private static final short ALL = -1;

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private MetastoreDoor door;
    @SuppressWarnings("NullAway.Init")
    private ThriftHiveMetastore.Client client;

    @BeforeEach
    void open() throws Exception {
        door = MetastoreDoor.open(folder);
        client = door.connect();
        client.create_database(database("shop"));
    }

    @AfterEach
    void close() {
        door.close();
    }

    private Table orders() throws TException {
        client.create_table(table("shop", "orders", field("year", "int"), field("region", "string")));
        Table orders = client.get_table("shop", "orders");
        client.add_partitions(List.of(partition(orders, "2025", "eu"), partition(orders, "2026", "eu"),
                partition(orders, "2026", "us"),
                partition(orders, "999", "as")));
        return orders;
    }

    @Test
    void knowsCatalogsAndNamesThatCarryThem() throws TException {
        assertThat(client.get_catalogs().getNames()).contains("hive", "spark");
        Catalog lab = new Catalog();
        lab.setName("lab");
        lab.setLocationUri(folder.resolve("lab").toString());
        CreateCatalogRequest create = new CreateCatalogRequest();
        create.setCatalog(lab);
        client.create_catalog(create);
        GetCatalogRequest get = new GetCatalogRequest();
        get.setName("LAB");
        assertThat(client.get_catalog(get).getCatalog().getLocationUri()).contains("lab");
        Database tests = database("tests");
        tests.setCatalogName("lab");
        client.create_database(tests);
        assertThat(client.get_databases("@lab#")).containsExactly("default", "tests");
        assertThat(client.get_databases("@lab#t*")).containsExactly("tests");
        assertThat(client.get_all_databases()).contains("shop").doesNotContain("tests");
        assertThat(client.get_database("@lab#tests").getCatalogName()).isEqualTo("lab");
        assertThatThrownBy(() -> client.get_database("tests")).isInstanceOf(NoSuchObjectException.class);
        Table table = table("tests", "t");
        table.setCatName("lab");
        client.create_table(table);
        assertThat(client.get_all_tables("@lab#tests")).containsExactly("t");
        List<TableMeta> metas = client.get_table_meta("@lab#*", "*", List.of());
        assertThat(metas).extracting(TableMeta::getTableName, TableMeta::getDbName)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("t", "tests"));
        client.drop_database("@lab#tests", true, true);
        DropCatalogRequest drop = new DropCatalogRequest();
        drop.setName("lab");
        client.drop_catalog(drop);
        assertThatThrownBy(() -> client.get_catalog(get)).isInstanceOf(NoSuchObjectException.class);
    }

    @Test
    void listsTablesByKindAndByFilter() throws TException {
        client.create_table(table("shop", "orders"));
        Table view = table("shop", "totals");
        view.setTableType("VIRTUAL_VIEW");
        view.setViewOriginalText("select 1");
        view.setViewExpandedText("select 1");
        client.create_table(view);
        Table iceberg = table("shop", "ice");
        iceberg.setTableType("EXTERNAL_TABLE");
        iceberg.setParameters(Map.of("EXTERNAL", "TRUE", "table_type", "ICEBERG"));
        client.create_table(iceberg);
        assertThat(client.get_tables_by_type("shop", "*", "VIRTUAL_VIEW")).containsExactly("totals");
        assertThat(client.get_tables_by_type("shop", "*", "INDEX_TABLE")).isEmpty();
        assertThat(client.get_table_meta("sh*", "*", List.of("MANAGED_TABLE", "EXTERNAL_TABLE")))
                .extracting(TableMeta::getTableName)
                .containsExactlyInAnyOrder("orders", "ice");
        assertThat(client.get_table_names_by_filter("shop", "hive_filter_field_params__table_type = \"ICEBERG\"", ALL))
                .containsExactly("ice");
        assertThatThrownBy(() -> client.get_table_names_by_filter("shop", "owner = 1", ALL))
                .isInstanceOf(MetaException.class)
                .hasMessageContaining("Invalid table filter");
        assertThat(client.get_tables("missing", "*")).isEmpty();
        assertThatThrownBy(() -> client.get_fields("shop", "missing")).isInstanceOf(UnknownTableException.class);
    }

    @Test
    void comparesPartitionValuesByType() throws TException {
        orders();
        assertThat(client.get_partitions_by_filter("shop", "orders", "year < 2026", ALL))
                .extracting(Partition::getValues)
                .containsExactlyInAnyOrder(List.of("2025", "eu"), List.of("999", "as"));
        assertThat(client.get_num_partitions_by_filter("shop", "orders", "year >= 2026 and region = \"us\""))
                .isEqualTo(1);
        assertThat(client.get_partition_names_ps("shop", "orders", List.of("2026", ""), ALL)).containsExactly(
                "year=2026/region=eu",
                "year=2026/region=us");
        assertThat(client.get_partitions("shop", "orders", (short) 2)).hasSize(2);
    }

    @Test
    void readsExpressionsThatAreTexts() throws TException {
        orders();
        PartitionsByExprRequest request = new PartitionsByExprRequest("shop", "orders",
                ByteBuffer.wrap("year = 2026".getBytes(UTF_8)));
        assertThat(client.get_partitions_by_expr(request).getPartitions()).hasSize(2);
        assertThat(client.get_partition_names_req(request)).hasSize(2);
        assertThat(client.get_partitions_spec_by_expr(request).getPartitionsSpec().getFirst().getPartitionList()
                .getPartitions()).hasSize(2);
        request.setExpr(new byte[]{1, 0, 'o', 'r', 'g', (byte) 0xff});
        assertThatThrownBy(() -> client.get_partitions_by_expr(request))
                .isInstanceOfSatisfying(TApplicationException.class,
                        e -> assertThat(e.getType()).isEqualTo(TApplicationException.UNKNOWN_METHOD))
                .hasMessageContaining("Cannot evaluate the partition expression of 6 bytes");
    }

    @Test
    void listsSpecsAndValues() throws TException {
        orders();
        List<PartitionSpec> specs = client.get_partitions_pspec("shop", "orders", -1);
        assertThat(specs).hasSize(1);
        assertThat(specs.getFirst().getRootPath()).endsWith("/shop.db/orders");
        assertThat(specs.getFirst().getPartitionList().getPartitions()).hasSize(4);
        assertThat(client.get_part_specs_by_filter("shop", "orders", "region = 'eu'", -1).getFirst().getPartitionList()
                .getPartitions())
                .hasSize(2);
        PartitionValuesRequest values = new PartitionValuesRequest("shop", "orders",
                List.of(field("region", "string")));
        assertThat(client.get_partition_values(values).getPartitionValues()).extracting(PartitionValuesRow::getRow)
                .containsExactly(List.of("as"), List.of("eu"), List.of("us"));
        values.setAscending(false);
        values.setMaxParts(1);
        assertThat(client.get_partition_values(values).getPartitionValues()).extracting(PartitionValuesRow::getRow)
                .containsExactly(List.of("us"));
        GetPartitionsRequest request = new GetPartitionsRequest();
        request.setDbName("shop");
        request.setTblName("orders");
        GetPartitionsFilterSpec filter = new GetPartitionsFilterSpec();
        filter.setFilterMode(PartitionFilterMode.BY_EXPR);
        filter.setFilters(List.of("year = 2026", "region = 'us'"));
        request.setFilterSpec(filter);
        assertThat(client.get_partitions_with_specs(request).getPartitionSpec().getFirst().getPartitionList()
                .getPartitions())
                .extracting(Partition::getValues).containsExactly(List.of("2026", "us"));
    }

    @Test
    void addsPartitionsThatShareAStorageDescriptor() throws TException {
        client.create_table(table("shop", "orders", field("year", "int")));
        StorageDescriptor shared = storage();
        shared.setLocation(client.get_table("shop", "orders").getSd().getLocation());
        PartitionWithoutSD partition = new PartitionWithoutSD();
        partition.setValues(List.of("2026"));
        partition.setRelativePath("/elsewhere");
        PartitionSpecWithSharedSD list = new PartitionSpecWithSharedSD();
        list.setSd(shared);
        list.setPartitions(List.of(partition));
        PartitionSpec spec = new PartitionSpec();
        spec.setDbName("shop");
        spec.setTableName("orders");
        spec.setSharedSDPartitionSpec(list);
        assertThat(client.add_partitions_pspec(List.of(spec))).isEqualTo(1);
        assertThat(client.get_partition("shop", "orders", List.of("2026")).getSd().getLocation())
                .endsWith("/shop.db/orders/elsewhere");
    }

    @Test
    void leavesOutColumnsWhereAClientKnowsThem() throws TException {
        client.create_table(table("shop", "orders", field("year", "int")));
        Partition bare = partition(client.get_table("shop", "orders"), "2026");
        bare.getSd().setCols(List.of());
        bare.getParameters().put("note", "kept");
        AddPartitionsRequest request = new AddPartitionsRequest("shop", "orders", List.of(bare), false);
        request.setSkipColumnSchemaForPartition(true);
        request.setPartitionColSchema(storage().getCols());
        AddPartitionsResult added = client.add_partitions_req(request);
        assertThat(added.getPartitions().getFirst().getSd().getCols()).isEmpty();
        assertThat(added.getPartitionColSchema()).hasSize(2);
        assertThat(client.get_partition("shop", "orders", List.of("2026")).getSd().getCols()).hasSize(2);
        PartitionsRequest read = new PartitionsRequest("shop", "orders");
        read.setSkipColumnSchemaForPartition(true);
        read.setExcludeParamKeyPattern("no%");
        Partition selected = client.get_partitions_req(read).getPartitions().getFirst();
        assertThat(selected.getSd().getCols()).isEmpty();
        assertThat(selected.getParameters()).doesNotContainKey("note").containsKey("transient_lastDdlTime");
    }

    @Test
    void dropsOnlyWhatARequestNamesWhole() throws TException {
        orders();
        assertThatThrownBy(() -> client.drop_partition("shop", "orders", List.of(), true))
                .isInstanceOf(MetaException.class)
                .hasMessageContaining("Invalid partition values: []");
        assertThatThrownBy(() -> client.drop_partition("shop", "orders", List.of("2026"), true))
                .isInstanceOf(MetaException.class);
        assertThatThrownBy(() -> client.drop_partition_by_name("shop", "orders", "year=2026", true))
                .isInstanceOf(NoSuchObjectException.class);
        assertThat(client.get_partition_names("shop", "orders", ALL)).hasSize(4);
        RequestPartsSpec names = RequestPartsSpec.names(List.of("year=2026/region=eu", "year=1/region=eu"));
        DropPartitionsRequest drop = new DropPartitionsRequest("shop", "orders", names);
        drop.setIfExists(false);
        assertThatThrownBy(() -> client.drop_partitions_req(drop)).isInstanceOf(NoSuchObjectException.class);
        drop.setIfExists(true);
        assertThat(client.drop_partitions_req(drop).getPartitions()).extracting(Partition::getValues)
                .containsExactly(List.of("2026", "eu"));
        assertThat(client.drop_partition_by_name("shop", "orders", "region=us/year=2026", true)).isTrue();
        assertThat(client.get_partition_names("shop", "orders", ALL)).containsExactlyInAnyOrder("year=2025/region=eu",
                "year=999/region=as");
    }

    @Test
    void makesTablesWithConstraintsAndShowsThem() throws TException {
        Table orders = table("shop", "orders");
        SQLPrimaryKey key = new SQLPrimaryKey();
        key.setColumn_name("nosuch");
        key.setTable_db("shop");
        key.setTable_name("orders");
        CreateTableRequest request = new CreateTableRequest(orders);
        request.setPrimaryKeys(List.of(key));
        assertThatThrownBy(() -> client.create_table_req(request)).isInstanceOf(InvalidObjectException.class)
                .hasMessageContaining("shop.orders has not all of the columns [nosuch]");
        key.setColumn_name(orders.getSd().getCols().getFirst().getName());
        client.create_table_req(request);
        assertThat(client.get_primary_keys(new PrimaryKeysRequest("shop", "orders")).getPrimaryKeys())
                .singleElement().satisfies(one -> {
                    assertThat(one.getColumn_name()).isEqualTo(key.getColumn_name());
                    assertThat(one.getKey_seq()).isEqualTo(1);
                    assertThat(one.getPk_name()).startsWith("pk_");
                });
        assertThat(client.get_primary_keys(new PrimaryKeysRequest("shop", "missing")).getPrimaryKeys()).isEmpty();
    }

    @Test
    void takesTheUserOfAConnection() throws TException {
        assertThat(client.set_ugi("ann", List.of("staff"))).containsExactly("staff", "ann");
        assertThatThrownBy(() -> client.set_ugi("", List.of())).isInstanceOf(MetaException.class)
                .hasMessage("Invalid user: ''");
    }

    @Test
    void keepsSettingsOfAConnectionApart() throws TException {
        assertThat(client.getMetaConf("hive.metastore.try.direct.sql")).isEqualTo("true");
        client.setMetaConf("hive.metastore.try.direct.sql", "false");
        assertThat(client.getMetaConf("hive.metastore.try.direct.sql")).isEqualTo("false");
        assertThat(door.connect().getMetaConf("hive.metastore.try.direct.sql")).isEqualTo("true");
        assertThatThrownBy(() -> client.setMetaConf("hive.nonsense", "1")).isInstanceOf(MetaException.class)
                .hasMessageContaining("Invalid configuration key: 'hive.nonsense'");
        assertThatThrownBy(() -> client.setMetaConf("hive.metastore.try.direct.sql", "maybe"))
                .isInstanceOf(MetaException.class);
    }

    @Test
    void answersConfigurationValuesThatAreNotSecret() throws TException {
        assertThat(client.get_config_value("hive.metastore.warehouse.dir", "x")).endsWith("warehouse");
        assertThat(client.get_config_value("hive.exec.default.partition.name", "x"))
                .isEqualTo("__HIVE_DEFAULT_PARTITION__");
        assertThat(client.get_config_value("hive.unknown", "mine")).isEqualTo("mine");
        assertThatThrownBy(() -> client.get_config_value("javax.jdo.option.ConnectionPassword", ""))
                .isInstanceOf(ConfigValSecurityException.class);
        assertThatThrownBy(() -> client.get_config_value("hive.server2.keystore.password", ""))
                .isInstanceOf(ConfigValSecurityException.class);
    }

    @Test
    void saysWhoItIs() throws TException {
        assertThat(client.getStatus()).isEqualTo(fb_status.ALIVE);
        assertThat(client.getName()).isEqualTo("Skep metastore");
        assertThat(client.aliveSince()).isPositive();
        assertThat(client.get_metastore_db_uuid()).isEqualTo(door.connect().get_metastore_db_uuid());
        assertThat(client.partition_name_to_vals("a=1/b=x%2Fy")).containsExactly("1", "x/y");
        assertThat(client.partition_name_to_spec("a=1/b=2")).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(client.get_active_resource_plan(new WMGetActiveResourcePlanRequest()).isSetResourcePlan()).isFalse();
        client.shutdown();
        assertThat(client.getStatus()).isEqualTo(fb_status.ALIVE);
    }

    @Test
    void findsMaterializedViewsThatQueriesMayUse() throws TException {
        Table view = table("shop", "daily");
        view.setTableType("MATERIALIZED_VIEW");
        view.setViewOriginalText("select 1");
        view.setViewExpandedText("select 1");
        view.setRewriteEnabled(true);
        client.create_table(view);
        assertThat(client.get_materialized_views_for_rewriting("shop")).containsExactly("daily");
        assertThat(client.get_all_materialized_view_objects_for_rewriting()).extracting(Table::getTableName)
                .containsExactly("daily");
    }

    @Test
    void tellsEventsByKindDatabaseAndTable() throws TException {
        long before = client.get_current_notificationEventId().getEventId();
        Table orders = orders();
        client.create_table(table("shop", "other"));
        InsertEventRequestData insert = new InsertEventRequestData();
        insert.setReplace(true);
        insert.setFilesAdded(List.of("file:/a"));
        FireEventRequest fire = new FireEventRequest(true, FireEventRequestData.insertData(insert));
        fire.setDbName("shop");
        fire.setTableName("orders");
        fire.setPartitionVals(List.of("2026", "eu"));
        assertThat(client.fire_listener_event(fire).getEventIds()).hasSize(1);

        // A client need not say whether rows were replaced; one of 2.3 never leaves out the field that is at this place there.
        long last = client.get_current_notificationEventId().getEventId();
        insert.unsetReplace();
        client.fire_listener_event(fire);
        assertThat(client.get_next_notification(new NotificationEventRequest(last)).getEvents()).singleElement()
                .satisfies(event -> assertThat(event.getMessage()).contains("\"files\":[\"file:/a\"]"));

        NotificationEventRequest request = new NotificationEventRequest(before);
        request.setMaxEvents(4);
        assertThat(client.get_next_notification(request).getEvents()).extracting(NotificationEvent::getEventType)
                .containsExactly("CREATE_TABLE", "ADD_PARTITION", "CREATE_TABLE", "INSERT");
        request.setTableNames(List.of("orders"));
        request.setDbName("shop");
        request.setEventTypeSkipList(List.of("CREATE_TABLE"));
        request.setMaxEvents(1);
        List<NotificationEvent> events = client.get_next_notification(request).getEvents();
        assertThat(events).extracting(NotificationEvent::getEventType).containsExactly("ADD_PARTITION");
        request.setLastEvent(events.getFirst().getEventId());
        NotificationEvent inserted = client.get_next_notification(request).getEvents().getFirst();
        assertThat(inserted.getMessage()).contains("\"files\":[\"file:/a\"]",
                "\"ptnObjJson\":\"{\\\"1\\\":{\\\"lst\\\":[\\\"str\\\",2,\\\"2026\\\",\\\"eu\\\"]}");
        NotificationEventsCountRequest count = new NotificationEventsCountRequest(before, "shop");
        assertThat(client.get_notification_events_count(count).getEventsCount()).isEqualTo(5);
        count.setTableNames(List.of(orders.getTableName()));
        assertThat(client.get_notification_events_count(count).getEventsCount()).isEqualTo(4);
    }

    @Test
    void dropsDatabasesAsTheRequestSays() throws TException {
        orders();
        DropDatabaseRequest drop = new DropDatabaseRequest("shop", false, true, false);
        assertThatThrownBy(() -> client.drop_database_req(drop)).isInstanceOf(InvalidOperationException.class);
        drop.setCascade(true);
        client.drop_database_req(drop);
        assertThatThrownBy(() -> client.drop_database_req(drop)).isInstanceOf(NoSuchObjectException.class);
        drop.setIgnoreUnknownDb(true);
        client.drop_database_req(drop);
    }

    @Test
    void refusesRequestsThatLackWhatTheyNeed() throws TException {
        assertThatThrownBy(() -> client.get_table("shop", null))
                .isInstanceOf(NoSuchObjectException.class.getSuperclass())
                .hasMessageContaining("it has no table name");
        assertThatThrownBy(() -> client.get_table("shop", "")).hasMessageContaining("no table has an empty name");
        assertThatThrownBy(() -> client.create_table(null)).hasMessageContaining("it has no table");
        Table unnamed = table("shop", "t");
        unnamed.getSd().setCols(new ArrayList<>(List.of(field("a", "int"))));
        unnamed.getSd().getCols().getFirst().unsetType();
        assertThatThrownBy(() -> client.create_table(unnamed)).hasMessageContaining("it has no type of column a");
        assertThatThrownBy(() -> client
                .add_partitions(List.of(partition(orders(), "1", "a"), partition(table("shop", "x"), "1", "b"))))
                .hasMessageContaining("it says that it is of shop.x");
        assertThat(client.getStatus()).isEqualTo(fb_status.ALIVE);
    }

    @Test
    void listsNoPartitionsOfATableWithoutKeys() throws TException {
        client.create_table(table("shop", "plain"));
        assertThat(client.get_partition_names("shop", "plain", ALL)).isEmpty();
        assertThat(client.get_partitions("shop", "plain", ALL)).isEmpty();
        assertThatThrownBy(() -> client.get_partition_names("shop", "missing", ALL))
                .isInstanceOf(NoSuchObjectException.class);
        assertThatThrownBy(() -> client.get_partition("shop", "plain", List.of("1"))).isInstanceOf(MetaException.class);
    }

    @Test
    void saysWhereATableWouldGo() throws TException {
        Table table = client.translate_table_dryrun(new CreateTableRequest(table("shop", "Later")));
        assertThat(table.getSd().getLocation()).endsWith("/shop.db/later");
        assertThat(client.get_all_tables("shop")).isEmpty();
    }

    @Test
    void mergesStatisticsOfAddedRows() throws TException {
        client.create_table(table("shop", "orders"));
        for (long high : new long[]{10, 70, 30}) {
            LongColumnStatsData values = new LongColumnStatsData(1, high);
            values.setLowValue(high - 5);
            values.setHighValue(high);
            ColumnStatisticsObj column = new ColumnStatisticsObj("id", "int", ColumnStatisticsData.longStats(values));
            SetPartitionsStatsRequest request = new SetPartitionsStatsRequest(
                    List.of(new ColumnStatistics(new ColumnStatisticsDesc(true, "shop", "orders"), List.of(column))));
            request.setNeedMerge(true);
            assertThat(client.set_aggr_stats_for(request)).isTrue();
        }
        LongColumnStatsData merged = client.get_table_column_statistics("shop", "orders", "id").getStatsObj().getFirst()
                .getStatsData()
                .getLongStats();
        assertThat(List.of(merged.getLowValue(), merged.getHighValue(), merged.getNumNulls(), merged.getNumDVs()))
                .containsExactly(5L, 70L, 3L, 70L);
    }

    @Test
    void appendsPartitionsByTheNamesOfTheirKeys() throws TException {
        orders();
        assertThat(client.append_partition_by_name("shop", "orders", "region=jp/year=2027").getValues())
                .containsExactly("2027", "jp");
        Map<String, String> spec = new HashMap<>(Map.of("year", "2026"));
        client.create_table(table("shop", "archive", field("year", "int"), field("region", "string")));
        assertThat(client.exchange_partitions(spec, "shop", "orders", "shop", "archive")).hasSize(2);
        assertThat(client.get_partition_names("shop", "archive", ALL)).containsExactly("year=2026/region=eu",
                "year=2026/region=us");
    }
}

package dev.skep.server.hms;

import static dev.skep.server.hms.Structs.database;
import static dev.skep.server.hms.Structs.field;
import static dev.skep.server.hms.Structs.storage;
import static dev.skep.server.hms.Structs.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.skep.thrift.hms.AddPackageRequest;
import dev.skep.thrift.hms.AlterDataConnectorRequest;
import dev.skep.thrift.hms.AlterISchemaRequest;
import dev.skep.thrift.hms.AlreadyExistsException;
import dev.skep.thrift.hms.CacheFileMetadataRequest;
import dev.skep.thrift.hms.ClearFileMetadataRequest;
import dev.skep.thrift.hms.CreateDataConnectorRequest;
import dev.skep.thrift.hms.CreateDatabaseRequest;
import dev.skep.thrift.hms.DataConnector;
import dev.skep.thrift.hms.Database;
import dev.skep.thrift.hms.DatabaseType;
import dev.skep.thrift.hms.DropDataConnectorRequest;
import dev.skep.thrift.hms.DropPackageRequest;
import dev.skep.thrift.hms.FindSchemasByColsRqst;
import dev.skep.thrift.hms.GetDataConnectorRequest;
import dev.skep.thrift.hms.GetFileMetadataByExprRequest;
import dev.skep.thrift.hms.GetFileMetadataRequest;
import dev.skep.thrift.hms.GetPackageRequest;
import dev.skep.thrift.hms.GetSerdeRequest;
import dev.skep.thrift.hms.GetTableRequest;
import dev.skep.thrift.hms.ISchema;
import dev.skep.thrift.hms.ISchemaName;
import dev.skep.thrift.hms.Index;
import dev.skep.thrift.hms.InvalidObjectException;
import dev.skep.thrift.hms.InvalidOperationException;
import dev.skep.thrift.hms.ListPackageRequest;
import dev.skep.thrift.hms.ListStoredProcedureRequest;
import dev.skep.thrift.hms.MapSchemaVersionToSerdeRequest;
import dev.skep.thrift.hms.MetaException;
import dev.skep.thrift.hms.NoSuchObjectException;
import dev.skep.thrift.hms.Package;
import dev.skep.thrift.hms.PropertyGetRequest;
import dev.skep.thrift.hms.PropertySetRequest;
import dev.skep.thrift.hms.PutFileMetadataRequest;
import dev.skep.thrift.hms.SchemaCompatibility;
import dev.skep.thrift.hms.SchemaType;
import dev.skep.thrift.hms.SchemaValidation;
import dev.skep.thrift.hms.SchemaVersion;
import dev.skep.thrift.hms.SchemaVersionDescriptor;
import dev.skep.thrift.hms.SchemaVersionState;
import dev.skep.thrift.hms.SerDeInfo;
import dev.skep.thrift.hms.SerdeType;
import dev.skep.thrift.hms.SetSchemaVersionStateRequest;
import dev.skep.thrift.hms.StoredProcedure;
import dev.skep.thrift.hms.StoredProcedureRequest;
import dev.skep.thrift.hms.Table;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The schema registry, routines, data connectors, properties, file metadata and indexes over the wire: what each call answers, and the exception it fails with. */
class TestRegistryEndpoints {
    private static final ISchemaName ORDER = new ISchemaName("hive", "shop", "order");

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

    private static ISchema schema(String database, String name) {
        ISchema schema = new ISchema(SchemaType.AVRO, name, "hive", database, SchemaCompatibility.FORWARD,
                SchemaValidation.ALL, true);
        schema.setDescription("about it");
        schema.setSchemaGroup("group");
        return schema;
    }

    private static SchemaVersion version(int number) {
        SchemaVersion version = new SchemaVersion(ORDER, number, 1_700_000_000L,
                List.of(field("id", "int"), field("note", "string")));
        version.setFingerprint("f00");
        version.setSchemaText("{}");
        version.setState(SchemaVersionState.INITIATED);
        return version;
    }

    @Test
    void registersSchemas() throws Exception {
        client.create_ischema(schema("shop", "Order"));
        assertThat(client.get_ischema(ORDER)).isEqualTo(schema("shop", "order"));
        assertThatThrownBy(() -> client.create_ischema(schema("shop", "order")))
                .isInstanceOf(AlreadyExistsException.class);
        ISchema changed = schema("shop", "order");
        changed.setCompatibility(SchemaCompatibility.NONE);
        changed.unsetDescription();
        client.alter_ischema(new AlterISchemaRequest(ORDER, changed));
        assertThat(client.get_ischema(ORDER).getCompatibility()).isEqualTo(SchemaCompatibility.NONE);
        assertThat(client.get_ischema(ORDER).getDescription()).isEqualTo("about it");
        assertThatThrownBy(() -> client.get_schema_latest_version(ORDER)).isInstanceOf(NoSuchObjectException.class);
        client.add_schema_version(version(1));
        client.add_schema_version(version(2));
        assertThatThrownBy(() -> client.add_schema_version(version(2))).isInstanceOf(AlreadyExistsException.class);
        assertThat(client.get_schema_version(new SchemaVersionDescriptor(ORDER, 1))).isEqualTo(version(1));
        assertThat(client.get_schema_latest_version(ORDER).getVersion()).isEqualTo(2);
        assertThat(client.get_schema_all_versions(ORDER)).extracting(SchemaVersion::getVersion)
                .containsExactly(2, 1);
        FindSchemasByColsRqst search = new FindSchemasByColsRqst();
        search.setColName("NOTE");
        assertThat(client.get_schemas_by_cols(search).getSchemaVersions())
                .containsExactly(new SchemaVersionDescriptor(ORDER, 1), new SchemaVersionDescriptor(ORDER, 2));
        assertThatThrownBy(() -> client.get_schemas_by_cols(new FindSchemasByColsRqst()))
                .isInstanceOf(MetaException.class);
        client.set_schema_version_state(new SetSchemaVersionStateRequest(new SchemaVersionDescriptor(ORDER, 2),
                SchemaVersionState.ENABLED));
        assertThat(client.get_schema_latest_version(ORDER).getState()).isEqualTo(SchemaVersionState.ENABLED);
        assertThatThrownBy(() -> client.drop_ischema(ORDER)).isInstanceOf(InvalidOperationException.class);
        client.drop_schema_version(new SchemaVersionDescriptor(ORDER, 2));
        client.drop_schema_version(new SchemaVersionDescriptor(ORDER, 1));
        assertThatThrownBy(() -> client.drop_schema_version(new SchemaVersionDescriptor(ORDER, 1)))
                .isInstanceOf(NoSuchObjectException.class);
        client.drop_ischema(ORDER);
        assertThatThrownBy(() -> client.get_ischema(ORDER)).isInstanceOf(NoSuchObjectException.class);
        assertThatThrownBy(() -> client.drop_ischema(ORDER)).isInstanceOf(NoSuchObjectException.class);
    }

    @Test
    void mapsVersionsToSerDes() throws Exception {
        SerDeInfo serde = new SerDeInfo("avro", "org.example.Avro", Map.of("k", "v"));
        serde.setDescription("d");
        serde.setSerdeType(SerdeType.SCHEMA_REGISTRY);
        client.add_serde(serde);
        assertThat(client.get_serde(new GetSerdeRequest("avro"))).isEqualTo(serde);
        assertThatThrownBy(() -> client.add_serde(serde)).isInstanceOf(AlreadyExistsException.class);
        assertThatThrownBy(() -> client.get_serde(new GetSerdeRequest("none")))
                .isInstanceOf(NoSuchObjectException.class);
        client.create_ischema(schema("shop", "order"));
        client.add_schema_version(version(1));
        SchemaVersionDescriptor one = new SchemaVersionDescriptor(ORDER, 1);
        client.map_schema_version_to_serde(new MapSchemaVersionToSerdeRequest(one, "avro"));
        assertThat(client.get_schema_version(one).getSerDe()).isEqualTo(serde);
        assertThatThrownBy(() -> client.map_schema_version_to_serde(new MapSchemaVersionToSerdeRequest(one, "none")))
                .isInstanceOf(NoSuchObjectException.class);
    }

    @Test
    void schemaInAMissingDatabaseIsToldUnderTheNumbersOfAllGenerations() throws Exception {
        assertThatThrownBy(() -> client.create_ischema(schema("nosuch", "order")))
                .isInstanceOf(NoSuchObjectException.class);
        TProtocol wire = client.getOutputProtocol();
        wire.writeMessageBegin(new TMessage("create_ischema", TMessageType.CALL, 7));
        ThriftHiveMetastore.create_ischema_args arguments = new ThriftHiveMetastore.create_ischema_args();
        arguments.setSchema(schema("nosuch", "order"));
        arguments.write(wire);
        wire.writeMessageEnd();
        wire.getTransport().flush();
        wire.readMessageBegin();
        wire.readStructBegin();
        Map<Short, String> answers = new HashMap<>();
        for (TField field = wire.readFieldBegin(); field.type != TType.STOP; field = wire.readFieldBegin()) {
            NoSuchObjectException failure = new NoSuchObjectException();
            failure.read(wire);
            answers.put(field.id, failure.getMessage());
        }
        wire.readStructEnd();
        wire.readMessageEnd();
        String why = "Cannot find database nosuch: it does not exist";
        assertThat(answers).isEqualTo(Map.of((short) -1, why, (short) 2, why));
        assertThat(client.get_all_databases()).contains("shop");
    }

    @Test
    void keepsProceduresAndPackages() throws Exception {
        StoredProcedure procedure = new StoredProcedure("P1", "shop", "hive", "ann", "BEGIN END");
        client.create_stored_procedure(procedure);
        procedure.setSource("BEGIN NULL; END");
        client.create_stored_procedure(procedure);
        StoredProcedureRequest name = new StoredProcedureRequest("hive", "shop", "P1");
        assertThat(client.get_stored_procedure(name)).isEqualTo(procedure);
        assertThatThrownBy(() -> client.get_stored_procedure(new StoredProcedureRequest("hive", "shop", "p1")))
                .isInstanceOf(NoSuchObjectException.class);
        assertThat(client.get_all_stored_procedures(new ListStoredProcedureRequest("hive"))).containsExactly("P1");
        assertThatThrownBy(() -> client.create_stored_procedure(
                new StoredProcedure("P1", "nosuch", "hive", "ann", "BEGIN END")))
                .isInstanceOf(NoSuchObjectException.class);
        client.drop_stored_procedure(name);
        client.drop_stored_procedure(name);
        assertThat(client.get_all_stored_procedures(new ListStoredProcedureRequest("hive"))).isEmpty();

        client.add_package(new AddPackageRequest("hive", "shop", "pkg", "ann", "head", "body"));
        assertThat(client.find_package(new GetPackageRequest("hive", "shop", "pkg")))
                .isEqualTo(new Package("hive", "shop", "pkg", "ann", "head", "body"));
        ListPackageRequest inShop = new ListPackageRequest("hive");
        inShop.setDbName("shop");
        assertThat(client.get_all_packages(inShop)).containsExactly("pkg");
        assertThatThrownBy(() -> client.drop_database("shop", true, false))
                .isInstanceOf(InvalidOperationException.class).hasMessageContaining("package shop.pkg is in it");
        client.drop_package(new DropPackageRequest("hive", "shop", "pkg"));
        assertThatThrownBy(() -> client.find_package(new GetPackageRequest("hive", "shop", "pkg")))
                .isInstanceOf(NoSuchObjectException.class);
        assertThatThrownBy(
                () -> client.add_package(new AddPackageRequest("hive", "nosuch", "pkg", "ann", "head", "body")))
                .isInstanceOf(MetaException.class);
    }

    private static DataConnector connector() {
        DataConnector connector = new DataConnector("mysql_shop", "mysql", "jdbc:mysql://db:3306");
        connector.setParameters(Map.of("hive.sql.dbcp.password", "secret"));
        connector.setDescription("far");
        return connector;
    }

    @Test
    void connectsDatabasesOfOtherSystems() throws Exception {
        client.create_dataconnector_req(new CreateDataConnectorRequest(connector()));
        DataConnector kept = client.get_dataconnector_req(new GetDataConnectorRequest("MYSQL_SHOP"));
        assertThat(kept.getUrl()).isEqualTo("jdbc:mysql://db:3306");
        assertThat(kept.getParameters()).isEqualTo(connector().getParameters());
        assertThat(kept.getCreateTime()).isPositive();
        assertThat(kept.getOwnerName()).isNotEmpty();
        assertThatThrownBy(() -> client.create_dataconnector_req(new CreateDataConnectorRequest(connector())))
                .isInstanceOf(AlreadyExistsException.class);
        assertThat(client.get_dataconnectors()).containsExactly("mysql_shop");
        DataConnector changed = new DataConnector("other", "postgres", "jdbc:mysql://new");
        client.alter_dataconnector_req(new AlterDataConnectorRequest("mysql_shop", changed));
        DataConnector altered = client.get_dataconnector_req(new GetDataConnectorRequest("mysql_shop"));
        assertThat(List.of(altered.getUrl(), altered.getType(), altered.getDescription(), altered.getOwnerName()))
                .containsExactly("jdbc:mysql://new", "mysql", "far", kept.getOwnerName());
        assertThat(altered.getParameters()).isEmpty();
        assertThatThrownBy(() -> client.alter_dataconnector_req(new AlterDataConnectorRequest("nosuch", changed)))
                .isInstanceOf(NoSuchObjectException.class);

        CreateDatabaseRequest far = new CreateDatabaseRequest("far");
        far.setType(DatabaseType.REMOTE);
        far.setDataConnectorName("mysql_shop");
        far.setRemote_dbname("Orders");
        client.create_database_req(far);
        Database remote = client.get_database("far");
        assertThat(remote.getType()).isEqualTo(DatabaseType.REMOTE);
        assertThat(remote.getConnector_name() + " " + remote.getRemote_dbname()).isEqualTo("mysql_shop Orders");
        assertThat(client.get_database("shop").getType()).isEqualTo(DatabaseType.NATIVE);
        assertThat(client.get_all_databases()).contains("far");
        remote.setDescription("changed");
        client.alter_database("far", remote);
        assertThat(client.get_database("far").getConnector_name()).isEqualTo("mysql_shop");
        for (ThrowingCall call : List.<ThrowingCall>of(() -> client.get_all_tables("far"),
                () -> client.get_tables("far", "*"), () -> client.get_table("far", "t"),
                () -> client.get_table_req(new GetTableRequest("far", "t")),
                () -> client.create_table(table("far", "t")), () -> client.drop_table("far", "t", false),
                () -> client.get_partition_names("far", "t", (short) -1))) {
            assertThatThrownBy(call::make).isInstanceOf(MetaException.class)
                    .hasMessageContaining("database far: it is remote, database 'Orders' of data connector mysql_shop");
        }
        assertThat(client.get_table_meta("*", "*", List.of())).isEmpty();
        far.setDatabaseName("farther");
        far.setDataConnectorName("nosuch");
        assertThatThrownBy(() -> client.create_database_req(far)).isInstanceOf(InvalidObjectException.class);
        DropDataConnectorRequest drop = new DropDataConnectorRequest("mysql_shop");
        drop.setCheckReferences(true);
        assertThatThrownBy(() -> client.drop_dataconnector_req(drop)).isInstanceOf(InvalidOperationException.class);
        client.drop_database("far", true, true);
        client.drop_dataconnector_req(drop);
        assertThatThrownBy(() -> client.drop_dataconnector_req(drop)).isInstanceOf(NoSuchObjectException.class);
        drop.setIfNotExists(true);
        client.drop_dataconnector_req(drop);
        assertThatThrownBy(() -> client.get_dataconnector_req(new GetDataConnectorRequest("mysql_shop")))
                .isInstanceOf(NoSuchObjectException.class);
    }

    private interface ThrowingCall {
        void make() throws Exception;
    }

    @Test
    void keepsProperties() throws Exception {
        assertThat(client.set_properties(properties("hms", Map.of("shop.orders.fill", "0.3", "shop.items.fill", "0.8",
                "shop.items.job", "{\"type\": \"stub\"}", "level", "7")))).isTrue();
        PropertyGetRequest all = new PropertyGetRequest("hms", "");
        assertThat(client.get_properties(all).getProperties().keySet()).containsExactlyInAnyOrder("hms",
                "shop.items", "shop.orders");
        PropertyGetRequest some = new PropertyGetRequest("hms", "shop.");
        some.setMapPredicate("fill > 0.5 && job.type == 'stub'");
        some.setMapSelection(List.of("fill", "{'kind': job.type}"));
        assertThat(client.get_properties(some).getProperties())
                .isEqualTo(Map.of("shop.items", Map.of("fill", "0.8", "kind", "stub")));
        some.setMapPredicate("''.class.forName('java.lang.Runtime')");
        assertThatThrownBy(() -> client.get_properties(some)).isInstanceOf(MetaException.class)
                .hasMessageContaining("Invalid expression over properties");
        assertThatThrownBy(() -> client.get_properties(new PropertyGetRequest("other", "")))
                .isInstanceOf(NoSuchObjectException.class);
        assertThatThrownBy(() -> client.set_properties(properties("hms", Map.of("a..b", "c"))))
                .isInstanceOf(MetaException.class).hasMessageContaining("has an empty part");
    }

    private static PropertySetRequest properties(String namespace, Map<String, String> properties) {
        return new PropertySetRequest(namespace, properties);
    }

    @Test
    void hasNoCacheOfFileMetadata() throws Exception {
        client.put_file_metadata(new PutFileMetadataRequest(List.of(1L), List.of(ByteBuffer.wrap(new byte[]{1}))));
        client.clear_file_metadata(new ClearFileMetadataRequest(List.of(1L)));
        assertThat(client.get_file_metadata(new GetFileMetadataRequest(List.of(1L))).isIsSupported()).isFalse();
        assertThat(client.get_file_metadata_by_expr(
                new GetFileMetadataByExprRequest(List.of(1L), ByteBuffer.wrap(new byte[0]))).isIsSupported())
                .isFalse();
        assertThat(client.cache_file_metadata(new CacheFileMetadataRequest("shop", "orders")).isIsSupported())
                .isFalse();
    }

    private static Index index(Consumer<Index> change) {
        Index index = new Index();
        index.setIndexName("By_Id");
        index.setIndexHandlerClass("org.example.Compact");
        index.setDbName("shop");
        index.setOrigTableName("orders");
        index.setIndexTableName("shop__orders_by_id__");
        index.setSd(storage());
        index.setParameters(Map.of("k", "v"));
        index.setDeferredRebuild(true);
        change.accept(index);
        return index;
    }

    private static Table indexTable() {
        Table table = table("shop", "shop__orders_by_id__");
        table.setTableType("INDEX_TABLE");
        return table;
    }

    @Test
    void keepsIndexes() throws Exception {
        client.create_table(table("shop", "orders"));
        Index added = client.add_index(index(same -> {}), indexTable());
        assertThat(added.getCreateTime()).isPositive();
        assertThat(added.getIndexName()).isEqualTo("by_id");
        assertThat(client.get_table("shop", "shop__orders_by_id__").getTableType()).isEqualTo("INDEX_TABLE");
        assertThat(client.get_index_by_name("shop", "orders", "By_ID")).isEqualTo(added);
        assertThat(added.getSd().getCols()).isEqualTo(storage().getCols());
        assertThat(client.get_index_names("shop", "orders", (short) -1)).containsExactly("by_id");
        assertThat(client.get_indexes("shop", "orders", (short) -1)).containsExactly(added);
        assertThat(client.get_indexes("shop", "nosuch", (short) -1)).isEmpty();
        assertThatThrownBy(() -> client.add_index(index(same -> {}), indexTable()))
                .isInstanceOf(AlreadyExistsException.class);
        assertThatThrownBy(() -> client.add_index(index(other -> other.setIndexName("again")), indexTable()))
                .isInstanceOf(InvalidObjectException.class);
        assertThatThrownBy(() -> client.add_index(index(other -> other.setOrigTableName("nosuch")), indexTable()))
                .isInstanceOf(InvalidObjectException.class);
        assertThatThrownBy(() -> client.add_index(index(other -> {
            other.setIndexName("bare");
            other.unsetSd();
        }), indexTable())).isInstanceOf(InvalidObjectException.class);
        client.alter_index("shop", "orders", "by_id", index(other -> other.setParameters(Map.of("n", "1"))));
        assertThat(client.get_index_by_name("shop", "orders", "by_id").getParameters()).containsEntry("n", "1")
                .doesNotContainKey("k").containsKey("transient_lastDdlTime");
        assertThatThrownBy(() -> client.alter_index("shop", "orders", "nosuch", index(same -> {})))
                .isInstanceOf(MetaException.class);
        assertThatThrownBy(() -> client.drop_table("shop", "shop__orders_by_id__", true))
                .isInstanceOf(MetaException.class).hasMessageContaining("drop the index");
        assertThat(client.drop_index_by_name("shop", "orders", "by_id", true)).isTrue();
        assertThat(client.get_all_tables("shop")).containsExactly("orders");
        assertThatThrownBy(() -> client.drop_index_by_name("shop", "orders", "by_id", true))
                .isInstanceOf(NoSuchObjectException.class);
        assertThatThrownBy(() -> client.get_index_by_name("shop", "orders", "by_id"))
                .isInstanceOf(NoSuchObjectException.class);
        client.add_index(index(same -> {}), indexTable());
        client.drop_table("shop", "orders", true);
        assertThat(client.get_all_tables("shop")).isEmpty();
    }
}

package dev.skep.server.hms;

import java.util.List;
import java.util.Map;

import dev.skep.server.hms.mapping.Requests;
import dev.skep.thrift.hms.AddPackageRequest;
import dev.skep.thrift.hms.AlterDataConnectorRequest;
import dev.skep.thrift.hms.CacheFileMetadataRequest;
import dev.skep.thrift.hms.CacheFileMetadataResult;
import dev.skep.thrift.hms.ClearFileMetadataRequest;
import dev.skep.thrift.hms.ClearFileMetadataResult;
import dev.skep.thrift.hms.CmRecycleRequest;
import dev.skep.thrift.hms.CmRecycleResponse;
import dev.skep.thrift.hms.CreateDataConnectorRequest;
import dev.skep.thrift.hms.DataConnector;
import dev.skep.thrift.hms.DropDataConnectorRequest;
import dev.skep.thrift.hms.DropPackageRequest;
import dev.skep.thrift.hms.GetDataConnectorRequest;
import dev.skep.thrift.hms.GetFileMetadataByExprRequest;
import dev.skep.thrift.hms.GetFileMetadataByExprResult;
import dev.skep.thrift.hms.GetFileMetadataRequest;
import dev.skep.thrift.hms.GetFileMetadataResult;
import dev.skep.thrift.hms.GetPackageRequest;
import dev.skep.thrift.hms.ListPackageRequest;
import dev.skep.thrift.hms.ListStoredProcedureRequest;
import dev.skep.thrift.hms.Package;
import dev.skep.thrift.hms.PropertyGetRequest;
import dev.skep.thrift.hms.PropertyGetResponse;
import dev.skep.thrift.hms.PropertySetRequest;
import dev.skep.thrift.hms.PutFileMetadataRequest;
import dev.skep.thrift.hms.PutFileMetadataResult;
import dev.skep.thrift.hms.StoredProcedure;
import dev.skep.thrift.hms.StoredProcedureRequest;
import org.apache.thrift.TException;

/** What HiveServer2 of Hive 4 keeps in the metastore beside the catalog: connectors, packages, procedures, properties; and a cache of file footers. None can be stored, so that there are none to list. */
interface UpkeepEndpoints extends Endpoints {

    @Override
    default List<String> get_dataconnectors() throws TException {
        return List.of();
    }

    @Override
    default DataConnector get_dataconnector_req(GetDataConnectorRequest request) throws TException {
        throw HmsErrors.unsupported("get_dataconnector_req");
    }

    @Override
    default void create_dataconnector_req(CreateDataConnectorRequest connectorReq) throws TException {
        throw HmsErrors.unsupported("create_dataconnector_req");
    }

    @Override
    default void alter_dataconnector_req(AlterDataConnectorRequest alterReq) throws TException {
        throw HmsErrors.unsupported("alter_dataconnector_req");
    }

    @Override
    default void drop_dataconnector_req(DropDataConnectorRequest dropDcReq) throws TException {
        throw HmsErrors.unsupported("drop_dataconnector_req");
    }

    @Override
    default List<String> get_all_packages(ListPackageRequest request) throws TException {
        return List.of();
    }

    @Override
    default Package find_package(GetPackageRequest request) throws TException {
        throw HmsErrors.unsupported("find_package");
    }

    @Override
    default void add_package(AddPackageRequest request) throws TException {
        throw HmsErrors.unsupported("add_package");
    }

    @Override
    default void drop_package(DropPackageRequest request) throws TException {
        throw HmsErrors.unsupported("drop_package");
    }

    @Override
    default List<String> get_all_stored_procedures(ListStoredProcedureRequest request) throws TException {
        return List.of();
    }

    @Override
    default StoredProcedure get_stored_procedure(StoredProcedureRequest request) throws TException {
        throw HmsErrors.unsupported("get_stored_procedure");
    }

    @Override
    default void create_stored_procedure(StoredProcedure proc) throws TException {
        throw HmsErrors.unsupported("create_stored_procedure");
    }

    @Override
    default void drop_stored_procedure(StoredProcedureRequest request) throws TException {
        throw HmsErrors.unsupported("drop_stored_procedure");
    }

    @Override
    default PropertyGetResponse get_properties(PropertyGetRequest request) throws TException {
        throw HmsErrors.unsupported("get_properties");
    }

    @Override
    default boolean set_properties(PropertySetRequest request) throws TException {
        throw HmsErrors.unsupported("set_properties");
    }

    @Override
    default GetFileMetadataResult get_file_metadata(GetFileMetadataRequest request) throws TException {
        // The protocol has a word for a server without this cache.
        return new GetFileMetadataResult(Map.of(), false);
    }

    @Override
    default GetFileMetadataByExprResult get_file_metadata_by_expr(GetFileMetadataByExprRequest request)
            throws TException {
        return new GetFileMetadataByExprResult(Map.of(), false);
    }

    @Override
    default PutFileMetadataResult put_file_metadata(PutFileMetadataRequest request) throws TException {
        throw HmsErrors.unsupported("put_file_metadata");
    }

    @Override
    default ClearFileMetadataResult clear_file_metadata(ClearFileMetadataRequest request) throws TException {
        throw HmsErrors.unsupported("clear_file_metadata");
    }

    @Override
    default CacheFileMetadataResult cache_file_metadata(CacheFileMetadataRequest request) throws TException {
        return new CacheFileMetadataResult(false);
    }

    @Override
    default CmRecycleResponse cm_recycle(CmRecycleRequest request) throws TException {
        run("cm_recycle", session -> session.replication().recycle(Requests.required(request.getDataPath(), "path")));
        return new CmRecycleResponse();
    }
}

package dev.skep.server.hms;

import java.util.List;
import java.util.Map;

import dev.skep.thrift.hms.Index;
import dev.skep.thrift.hms.Table;
import dev.skep.thrift.hms.Type;
import org.apache.thrift.TException;

/** What later generations of Hive gave up: row types of before Hive 1, and indexes, which 3.1 removed. Neither can be stored, so that there are none to list. */
interface LegacyEndpoints extends Endpoints {

    @Override
    default boolean create_type(Type type) throws TException {
        throw HmsErrors.unsupported("create_type");
    }

    @Override
    default boolean drop_type(String type) throws TException {
        throw HmsErrors.unsupported("drop_type");
    }

    @Override
    default Type get_type(String name) throws TException {
        throw HmsErrors.unsupported("get_type");
    }

    @Override
    default Map<String, Type> get_type_all(String name) throws TException {
        throw HmsErrors.unsupported("get_type_all");
    }

    @Override
    default Index add_index(Index newIndex, Table indexTable) throws TException {
        throw HmsErrors.unsupported("add_index");
    }

    @Override
    default void alter_index(String dbname, String baseTblName, String idxName, Index newIdx) throws TException {
        throw HmsErrors.unsupported("alter_index");
    }

    @Override
    default boolean drop_index_by_name(String dbName, String tblName, String indexName, boolean deleteData)
            throws TException {
        throw HmsErrors.unsupported("drop_index_by_name");
    }

    @Override
    default Index get_index_by_name(String dbName, String tblName, String indexName) throws TException {
        throw HmsErrors.unsupported("get_index_by_name");
    }

    @Override
    default List<Index> get_indexes(String dbName, String tblName, short maxIndexes) throws TException {
        return List.of();
    }

    @Override
    default List<String> get_index_names(String dbName, String tblName, short maxIndexes) throws TException {
        return List.of();
    }
}

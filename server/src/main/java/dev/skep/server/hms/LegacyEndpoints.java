package dev.skep.server.hms;

import static dev.skep.server.hms.mapping.Requests.required;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.server.hms.mapping.TypeMapping;
import dev.skep.thrift.hms.Index;
import dev.skep.thrift.hms.Table;
import dev.skep.thrift.hms.Type;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** What later generations of Hive gave up: types under a name, of before Hive 1, and indexes, which 3.1 removed. Indexes cannot be stored, so that there are none to list. */
interface LegacyEndpoints extends Endpoints {

    @Override
    default boolean create_type(@Nullable Type type) throws TException {
        run("create_type", session -> session.types().create(TypeMapping.fromThrift(type)));
        return true;
    }

    /** Done, as in Hive's server, also if there is none. */
    @Override
    default boolean drop_type(@Nullable String name) throws TException {
        run("drop_type", session -> session.types().drop(required(name, "name of the type")));
        return true;
    }

    @Override
    default Type get_type(@Nullable String name) throws TException {
        return call("get_type", session -> session.types().find(required(name, "name of the type"))
                .map(TypeMapping::toThrift).orElseThrow(() -> new CatalogException(Reason.NOT_FOUND,
                        "Cannot find type '%s': it does not exist".formatted(name))));
    }

    /** The type with all that it is made of, by their names; Hive's own server never came to answer this. */
    @Override
    default Map<String, Type> get_type_all(@Nullable String name) throws TException {
        return call("get_type_all", session -> {
            Map<String, Type> types = new LinkedHashMap<>();
            session.types().withParts(required(name, "name of the type"))
                    .forEach(type -> types.put(type.name(), TypeMapping.toThrift(type)));
            return types;
        });
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

package dev.skep.server.hms;

import static dev.skep.server.hms.mapping.Requests.required;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.server.hms.mapping.TypeMapping;
import dev.skep.thrift.hms.Type;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** What later generations of Hive gave up: types under a name, of before Hive 1. */
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
}

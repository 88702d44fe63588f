package dev.skep.server.hms;

import static dev.skep.server.hms.mapping.Requests.listOf;
import static dev.skep.server.hms.mapping.Requests.mapOf;
import static dev.skep.server.hms.mapping.Requests.required;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.property.PropertyKey;
import dev.skep.metastore.property.PropertySelection;
import dev.skep.thrift.hms.PropertyGetRequest;
import dev.skep.thrift.hms.PropertyGetResponse;
import dev.skep.thrift.hms.PropertySetRequest;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** The property store of Hive 4. */
interface PropertyEndpoints extends Endpoints {

    @Override
    default PropertyGetResponse get_properties(PropertyGetRequest request) throws TException {
        return call("get_properties", session -> {
            checkNamespace(request.getNameSpace());
            String prefix = request.getMapPrefix();
            PropertyGetResponse answer = new PropertyGetResponse();
            answer.setProperties(session.propertyMaps().select(prefix == null ? "" : prefix,
                    PropertySelection.of(request.getMapPredicate(), listOf(request.getMapSelection()))));
            return answer;
        });
    }

    @Override
    default boolean set_properties(PropertySetRequest request) throws TException {
        return call("set_properties", session -> {
            checkNamespace(request.getNameSpace());
            Map<PropertyKey, String> values = new LinkedHashMap<>();
            mapOf(request.getPropertyMap()).forEach((key, value) -> values.put(PropertyKey.parse(key), value));
            session.propertyMaps().set(values);
            return true;
        });
    }

    private static void checkNamespace(@Nullable String namespace) {
        if (!required(namespace, "namespace of properties").equals(PropertyKey.NAMESPACE)) {
            throw new CatalogException(Reason.NOT_FOUND,
                    "Cannot find namespace '%s' of properties: there is only '%s'".formatted(namespace,
                            PropertyKey.NAMESPACE));
        }
    }
}

package dev.skep.server.hms;

import java.util.Map;

import dev.skep.thrift.hms.Type;
import org.apache.thrift.TException;

/** What later generations of Hive gave up: row types of before Hive 1. None can be stored, so that there are none to list. */
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
}

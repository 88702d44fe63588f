package dev.skep.server.hms;

import java.util.ArrayList;
import java.util.List;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.FunctionName;
import dev.skep.server.hms.compat.SparkMessages;
import dev.skep.server.hms.mapping.FunctionMapping;
import dev.skep.server.hms.mapping.NameMapping;
import dev.skep.thrift.hms.Function;
import dev.skep.thrift.hms.GetAllFunctionsResponse;
import dev.skep.thrift.hms.GetFunctionsRequest;
import dev.skep.thrift.hms.GetFunctionsResponse;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** Functions that engines load by class name. */
interface FunctionEndpoints extends Endpoints {

    @Override
    default void create_function(Function function) throws TException {
        run("create_function", session -> {
            if (function.getDbName() == null) {
                throw new CatalogException(Reason.DATABASE_NOT_FOUND,
                        "Cannot create function %s: it names no database".formatted(function.getFunctionName()));
            }
            session.functions().create(FunctionMapping.fromThrift(function));
        });
    }

    @Override
    default void alter_function(@Nullable String database, @Nullable String name, Function changed) throws TException {
        run("alter_function", session -> session.functions().alter(NameMapping.function(null, database, name),
                FunctionMapping.fromThrift(changed)));
    }

    @Override
    default void drop_function(@Nullable String database, @Nullable String name) throws TException {
        run("drop_function", session -> session.functions().drop(NameMapping.function(null, database, name)));
    }

    @Override
    default Function get_function(@Nullable String database, @Nullable String name) throws TException {
        return call("get_function", session -> {
            FunctionName wanted = NameMapping.function(null, database, name);
            return session.functions().find(wanted).map(FunctionMapping::toThrift).orElseThrow(
                    () -> new CatalogException(Reason.NOT_FOUND, SparkMessages.noFunction(wanted)));
        });
    }

    @Override
    default List<String> get_functions(@Nullable String database, @Nullable String pattern) throws TException {
        return call("get_functions",
                session -> pattern != null && pattern.isEmpty()
                        ? List.of()
                        : session.functions().names(NameMapping.database(database), NameMapping.pattern(pattern)));
    }

    @Override
    default GetFunctionsResponse get_functions_req(GetFunctionsRequest request) throws TException {
        return call("get_functions_req", session -> {
            DatabaseName database = NameMapping.database(request.getCatalogName(), request.getDbName());
            List<String> names = session.functions().names(database, NameMapping.pattern(request.getPattern()));
            GetFunctionsResponse answer = new GetFunctionsResponse();
            if (request.isReturnNames()) {
                answer.setFunction_names(names);
                return answer;
            }
            List<Function> functions = new ArrayList<>();
            for (String name : names) {
                session.functions().find(new FunctionName(database, name)).map(FunctionMapping::toThrift)
                        .ifPresent(functions::add);
            }
            answer.setFunctions(functions);
            return answer;
        });
    }

    @Override
    default GetAllFunctionsResponse get_all_functions() throws TException {
        return call("get_all_functions", session -> {
            GetAllFunctionsResponse answer = new GetAllFunctionsResponse();
            answer.setFunctions(FunctionMapping.toThrift(session.functions().all(CatalogName.HIVE)));
            return answer;
        });
    }
}

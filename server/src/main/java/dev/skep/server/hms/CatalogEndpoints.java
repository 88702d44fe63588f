package dev.skep.server.hms;

import static dev.skep.server.hms.mapping.Requests.required;

import java.util.ArrayList;
import java.util.List;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.model.Catalog;
import dev.skep.metastore.model.CatalogName;
import dev.skep.server.hms.mapping.DatabaseMapping;
import dev.skep.thrift.hms.AlterCatalogRequest;
import dev.skep.thrift.hms.CreateCatalogRequest;
import dev.skep.thrift.hms.DropCatalogRequest;
import dev.skep.thrift.hms.GetCatalogRequest;
import dev.skep.thrift.hms.GetCatalogResponse;
import dev.skep.thrift.hms.GetCatalogsResponse;
import org.apache.thrift.TException;

/** Catalogs, the level above databases since Hive 3.1. */
interface CatalogEndpoints extends Endpoints {

    @Override
    default GetCatalogsResponse get_catalogs() throws TException {
        return call("get_catalogs", session -> {
            List<String> names = new ArrayList<>();
            for (Catalog catalog : session.databases().catalogs()) {
                names.add(catalog.name().name());
            }
            GetCatalogsResponse answer = new GetCatalogsResponse();
            answer.setNames(names);
            return answer;
        });
    }

    @Override
    default GetCatalogResponse get_catalog(GetCatalogRequest request) throws TException {
        return call("get_catalog", session -> {
            GetCatalogResponse answer = new GetCatalogResponse();
            answer.setCatalog(DatabaseMapping.toThrift(session.databases().catalog(name(request.getName()))));
            return answer;
        });
    }

    @Override
    default void create_catalog(CreateCatalogRequest request) throws TException {
        run("create_catalog",
                session -> session.databases().createCatalog(DatabaseMapping.fromThrift(request.getCatalog())));
    }

    @Override
    default void alter_catalog(AlterCatalogRequest request) throws TException {
        run("alter_catalog", session -> session.databases().alterCatalog(name(request.getName()),
                DatabaseMapping.fromThrift(request.getNewCat())));
    }

    @Override
    default void drop_catalog(DropCatalogRequest request) throws TException {
        run("drop_catalog", session -> {
            try {
                session.databases().dropCatalog(name(request.getName()));
            } catch (CatalogException e) {
                // Only 4.1 and later send the field; its default must not make an older client's drop of nothing succeed.
                if (!(e.reason() == CatalogException.Reason.NOT_FOUND && request.isSetIfExists()
                        && request.isIfExists())) {
                    throw e;
                }
            }
        });
    }

    private static CatalogName name(String name) {
        return new CatalogName(required(name, "catalog name"));
    }
}

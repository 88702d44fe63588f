package dev.skep.server.hms;

import static dev.skep.server.hms.mapping.Requests.required;

import java.util.List;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.server.hms.mapping.ConnectorMapping;
import dev.skep.thrift.hms.AlterDataConnectorRequest;
import dev.skep.thrift.hms.CreateDataConnectorRequest;
import dev.skep.thrift.hms.DataConnector;
import dev.skep.thrift.hms.DropDataConnectorRequest;
import dev.skep.thrift.hms.GetDataConnectorRequest;
import org.apache.thrift.TException;

/** Data connectors of Hive 4. */
interface ConnectorEndpoints extends Endpoints {

    @Override
    default void create_dataconnector_req(CreateDataConnectorRequest request) throws TException {
        run("create_dataconnector_req",
                session -> session.connectors().create(ConnectorMapping.fromThrift(request.getConnector())));
    }

    @Override
    default DataConnector get_dataconnector_req(GetDataConnectorRequest request) throws TException {
        return call("get_dataconnector_req", session -> ConnectorMapping.toThrift(session.connectors()
                .connector(required(request.getConnectorName(), "name of the data connector"))));
    }

    @Override
    default List<String> get_dataconnectors() throws TException {
        return call("get_dataconnectors", session -> session.connectors().names());
    }

    @Override
    default void alter_dataconnector_req(AlterDataConnectorRequest request) throws TException {
        run("alter_dataconnector_req",
                session -> session.connectors().alter(
                        required(request.getConnectorName(), "name of the data connector"),
                        before -> ConnectorMapping.changed(before, request.getNewConnector())));
    }

    @Override
    default void drop_dataconnector_req(DropDataConnectorRequest request) throws TException {
        run("drop_dataconnector_req", session -> {
            String name = required(request.getConnectorName(), "name of the data connector");
            try {
                if (request.isCheckReferences()) {
                    session.connectors().drop(name);
                } else {
                    session.connectors().dropUnchecked(name);
                }
            } catch (CatalogException e) {
                // Hive's clients say ifNotExists where they mean that it is well if there is none.
                if (!(e.reason() == Reason.NOT_FOUND && request.isIfNotExists())) {
                    throw e;
                }
            }
        });
    }
}

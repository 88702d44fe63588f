package dev.skep.server.hms.mapping;

import static dev.skep.server.hms.mapping.Requests.mapOf;
import static dev.skep.server.hms.mapping.Requests.required;
import static dev.skep.server.hms.mapping.Requests.seconds;

import java.util.HashMap;

import dev.skep.metastore.connector.DataConnector;
import org.jspecify.annotations.Nullable;

/** Data connectors. */
public final class ConnectorMapping {
    private ConnectorMapping() {}

    public static DataConnector fromThrift(dev.skep.thrift.hms.@Nullable DataConnector connector) {
        dev.skep.thrift.hms.DataConnector given = required(connector, "data connector");
        return new DataConnector(required(given.getName(), "name of the data connector"), given.getType(),
                given.getUrl(), given.getDescription(), mapOf(given.getParameters()), given.getOwnerName(),
                PrincipalMapping.fromThrift(given.getOwnerType()), given.getCreateTime());
    }

    /** A connector as a request changes it, as Hive's server reads that: URL and parameters are replaced, the type stays, and so does what else the request leaves out. */
    public static DataConnector changed(DataConnector before,
            dev.skep.thrift.hms.@Nullable DataConnector connector) {
        dev.skep.thrift.hms.DataConnector given = required(connector, "data connector");
        String description = given.getDescription();
        return new DataConnector(before.name(), before.type(), given.getUrl(),
                description == null || description.isBlank() ? before.description() : description,
                mapOf(given.getParameters()), given.getOwnerName() == null ? before.owner() : given.getOwnerName(),
                given.getOwnerType() == null
                        ? before.ownerType()
                        : PrincipalMapping.fromThrift(given.getOwnerType()),
                before.createTime());
    }

    public static dev.skep.thrift.hms.DataConnector toThrift(DataConnector connector) {
        dev.skep.thrift.hms.DataConnector answer = new dev.skep.thrift.hms.DataConnector();
        answer.setName(connector.name());
        answer.setType(connector.type());
        answer.setUrl(connector.url());
        answer.setDescription(connector.description());
        answer.setParameters(new HashMap<>(connector.parameters()));
        answer.setOwnerName(connector.owner());
        answer.setOwnerType(PrincipalMapping.toThrift(connector.ownerType()));
        answer.setCreateTime(seconds(connector.createTime()));
        return answer;
    }
}

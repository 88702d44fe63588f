package dev.skep.server.hms.mapping;

import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.CatalogException;
import static dev.skep.server.hms.mapping.Requests.listOf;
import static dev.skep.server.hms.mapping.Requests.required;
import static dev.skep.server.hms.mapping.Requests.seconds;

import java.util.ArrayList;
import java.util.List;

import dev.skep.metastore.model.Function;
import dev.skep.metastore.model.Function.Resource;
import dev.skep.metastore.model.Function.ResourceType;
import dev.skep.thrift.hms.FunctionType;
import dev.skep.thrift.hms.ResourceUri;
import org.jspecify.annotations.Nullable;

/** Functions. The wire knows one kind of function, Java classes. */
public final class FunctionMapping {
    private FunctionMapping() {}

    public static Function fromThrift(dev.skep.thrift.hms.@Nullable Function function) {
        dev.skep.thrift.hms.Function given = required(function, "function");
        List<Resource> resources = new ArrayList<>();
        for (ResourceUri resource : listOf(given.getResourceUris())) {
            resources.add(new Resource(fromThrift(resource.getResourceType()),
                    required(resource.getUri(), "address of a resource")));
        }
        if (given.getDbName() != null && required(given.getFunctionName(), "function name").isEmpty()) {
            throw new CatalogException(Reason.INVALID_OBJECT, "Invalid function name: ''");
        }
        if (given.getClassName() == null) {
            throw new CatalogException(Reason.INVALID_OBJECT,
                    "Invalid function %s: it has no class".formatted(given.getFunctionName()));
        }
        required(given.getFunctionType(), "kind of function");
        required(given.getOwnerType(), "kind of owner");
        return new Function(NameMapping.function(given.getCatName(), given.getDbName(), given.getFunctionName()),
                given.getClassName(), given.getOwnerName(),
                PrincipalMapping.fromThrift(given.getOwnerType()), given.getCreateTime(), resources);
    }

    private static ResourceType fromThrift(dev.skep.thrift.hms.@Nullable ResourceType type) {
        return switch (required(type, "kind of a resource")) {
            case JAR -> ResourceType.JAR;
            case FILE -> ResourceType.FILE;
            case ARCHIVE -> ResourceType.ARCHIVE;
        };
    }

    public static dev.skep.thrift.hms.Function toThrift(Function function) {
        List<ResourceUri> resources = new ArrayList<>();
        for (Resource resource : function.resources()) {
            resources.add(new ResourceUri(switch (resource.type()) {
                case JAR -> dev.skep.thrift.hms.ResourceType.JAR;
                case FILE -> dev.skep.thrift.hms.ResourceType.FILE;
                case ARCHIVE -> dev.skep.thrift.hms.ResourceType.ARCHIVE;
            }, resource.uri()));
        }
        dev.skep.thrift.hms.Function answer = new dev.skep.thrift.hms.Function();
        answer.setFunctionName(function.name().name());
        answer.setDbName(function.name().database().name());
        answer.setCatName(function.name().database().catalog().name());
        answer.setClassName(function.className());
        answer.setOwnerName(function.owner());
        answer.setOwnerType(PrincipalMapping.toThrift(function.ownerType()));
        answer.setCreateTime(seconds(function.createTime()));
        answer.setFunctionType(FunctionType.JAVA);
        answer.setResourceUris(resources);
        return answer;
    }

    public static List<dev.skep.thrift.hms.Function> toThrift(List<Function> functions) {
        List<dev.skep.thrift.hms.Function> answers = new ArrayList<>(functions.size());
        functions.forEach(function -> answers.add(toThrift(function)));
        return answers;
    }
}

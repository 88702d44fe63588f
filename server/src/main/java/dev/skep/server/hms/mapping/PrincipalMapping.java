package dev.skep.server.hms.mapping;

import dev.skep.metastore.model.PrincipalType;
import org.jspecify.annotations.Nullable;

/** Kinds of owners. A request that does not say means a user. */
final class PrincipalMapping {
    private PrincipalMapping() {}

    static PrincipalType fromThrift(dev.skep.thrift.hms.@Nullable PrincipalType type) {
        if (type == null) {
            return PrincipalType.USER;
        }
        return switch (type) {
            case USER -> PrincipalType.USER;
            case ROLE -> PrincipalType.ROLE;
            case GROUP -> PrincipalType.GROUP;
        };
    }

    static dev.skep.thrift.hms.PrincipalType toThrift(PrincipalType type) {
        return switch (type) {
            case USER -> dev.skep.thrift.hms.PrincipalType.USER;
            case ROLE -> dev.skep.thrift.hms.PrincipalType.ROLE;
            case GROUP -> dev.skep.thrift.hms.PrincipalType.GROUP;
        };
    }
}

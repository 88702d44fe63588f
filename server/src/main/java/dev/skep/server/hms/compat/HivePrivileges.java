package dev.skep.server.hms.compat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.skep.server.hms.mapping.Mapped;
import dev.skep.thrift.hms.Partition;
import dev.skep.thrift.hms.PrincipalPrivilegeSet;
import dev.skep.thrift.hms.PrivilegeGrantInfo;

/**
 * What Hive's server puts beside the partitions of the calls named {@code with_auth}: privileges of the user, groups and role that are asked for, on the single
 * partition. Skep has no grants on single partitions, so that each of them has none there.
 */
public final class HivePrivileges {
    private static final String PUBLIC = "public";

    private HivePrivileges() {}

    public static Partition added(Partition partition, @Nullable String user, @Nullable List<String> groups) {
        if ((user == null || user.isEmpty()) && (groups == null || groups.isEmpty())) {
            return partition;
        }
        PrincipalPrivilegeSet privileges = new PrincipalPrivilegeSet();
        privileges.setUserPrivileges(none(user == null ? List.of() : List.of(user)));
        privileges.setGroupPrivileges(none(groups == null ? List.of() : groups));
        privileges.setRolePrivileges(none(List.of(PUBLIC)));
        partition.setPrivileges(privileges);
        return partition;
    }

    public static List<Partition> added(List<Partition> partitions, @Nullable String user,
            @Nullable List<String> groups) {
        return new Mapped<>(partitions, partition -> added(partition, user, groups));
    }

    private static Map<String, List<PrivilegeGrantInfo>> none(List<String> names) {
        Map<String, List<PrivilegeGrantInfo>> none = new HashMap<>();
        for (String name : names) {
            if (name != null) {
                none.put(name, List.of());
            }
        }
        return none;
    }
}

package dev.skep.metastore.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.access.PolicyIndex;
import dev.skep.metastore.access.PolicySet;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Role;
import dev.skep.metastore.store.MetastoreStore;
import dev.skep.metastore.store.StoreTransaction;

/** The rules of access that are in force, read anew when they have changed, by this server or another one. Any thread may call. */
final class Policies {
    /** Who gave the role {@code admin} to those whom the setting names. */
    static final String BY_SETTING = "access.administrators";

    private final MetastoreStore store;
    private final List<Role.Member> administrators;
    private volatile @Nullable PolicyIndex cached;

    Policies(MetastoreStore store, Set<Principal> administrators) {
        this.store = store;
        this.administrators = administrators.stream()
                .map(one -> new Role.Member(Principal.ADMIN.name(), one, true, BY_SETTING, 0)).toList();
    }

    /** Returns the rules of this moment; asks the store only for their version where that has not changed. */
    PolicyIndex current() {
        PolicyIndex known = cached;
        if (known != null && known.policies().version() == version()) {
            return known;
        }
        return reload();
    }

    private long version() {
        return store.<Long>read(tx -> tx.policies().version());
    }

    private synchronized PolicyIndex reload() {
        PolicyIndex known = cached;
        if (known == null || known.policies().version() != version()) {
            known = new PolicyIndex(withAdministrators(store.read(tx -> tx.policies().load())));
            cached = known;
        }
        return known;
    }

    /** Keeps others from changing rules until the transaction ends, and returns the rules as they are. */
    PolicySet lock(StoreTransaction tx) {
        long version = tx.policies().lock();
        PolicyIndex known = cached;
        return known != null && known.policies().version() == version
                ? known.policies()
                : withAdministrators(tx.policies().load());
    }

    /** A member that the store has as well is there by the setting, and cannot be taken away. */
    private PolicySet withAdministrators(PolicySet stored) {
        if (administrators.isEmpty()) {
            return stored;
        }
        List<Role.Member> members = new ArrayList<>(administrators);
        for (Role.Member member : stored.members()) {
            boolean isBySetting = member.role().equals(Principal.ADMIN.name())
                    && administrators.stream().anyMatch(one -> one.member().equals(member.member()));
            if (!isBySetting) {
                members.add(member);
            }
        }
        return new PolicySet(stored.version(), stored.policies(), stored.roles(), members, stored.tags(),
                stored.tests());
    }
}

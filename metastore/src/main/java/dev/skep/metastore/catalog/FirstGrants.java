package dev.skep.metastore.catalog;

import java.time.Instant;
import java.util.List;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.access.AccessPolicy.Provenance;
import dev.skep.metastore.access.PolicySet;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Scope;

/**
 * The grants that a store begins with: to everyone everything, on a server without sign-in. TRUST is not among them, as nobody has promised to
 * keep filters and masks yet.
 */
final class FirstGrants {
    private FirstGrants() {}

    /** Does nothing if the store began before. */
    static void make(Rooms rooms, AccessSettings access) {
        if (rooms.store().<Long>read(tx -> tx.policies().version()) > 0) {
            return;
        }
        Provenance made = new Provenance(Identity.SERVER.user(), Instant.ofEpochSecond(rooms.now()));
        try {
            rooms.store().change(tx -> {
                if (tx.policies().begin() && access.openWhenNew()) {
                    for (Grant grant : open(PolicySet.open())) {
                        tx.policies()
                                .insert(new Grant(-1, grant.effect(), grant.privileges(), grant.scope(), grant.to(),
                                        grant.grantOption(), grant.conditions(), made));
                    }
                }
            });
        } catch (CatalogException e) {
            // Another server over the store was first.
            if (e.reason() != Reason.ALREADY_EXISTS) {
                throw e;
            }
        }
    }

    static List<Grant> open(PolicySet policies) {
        return policies.policies().stream().filter(Grant.class::isInstance).map(Grant.class::cast)
                .filter(FirstGrants::isOpen).toList();
    }

    private static boolean isOpen(Grant grant) {
        return grant.effect() == Effect.ALLOW && grant.to().equals(Principal.PUBLIC) && grant.conditions().isEmpty()
                && (grant.scope() instanceof Scope.OfCatalog of && of.catalog().isAny()
                        || grant.scope() instanceof Scope.OfLocation place && place.prefix().equals("*"));
    }
}

package dev.skep.metastore.catalog;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.Scope;

/**
 * The privileges and roles of {@link Access} by requests that are done whole or not at all and may refuse what is there already, as those of Hive's own clients. The
 * same rights are asked for.
 */
public interface Grants {

    /** Whether giving what is there already is a failure. */
    enum Repeat {
        ACCEPT, REFUSE
    }

    /** A grant to be made. With REFUSE it fails with ALREADY_EXISTS if the caller has given all of it before. */
    record Gift(Grant grant, Repeat repeat) {
        public Gift {
            requireNonNull(grant, "grant is null");
            requireNonNull(repeat, "repeat is null");
        }
    }

    /** Privileges to be taken; those of them that were not given do no harm if others were. */
    record Loss(Set<Privilege> privileges, Scope scope, Principal from) {
        public Loss {
            privileges = Set.copyOf(privileges);
            requireNonNull(scope, "scope is null");
            requireNonNull(from, "from is null");
        }
    }

    /** Makes grants, as {@link Access#grant} does each. */
    void give(List<Gift> gifts);

    /** Takes privileges, or only the options to give them on, as {@link Access#revoke} does each. */
    void take(List<Loss> losses, boolean optionOnly);

    /**
     * Makes the grants on a scope those that are given: others of {@code considered} privileges are taken there, missing ones made. Conditional grants, denials, and
     * what came by a resource policy stay. Needs MANAGE on the scope; fails with INVALID_INPUT for a grant on another scope.
     */
    void replace(Scope scope, Set<Privilege> considered, List<Grant> grants);

    /** As {@link #replace}, of the grants on all columns of a table. */
    void replaceOnColumns(Scope.OfTable table, Set<Privilege> considered, List<Grant> grants);

    /** The grants, without denials, that meet a condition and that SHOW GRANTS would show the caller; sorted by number. */
    List<Grant> visible(Predicate<Grant> wanted);

    /** Gives a role, as {@link Access#grantRole} does, but fails with ALREADY_EXISTS if the principal has it. */
    void giveRole(String role, Principal to, boolean adminOption);

    /**
     * The roles that a user with these groups has, directly or not, {@code public} among them; of others than the caller himself only {@code public} unless he manages
     * everything.
     */
    Set<String> rolesOf(String user, Set<String> groups);
}

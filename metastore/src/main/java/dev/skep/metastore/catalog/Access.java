package dev.skep.metastore.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.skep.metastore.access.AccessPolicy;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.access.Origin;
import dev.skep.metastore.access.PolicySet;
import dev.skep.metastore.access.PolicyTest;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.Role;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.access.Tag;
import dev.skep.metastore.model.TableName;

/**
 * Roles, grants, row filters, masks and tags. Every change asks for the right to make it: MANAGE on the object, ownership, or for grants the grant
 * option; roles, and policies on tags or patterns, need MANAGE on what covers them: for a tag, a role or a policy test that is MANAGE on all
 * catalogs, for the role admin also on all locations. As a rule on a database covers the tables of others in it, the database's owner may by that
 * only let others CREATE in it. An object that is named exactly must exist and be seen by the caller. A change is in force for all later sessions of
 * all servers over the store. Provenance and numbers of what is given are set here.
 */
public interface Access {

    /** Makes a role, which the caller may give to others. Fails with ALREADY_EXISTS. {@code public} and {@code admin} are always there. */
    void createRole(String name);

    /**
     * Removes a role with all that was granted and denied to it and its membership in others. Fails with NOT_FOUND, and with INVALID_OPERATION while a row
     * filter or mask names it.
     */
    void dropRole(String name);

    /** All roles, sorted by name. */
    List<Role> roles();

    /** Gives a role; giving it again changes the admin option. Fails with INVALID_OPERATION if it would come to contain itself. */
    void grantRole(String role, Principal to, boolean adminOption);

    /** Takes a role, or only the option to give it on. Fails with NOT_FOUND. */
    void revokeRole(String role, Principal from, boolean adminOptionOnly);

    /** Who has the role directly; for those who have it or may give it. */
    List<Role.Member> membersOf(String role);

    /** The roles that {@code principal} has directly; for itself, and for who has MANAGE on all catalogs. */
    List<Role.Member> rolesOf(Principal principal);

    /** The caller with all its roles. */
    Identity self();

    /** Adds a grant or denial; privileges that are there already for the same scope, grantee and conditions are not doubled. Returns it as stored. */
    Grant grant(Grant grant);

    /**
     * Takes privileges that were granted, or denied, on exactly this scope; conditions are not compared. Fails with NOT_FOUND if there is no such grant. Who has no
     * MANAGE takes what he gave himself. What the grantee has passed on stays.
     *
     * @param optionOnly takes the grant option only
     */
    void revoke(AccessPolicy.Effect effect, Set<Privilege> privileges, Scope scope, Principal from, boolean optionOnly);

    /** The policies that the caller may see: those whose scope he may MANAGE, and grants and denials that are about himself; sorted by number. */
    List<AccessPolicy> policies();

    /** Returns if the caller may define row filters and masks on {@code scope}, so that their expressions may be looked at; else fails as {@link #define} does. */
    void checkMayDefine(Scope scope);

    /** Adds a row filter or mask (not a grant). Fails with ALREADY_EXISTS if there is one of that name and kind and {@code replace} is false. */
    AccessPolicy define(AccessPolicy policy, Replace replace);

    /** Whether a definition may take the place of an older one. */
    enum Replace {
        REFUSE, REPLACE
    }

    /** Removes a row filter. Fails with NOT_FOUND. */
    void dropRowFilter(String name);

    /** Removes a mask. Fails with NOT_FOUND. */
    void dropColumnMask(String name);

    /** Puts a tag on a database, table or column, in place of the value that it had. */
    void tag(Tag tag);

    /** Takes a tag away. Fails with NOT_FOUND. */
    void untag(String tag, Scope object);

    /** The tags on objects that the caller sees, sorted. */
    List<Tag> tags();

    /** Adds or replaces a policy test. */
    void define(PolicyTest test, Replace replace);

    void dropPolicyTest(String name);

    List<PolicyTest> policyTests();

    /** Replaces the grants that came by a resource policy in AWS Glue's JSON; null removes them. Fails with INVALID_INPUT, naming what is not understood. */
    void resourcePolicy(@org.jspecify.annotations.Nullable String json);

    /** The resource policy as JSON, made from the grants that can be said in it. */
    Optional<String> resourcePolicy();

    /**
     * Says what {@code who} may do with a table, and why.
     *
     * @param origin where the call is thought to come from
     */
    Explanation explain(Identity who, Origin origin, TableName table);

    /** One line of an explanation: what was asked (a privilege, a column, a filter), the answer, the policies that decided, and why. */
    record Line(String subject, String decision, List<String> policies, String reason) {
        public Line {
            policies = List.copyOf(policies);
        }
    }

    /** What someone may do with a table. */
    record Explanation(Identity who, TableName table, Instant at, List<Line> lines) {
        public Explanation {
            lines = List.copyOf(lines);
        }
    }

    /** Returns the catalog as {@code who} sees it, for policy tests; needs MANAGE on everything. */
    CatalogSession sessionAs(Identity who);

    /** Returns if the caller manages everything, as what a door keeps for its whole server needs; fails with ACCESS_DENIED. */
    void checkManagesAll(String operation);

    /** The policies of this session, whole; needs MANAGE on everything. */
    PolicySet all();
}

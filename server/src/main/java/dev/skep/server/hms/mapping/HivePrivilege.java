package dev.skep.server.hms.mapping;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.access.Scopes;
import org.jspecify.annotations.Nullable;

/**
 * Hive's privileges, by the names that they have on the wire, and the privileges of Skep that each stands for. What Skep has and Hive does not (ANALYZE, EXECUTE, READ,
 * WRITE, MANAGE, TRUST, and DESCRIBE on less than a database) has no name there: it is given by SQL, comes with ALL, and is not listed to Hive's clients.
 *
 * <table>
 * <caption>What Hive's names mean</caption>
 * <tr><td>SELECT, INSERT, DELETE, CREATE, ALTER, DROP</td><td>the same</td></tr>
 * <tr><td>UPDATE</td><td>INSERT and DELETE together: who changes rows takes some away and adds others; listed for who has both</td></tr>
 * <tr><td>SHOW_DATABASE</td><td>DESCRIBE, on a database or everything</td></tr>
 * <tr><td>ALL</td><td>all that SQL's ALL means there; listed as its parts</td></tr>
 * <tr><td>INDEX, LOCK</td><td>nothing, so that they are refused: Skep has no indexes, and locks ask for what is to be done under them</td></tr>
 * </table>
 */
enum HivePrivilege {
    SELECT(Privilege.SELECT), INSERT(Privilege.INSERT), UPDATE(Privilege.INSERT, Privilege.DELETE), DELETE(
            Privilege.DELETE), CREATE(Privilege.CREATE), ALTER(Privilege.ALTER), DROP(Privilege.DROP), SHOW_DATABASE(
                    Privilege.DESCRIBE), ALL, INDEX, LOCK;

    private final Set<Privilege> meaning;

    HivePrivilege(Privilege... meaning) {
        EnumSet<Privilege> all = EnumSet.noneOf(Privilege.class);
        all.addAll(Arrays.asList(meaning));
        this.meaning = all;
    }

    /** Fails with INVALID_INPUT for a name that Hive does not have, with UNSUPPORTED for one that means nothing here. */
    static HivePrivilege named(String name) {
        String upper = name.strip().toUpperCase(Locale.ROOT);
        for (HivePrivilege one : values()) {
            if (one.name().equals(upper)) {
                if (one == INDEX || one == LOCK) {
                    throw new CatalogException(Reason.UNSUPPORTED,
                            "Cannot grant or revoke %s: Skep has no such privilege (expected one of %s)".formatted(one,
                                    known()));
                }
                return one;
            }
        }
        throw new CatalogException(Reason.INVALID_INPUT,
                "Invalid privilege: '%s' (expected one of %s)".formatted(name, known()));
    }

    private static String known() {
        return Arrays.stream(values()).filter(one -> one != INDEX && one != LOCK).map(HivePrivilege::name)
                .collect(Collectors.joining(", "));
    }

    /** True if it can be given on the scope. */
    private boolean fits(Scope scope) {
        if (this == SHOW_DATABASE) {
            return scope instanceof Scope.OfDatabase || scope instanceof Scope.OfCatalog;
        }
        return this == ALL || !meaning.isEmpty() && Scopes.privileges(scope).containsAll(meaning);
    }

    /** What it gives on a scope. Fails with INVALID_INPUT where it means nothing. */
    Set<Privilege> given(Scope scope, String scopeName) {
        if (!fits(scope)) {
            throw new CatalogException(Reason.INVALID_INPUT,
                    "Cannot grant %s on %s: it means nothing there".formatted(this, scopeName));
        }
        if (this != ALL) {
            return meaning;
        }
        Set<Privilege> all = Scopes.privileges(scope);
        all.remove(Privilege.TRUST);
        return all;
    }

    /** What it takes: ALL is whatever is there. */
    Set<Privilege> taken() {
        return this == ALL ? EnumSet.allOf(Privilege.class) : meaning;
    }

    /** What a grant on the scope must hold to be listed under this name; null for names that are not listed. */
    @Nullable
    Set<Privilege> listedFor(Scope scope) {
        return this != ALL && fits(scope) ? meaning : null;
    }

    /** The privileges that Hive's clients can name on a scope. */
    static Set<Privilege> nameable(Scope scope) {
        Set<Privilege> all = EnumSet.noneOf(Privilege.class);
        for (HivePrivilege one : values()) {
            Set<Privilege> listed = one.listedFor(scope);
            if (listed != null) {
                all.addAll(listed);
            }
        }
        return all;
    }
}

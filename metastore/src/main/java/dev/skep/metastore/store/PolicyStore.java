package dev.skep.metastore.store;

import java.util.List;

import dev.skep.metastore.access.AccessPolicy;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.PolicySet;
import dev.skep.metastore.access.PolicyTest;
import dev.skep.metastore.access.Role;
import dev.skep.metastore.access.Tag;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.FunctionName;
import dev.skep.metastore.model.TableName;

/**
 * Rules of access. Every change raises the version first, in the change's own transaction: changes of rules wait for each other, and none is
 * missed by who compares versions. Lock databases and tables before. What a newer release wrote and this one does not understand is read as
 * less than it says where it allows, and as a denial of everything where it restricts.
 */
public interface PolicyStore {

    /** Returns the version of what is committed, or of this transaction's own change; 0 before {@link #begin}. */
    long version();

    /** Reads all rules, of one version. */
    PolicySet load();

    /** Marks a new store as one that has rules. Returns false if it was marked already. */
    boolean begin();

    /** Keeps others from changing rules until the transaction ends. Returns the version that others see. */
    long lock();

    /** Adds a policy, whose number is ignored. Fails with ALREADY_EXISTS if it has the name of one of its kind. Returns it with its number. */
    AccessPolicy insert(AccessPolicy policy);

    /** Adds a grant that comes from a resource policy. Returns it with its number. */
    Grant insertOfResourcePolicy(Grant grant);

    /** Returns the numbers of the grants that came from a resource policy. */
    List<Long> numbersOfResourcePolicy();

    /** Removes the grants that came from a resource policy. Returns how many there were. */
    int deleteOfResourcePolicy();

    /** Replaces the policy of that number. */
    void update(AccessPolicy changed);

    /** Removes the policy of that number. */
    void delete(AccessPolicy policy);

    /** Removes a row filter by its name, understood or not. Returns false if there was none. */
    boolean deleteRowFilter(String name);

    /** Removes a mask by its name, understood or not. Returns false if there was none. */
    boolean deleteColumnMask(String name);

    /** Adds a role. Fails with ALREADY_EXISTS. */
    void insert(Role role);

    /** Removes a role; what was granted to it stays. */
    void deleteRole(String name);

    /** Adds a membership, or replaces that of the same role and member. */
    void put(Role.Member member);

    void delete(Role.Member member);

    /** Adds a tag by {@code maker}, or replaces that of the same name and object. */
    void put(Tag tag, AccessPolicy.Provenance made);

    void delete(Tag tag);

    /** Adds a test, or replaces the one of its name. */
    void put(PolicyTest test);

    /** Returns false if there was none. */
    boolean deleteTest(String name);

    /** Rules that name the table exactly name it by its new name. */
    void tableRenamed(TableName from, TableName to);

    /** Rules that name the function exactly name it by its new name. */
    void functionRenamed(FunctionName from, FunctionName to);

    /** Rules that name the database, or something in it, exactly name it by its new name. */
    void databaseRenamed(DatabaseName from, DatabaseName to);

    /** What was granted on exactly this table is gone; denials, filters, masks and tags stay, for a table of that name made again. */
    void tableDropped(TableName name);

    /** As {@link #tableDropped}. */
    void functionDropped(FunctionName name);

    /** As {@link #tableDropped}, for the database and all in it. */
    void databaseDropped(DatabaseName name);

    /** As {@link #tableDropped}, for the catalog and all in it. */
    void catalogDropped(CatalogName name);
}

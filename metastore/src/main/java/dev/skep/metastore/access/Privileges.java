package dev.skep.metastore.access;

import java.util.Set;

/** Sets of privileges as bits, and which privileges make an object of each kind known. */
final class Privileges {
    static final int DESCRIBE = bit(Privilege.DESCRIBE);
    static final int SELECT = bit(Privilege.SELECT);
    static final int MANAGE = bit(Privilege.MANAGE);
    /** What ownership and the role admin give. */
    static final int ALL = bits(Privilege.ALL);
    /** Any of these on a container makes it known. */
    static final int OF_CONTAINERS = -1;
    /** Any of these makes a table known: who may only make tables in a database, or use its functions, does not learn what tables there are. */
    static final int OF_TABLES = ~(bit(Privilege.CREATE) | bit(Privilege.EXECUTE) | bit(Privilege.READ)
            | bit(Privilege.WRITE));
    /** Any of these makes a function known. */
    static final int OF_FUNCTIONS = DESCRIBE | MANAGE | bit(Privilege.EXECUTE) | bit(Privilege.ALTER)
            | bit(Privilege.DROP);

    private Privileges() {}

    static int bit(Privilege privilege) {
        return 1 << privilege.ordinal();
    }

    static int bits(Set<Privilege> privileges) {
        int bits = 0;
        for (Privilege privilege : privileges) {
            bits |= bit(privilege);
        }
        return bits;
    }

    /**
     * The rule of every decision: what is denied is not there, whoever gave it; without DESCRIBE nothing is; and DESCRIBE comes with any privilege that
     * is left.
     *
     * @param known the privileges that make an object of this kind known
     */
    static boolean holds(Privilege privilege, int granted, int denied, int known) {
        if ((denied & DESCRIBE) != 0) {
            return false;
        }
        int held = granted & ~denied;
        return (held & (privilege == Privilege.DESCRIBE ? known : bit(privilege))) != 0;
    }
}

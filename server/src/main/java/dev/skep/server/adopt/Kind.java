package dev.skep.server.adopt;

import java.util.Locale;

/** What is adopted, in the order in which it is. */
enum Kind {
    CATALOG, DATABASE, TABLE, PARTITION, STATISTICS, FUNCTION, CONSTRAINT, WRITE_IDS, ROLE, MEMBERSHIP, PRIVILEGE;

    /** For one thing, {@code statistics of} being named by what follows. */
    String noun() {
        return switch (this) {
            case STATISTICS -> "statistics of";
            case CONSTRAINT -> "constraints of";
            case WRITE_IDS -> "write ids of";
            case MEMBERSHIP -> "member";
            default -> name().toLowerCase(Locale.ROOT);
        };
    }

    /** For many. */
    String plural() {
        return switch (this) {
            case STATISTICS -> "sets of statistics";
            case CONSTRAINT -> "tables with constraints";
            case WRITE_IDS -> "tables with write ids";
            case MEMBERSHIP -> "members of roles";
            default -> name().toLowerCase(Locale.ROOT) + "s";
        };
    }
}

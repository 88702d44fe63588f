package dev.skep.metastore.transaction;

import static java.util.Objects.requireNonNull;

import java.util.List;

import dev.skep.metastore.model.DatabaseName;
import org.jspecify.annotations.Nullable;

/**
 * A wish to commit, and what becomes true with it.
 *
 * @param note a parameter of a table that is set with the commit; null for none
 * @param replicated how far a replica is with the commit; null where nothing is replicated
 */
public record CommitRequest(long transaction, @Nullable Note note, @Nullable Replicated replicated) {

    public static CommitRequest of(long transaction) {
        return new CommitRequest(transaction, null, null);
    }

    /**
     * A parameter of the table of that number.
     *
     * @param key begins with {@code _meta}, as Hive wants it
     */
    public record Note(long table, String key, String value) {
        private static final String PREFIX = "_meta";

        public Note {
            requireNonNull(value, "value is null");
            if (!key.startsWith(PREFIX)) {
                throw new IllegalArgumentException(
                        "Invalid key of a commit: '%s' (expected one that begins with %s)".formatted(key, PREFIX));
            }
        }
    }

    /**
     * The newest event of the source that a database, or one of its tables with some partitions, has taken over.
     *
     * @param table null for the database alone
     * @param partitions by their names
     */
    public record Replicated(DatabaseName database, @Nullable String table, List<String> partitions, long event) {
        /** The parameter that Hive's replication reads. */
        public static final String PARAMETER = "repl.last.id";

        public Replicated {
            requireNonNull(database, "database is null");
            partitions = List.copyOf(partitions);
        }
    }
}

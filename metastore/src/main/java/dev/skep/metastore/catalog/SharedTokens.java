package dev.skep.metastore.catalog;

import java.util.List;
import java.util.Optional;

import dev.skep.metastore.model.MasterKey;

/**
 * Tokens and keys that services of Hive keep here for each other, as texts that only they understand. Skep signs nobody in by them, and does not tell its own, which
 * are {@link Tokens}. As they are secrets, every call needs MANAGE on all catalogs and fails with ACCESS_DENIED.
 */
public interface SharedTokens {

    /** Adds a token. Returns false, and changes nothing, if there is one of that identifier. */
    boolean add(String identifier, String token);

    Optional<String> find(String identifier);

    /** Returns all identifiers, sorted. */
    List<String> identifiers();

    /** Returns false if there was none. */
    boolean remove(String identifier);

    /** Adds a key. Returns its number, which is never given again. */
    int addKey(String key);

    /** Replaces a key. Fails with NOT_FOUND. */
    void updateKey(int id, String key);

    /** Returns false if there was none. */
    boolean removeKey(int id);

    /** Returns all keys, the oldest first. */
    List<MasterKey> keys();
}

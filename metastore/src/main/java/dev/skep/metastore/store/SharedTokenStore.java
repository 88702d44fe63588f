package dev.skep.metastore.store;

import java.util.List;
import java.util.Optional;

import dev.skep.metastore.model.MasterKey;

/** Tokens and keys that other services keep here for each other. Skep signs nobody in by them, and its own are in {@link TokenStore}. */
public interface SharedTokenStore {

    /** Returns false, and changes nothing, if there is one of that identifier. */
    boolean add(String identifier, String token);

    Optional<String> find(String identifier);

    /** Returns all identifiers, sorted. */
    List<String> identifiers();

    /** Returns false if there was none. */
    boolean remove(String identifier);

    /** Adds a key. Returns its number, which is never given again. */
    int addKey(String key);

    /** Replaces a key. Returns false if there is none of that number. */
    boolean updateKey(int id, String key);

    /** Returns false if there was none. */
    boolean removeKey(int id);

    /** Returns all keys, the oldest first. */
    List<MasterKey> keys();
}

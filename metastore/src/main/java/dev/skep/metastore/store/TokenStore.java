package dev.skep.metastore.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.skep.metastore.model.DelegationToken;
import dev.skep.metastore.model.MasterKey;

/** Delegation tokens and the keys they are signed with, shared by all servers over the store. */
public interface TokenStore {

    /** Adds a token. Fails with ALREADY_EXISTS if there is one of its identifier. */
    void add(DelegationToken token);

    Optional<DelegationToken> find(String identifier);

    /** Returns the identifiers of all tokens, sorted. */
    List<String> identifiers();

    /** Returns the tokens that had expired at {@code time}. */
    List<DelegationToken> expired(Instant time);

    /** Sets when a token expires. Returns false if there is none. */
    boolean renew(String identifier, Instant expires);

    /** Returns false if there was none. */
    boolean remove(String identifier);

    /** Adds a key. Returns its number, which is never given again. */
    int addMasterKey(String key);

    /** Replaces a key. Returns false if there is none of that number. */
    boolean updateMasterKey(int id, String key);

    /** Returns false if there was none. */
    boolean removeMasterKey(int id);

    /** Returns all keys, the oldest first. */
    List<MasterKey> masterKeys();
}

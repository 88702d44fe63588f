package dev.skep.metastore.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.skep.metastore.model.DelegationToken;
import dev.skep.metastore.model.MasterKey;

/**
 * Delegation tokens and the keys they are signed with, shared by all servers over the store. For the rooms that sign callers in: it asks nobody for
 * rights, so a door that hands it on to callers checks theirs. Each call is one transaction.
 */
public interface Tokens {

    /** Adds a token. Fails with ALREADY_EXISTS if there is one of its identifier. */
    void add(DelegationToken token);

    Optional<DelegationToken> find(String identifier);

    /** Returns the identifiers of all tokens, sorted. */
    List<String> identifiers();

    /** Returns the tokens that have expired by now. */
    List<DelegationToken> expired();

    /** Sets when a token expires, at most its {@code maxTime}. Returns when it now does; fails with NOT_FOUND. */
    Instant renew(String identifier, Instant expires);

    /** Returns false if there was none. */
    boolean remove(String identifier);

    /** Removes the tokens that have expired by now. Returns how many there were. */
    int removeExpired();

    /** Adds a key. Returns its number, which is never given again. */
    int addMasterKey(String key);

    /** Replaces a key. Fails with NOT_FOUND. */
    void updateMasterKey(int id, String key);

    /** Returns false if there was none. */
    boolean removeMasterKey(int id);

    /** Returns all keys, the oldest first. */
    List<MasterKey> masterKeys();
}

package dev.skep.metastore.catalog;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.model.DelegationToken;
import dev.skep.metastore.model.MasterKey;
import dev.skep.metastore.store.MetastoreStore;

final class StoredTokens implements Tokens {
    private final MetastoreStore store;
    private final Clock clock;

    StoredTokens(MetastoreStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public void add(DelegationToken token) {
        store.change(tx -> tx.tokens().add(token));
    }

    @Override
    public Optional<DelegationToken> find(String identifier) {
        return store.read(tx -> tx.tokens().find(identifier));
    }

    @Override
    public List<String> identifiers() {
        return store.read(tx -> tx.tokens().identifiers());
    }

    @Override
    public List<DelegationToken> expired() {
        return store.read(tx -> tx.tokens().expired(clock.instant()));
    }

    @Override
    public Instant renew(String identifier, Instant expires) {
        return store.inTransaction(tx -> {
            // The identifier holds nothing secret, but it is the caller's, not ours to repeat.
            DelegationToken token = tx.tokens().find(identifier).orElseThrow(() -> new CatalogException(
                    Reason.NOT_FOUND, "Cannot renew the delegation token: it does not exist"));
            Instant until = expires.isAfter(token.maxTime()) ? token.maxTime() : expires;
            tx.tokens().renew(identifier, until);
            return until;
        });
    }

    @Override
    public boolean remove(String identifier) {
        return store.inTransaction(tx -> tx.tokens().remove(identifier));
    }

    @Override
    public int removeExpired() {
        return store.inTransaction(tx -> {
            int removed = 0;
            for (DelegationToken token : tx.tokens().expired(clock.instant())) {
                removed += tx.tokens().remove(token.identifier()) ? 1 : 0;
            }
            return removed;
        });
    }

    @Override
    public int addMasterKey(String key) {
        return store.inTransaction(tx -> tx.tokens().addMasterKey(key));
    }

    @Override
    public void updateMasterKey(int id, String key) {
        if (!store.<Boolean>inTransaction(tx -> tx.tokens().updateMasterKey(id, key))) {
            throw new CatalogException(Reason.NOT_FOUND,
                    "Cannot update master key %d: it does not exist".formatted(id));
        }
    }

    @Override
    public boolean removeMasterKey(int id) {
        return store.inTransaction(tx -> tx.tokens().removeMasterKey(id));
    }

    @Override
    public List<MasterKey> masterKeys() {
        return store.read(tx -> tx.tokens().masterKeys());
    }
}

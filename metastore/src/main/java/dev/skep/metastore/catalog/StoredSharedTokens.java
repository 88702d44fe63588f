package dev.skep.metastore.catalog;

import java.util.List;
import java.util.Optional;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.EnforcementPoint;
import dev.skep.metastore.model.MasterKey;
import dev.skep.metastore.store.MetastoreStore;

final class StoredSharedTokens implements SharedTokens {
    private static final int MAX_IDENTIFIER = 2_000;

    private final MetastoreStore store;
    private final RuleRights rights;

    StoredSharedTokens(MetastoreStore store, RuleRights rights) {
        this.store = store;
        this.rights = rights;
    }

    @EnforcementPoint
    private void check(String operation) {
        rights.checkManagesAll(operation);
    }

    @Override
    public boolean add(String identifier, String token) {
        check("keep a token for other services");
        if (identifier.isEmpty() || identifier.length() > MAX_IDENTIFIER) {
            throw new CatalogException(Reason.INVALID_INPUT,
                    "Invalid identifier of a token: it has %d characters (expected 1 to %d)".formatted(
                            identifier.length(), MAX_IDENTIFIER));
        }
        return store.inTransaction(tx -> tx.sharedTokens().add(identifier, token));
    }

    @Override
    public Optional<String> find(String identifier) {
        check("read a token of other services");
        return store.read(tx -> tx.sharedTokens().find(identifier));
    }

    @Override
    public List<String> identifiers() {
        check("list the tokens of other services");
        return store.read(tx -> tx.sharedTokens().identifiers());
    }

    @Override
    public boolean remove(String identifier) {
        check("remove a token of other services");
        return store.inTransaction(tx -> tx.sharedTokens().remove(identifier));
    }

    @Override
    public int addKey(String key) {
        check("keep a master key for other services");
        return store.inTransaction(tx -> tx.sharedTokens().addKey(key));
    }

    @Override
    public void updateKey(int id, String key) {
        check("change a master key of other services");
        if (!store.<Boolean>inTransaction(tx -> tx.sharedTokens().updateKey(id, key))) {
            throw new CatalogException(Reason.NOT_FOUND,
                    "Cannot update master key %d: it does not exist".formatted(id));
        }
    }

    @Override
    public boolean removeKey(int id) {
        check("remove a master key of other services");
        return store.inTransaction(tx -> tx.sharedTokens().removeKey(id));
    }

    @Override
    public List<MasterKey> keys() {
        check("list the master keys of other services");
        return store.read(tx -> tx.sharedTokens().keys());
    }
}

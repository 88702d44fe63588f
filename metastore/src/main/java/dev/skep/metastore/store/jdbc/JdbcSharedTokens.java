package dev.skep.metastore.store.jdbc;

import java.util.List;
import java.util.Optional;

import dev.skep.metastore.model.MasterKey;
import dev.skep.metastore.store.SharedTokenStore;

final class JdbcSharedTokens implements SharedTokenStore {
    private final Statements statements;

    JdbcSharedTokens(Statements statements) {
        this.statements = statements;
    }

    @Override
    public boolean add(String identifier, String token) {
        if (find(identifier).isPresent()) {
            return false;
        }
        statements.update("INSERT INTO SHARED_TOKENS (IDENTIFIER, TOKEN) VALUES (?, ?)", identifier, token);
        return true;
    }

    @Override
    public Optional<String> find(String identifier) {
        return statements.first("SELECT TOKEN FROM SHARED_TOKENS WHERE IDENTIFIER = ?", row -> row.getString(1),
                identifier);
    }

    @Override
    public List<String> identifiers() {
        return statements.list("SELECT IDENTIFIER FROM SHARED_TOKENS ORDER BY IDENTIFIER", row -> row.getString(1));
    }

    @Override
    public boolean remove(String identifier) {
        return statements.update("DELETE FROM SHARED_TOKENS WHERE IDENTIFIER = ?", identifier) > 0;
    }

    @Override
    public int addKey(String key) {
        statements.update("UPDATE COUNTERS SET LAST_VALUE = LAST_VALUE + 1 WHERE NAME = 'SHARED_KEY'");
        int id = statements.first("SELECT LAST_VALUE FROM COUNTERS WHERE NAME = 'SHARED_KEY'", row -> row.getInt(1))
                .orElseThrow();
        statements.update("INSERT INTO SHARED_KEYS (ID, KEY_TEXT) VALUES (?, ?)", (long) id, key);
        return id;
    }

    @Override
    public boolean updateKey(int id, String key) {
        return statements.update("UPDATE SHARED_KEYS SET KEY_TEXT = ? WHERE ID = ?", key, (long) id) > 0;
    }

    @Override
    public boolean removeKey(int id) {
        return statements.update("DELETE FROM SHARED_KEYS WHERE ID = ?", (long) id) > 0;
    }

    @Override
    public List<MasterKey> keys() {
        return statements.list("SELECT ID, KEY_TEXT FROM SHARED_KEYS ORDER BY ID",
                row -> new MasterKey(row.getInt(1), row.getString(2)));
    }
}

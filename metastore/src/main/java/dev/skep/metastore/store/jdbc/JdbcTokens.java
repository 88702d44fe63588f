package dev.skep.metastore.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.skep.metastore.model.DelegationToken;
import dev.skep.metastore.model.MasterKey;
import dev.skep.metastore.store.TokenStore;

final class JdbcTokens implements TokenStore {
    private static final String SELECT = "SELECT IDENTIFIER, TOKEN, OWNER_NAME, RENEWER, ISSUED_AT, MAX_TIME, EXPIRES_AT FROM DELEGATION_TOKENS";

    private final Statements statements;

    JdbcTokens(Statements statements) {
        this.statements = statements;
    }

    @Override
    public void add(DelegationToken token) {
        statements.update(
                "INSERT INTO DELEGATION_TOKENS (IDENTIFIER, TOKEN, OWNER_NAME, RENEWER, ISSUED_AT, MAX_TIME, EXPIRES_AT) VALUES (?, ?, ?, ?, ?, ?, ?)",
                token.identifier(), token.token(), token.owner(), token.renewer(), token.issued().toEpochMilli(),
                token.maxTime().toEpochMilli(), token.expires().toEpochMilli());
    }

    @Override
    public Optional<DelegationToken> find(String identifier) {
        return statements.first(SELECT + " WHERE IDENTIFIER = ?", JdbcTokens::read, identifier);
    }

    private static DelegationToken read(ResultSet row) throws SQLException {
        return new DelegationToken(row.getString(1), row.getString(2), row.getString(3), row.getString(4),
                Instant.ofEpochMilli(row.getLong(5)), Instant.ofEpochMilli(row.getLong(6)),
                Instant.ofEpochMilli(row.getLong(7)));
    }

    @Override
    public List<String> identifiers() {
        return statements.list("SELECT IDENTIFIER FROM DELEGATION_TOKENS ORDER BY IDENTIFIER", row -> row.getString(1));
    }

    @Override
    public List<DelegationToken> expired(Instant time) {
        return statements.list(SELECT + " WHERE EXPIRES_AT <= ? ORDER BY EXPIRES_AT", JdbcTokens::read,
                time.toEpochMilli());
    }

    @Override
    public boolean renew(String identifier, Instant expires) {
        return statements.update("UPDATE DELEGATION_TOKENS SET EXPIRES_AT = ? WHERE IDENTIFIER = ?",
                expires.toEpochMilli(), identifier) > 0;
    }

    @Override
    public boolean remove(String identifier) {
        return statements.update("DELETE FROM DELEGATION_TOKENS WHERE IDENTIFIER = ?", identifier) > 0;
    }

    @Override
    public int addMasterKey(String key) {
        statements.update("UPDATE COUNTERS SET LAST_VALUE = LAST_VALUE + 1 WHERE NAME = 'MASTER_KEY'");
        int id = statements.first("SELECT LAST_VALUE FROM COUNTERS WHERE NAME = 'MASTER_KEY'", row -> row.getInt(1))
                .orElseThrow();
        statements.update("INSERT INTO MASTER_KEYS (ID, KEY_TEXT) VALUES (?, ?)", (long) id, key);
        return id;
    }

    @Override
    public boolean updateMasterKey(int id, String key) {
        return statements.update("UPDATE MASTER_KEYS SET KEY_TEXT = ? WHERE ID = ?", key, (long) id) > 0;
    }

    @Override
    public boolean removeMasterKey(int id) {
        return statements.update("DELETE FROM MASTER_KEYS WHERE ID = ?", (long) id) > 0;
    }

    @Override
    public List<MasterKey> masterKeys() {
        return statements.list("SELECT ID, KEY_TEXT FROM MASTER_KEYS ORDER BY ID",
                row -> new MasterKey(row.getInt(1), row.getString(2)));
    }
}

package dev.skep.server.hiveserver2;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.query.lifecycle.SqlSession;
import dev.skep.server.hiveserver2.rows.RowForm;
import dev.skep.thrift.transport.SignedIn;
import java.util.function.Supplier;

/** A client's session: the engine's session, the catalog as its user sees it, and the operations that are open. */
final class CliSession {
    private final HandleId id = HandleId.random();
    private final SignedIn opener;
    private final SignedIn acting;
    private final SqlSession sql;
    private final Supplier<CatalogSession> catalog;
    private final RowForm form;
    private final Map<HandleId, CliOperation> operations = new ConcurrentHashMap<>();
    private volatile long lastUsedNanos = System.nanoTime();

    /**
     * @param opener who has opened it, and may use it
     * @param acting whose rights it has
     */
    CliSession(SignedIn opener, SignedIn acting, SqlSession sql, Supplier<CatalogSession> catalog,
            RowForm form) {
        this.opener = opener;
        this.acting = acting;
        this.sql = sql;
        this.catalog = catalog;
        this.form = form;
    }

    HandleId id() {
        return id;
    }

    /** Who has opened the session, which is another than its user where one acts for the other. */
    SignedIn opener() {
        return opener;
    }

    SignedIn acting() {
        return acting;
    }

    String user() {
        return acting.user();
    }

    SqlSession sql() {
        return sql;
    }

    /** The catalog as the policies of this moment show it: one for each operation. */
    CatalogSession catalog() {
        return catalog.get();
    }

    RowForm form() {
        return form;
    }

    Map<HandleId, CliOperation> operations() {
        return operations;
    }

    void touch() {
        lastUsedNanos = System.nanoTime();
    }

    /** How long nobody has used the session; nothing while it runs a statement. */
    long idleNanos() {
        for (CliOperation operation : operations.values()) {
            if (operation.isRunning()) {
                return 0;
            }
        }
        return System.nanoTime() - lastUsedNanos;
    }
}

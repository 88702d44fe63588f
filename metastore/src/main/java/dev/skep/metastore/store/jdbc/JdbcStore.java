package dev.skep.metastore.store.jdbc;

import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.store.MetastoreStore;
import dev.skep.metastore.store.StoreTransaction;

/** The store over JDBC. */
public final class JdbcStore implements MetastoreStore {
    private static final int ATTEMPTS = 20;
    private static final int CONNECTION_TIMEOUT_MILLIS = 10_000;
    private static final int CACHED_COLUMNS = 100_000;

    private final HikariDataSource connections;
    private final Dialect dialect;
    private final @Nullable EmbeddedFolder folder;
    private final Ids.@Nullable Shared blocks;
    private final Cleaner cleaner;
    private final DescriptorCache cache = new DescriptorCache(CACHED_COLUMNS);

    private JdbcStore(HikariDataSource connections, Dialect dialect, @Nullable EmbeddedFolder folder) {
        this.connections = connections;
        this.dialect = dialect;
        this.folder = folder;
        this.blocks = dialect.hasLastingSequences() ? new Ids.Shared() : null;
        this.cleaner = new Cleaner(this);
    }

    /** Opens the store, making or updating its tables where needed. Fails with STORE if it cannot be reached or another process uses the embedded store's folder. */
    public static JdbcStore open(MetastoreSettings settings) {
        String url = settings.storeUrl();
        Dialect dialect = url == null ? Dialect.HSQLDB : Dialect.of(url);
        EmbeddedFolder folder = url == null ? EmbeddedFolder.lock(settings.dataDir()) : null;
        HikariDataSource connections = null;
        try {
            connections = connect(settings, folder != null ? folder.url() : String.valueOf(url), dialect,
                    folder != null);
            for (String sql : dialect.onOpen()) {
                execute(connections, sql);
            }
            new Migrations(connections, dialect, folder == null ? null : folder.backup()).run();
            JdbcStore store = new JdbcStore(connections, dialect, folder);
            store.cleaner.start();
            return store;
        } catch (SQLException | PoolInitializationException e) {
            abandon(connections, folder);
            String place = url == null ? "in " + settings.dataDir() : "at " + Dialect.withoutSecrets(url);
            throw new CatalogException(Reason.STORE,
                    "Cannot open the catalog's store %s: %s".formatted(place, rootMessage(e)), e);
        } catch (RuntimeException e) {
            abandon(connections, folder);
            throw e;
        }
    }

    /** Closes what was opened in vain; HSQLDB's database is open in this process until it is told otherwise. */
    private static void abandon(@Nullable HikariDataSource connections, @Nullable EmbeddedFolder folder) {
        if (connections != null && folder != null) {
            try {
                execute(connections, "SHUTDOWN IMMEDIATELY");
            } catch (SQLException e) {
                // The reason why the store cannot be opened says more than that it cannot be closed.
                close(connections, folder);
                return;
            }
        }
        close(connections, folder);
    }

    private static HikariDataSource connect(MetastoreSettings settings, String url, Dialect dialect,
            boolean isEmbedded) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setPoolName("skep-store");
        config.setDriverClassName(dialect.driver());
        config.setJdbcUrl(MariaDb.driverUrl(url));
        config.setUsername(isEmbedded ? "SA" : settings.storeUser());
        config.setPassword(isEmbedded ? "" : settings.storePassword());
        config.setMaximumPoolSize(settings.connections());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setAutoCommit(true);
        if (dialect == Dialect.POSTGRESQL) {
            config.addDataSourceProperty("reWriteBatchedInserts", "true");
            config.addDataSourceProperty("ApplicationName", "skep");
            config.addDataSourceProperty("tcpKeepAlive", "true");
            config.setConnectionInitSql(
                    "SET idle_in_transaction_session_timeout = '%s'".formatted(Dialect.IDLE_LIMIT));
            // Each of these may be given otherwise in the URL, which wins.
            config.addDataSourceProperty("connectTimeout", "10");
            config.addDataSourceProperty("loginTimeout", "10");
            config.addDataSourceProperty("socketTimeout", "120");
        }
        if (dialect == Dialect.MARIADB) {
            MariaDb.configure(config);
        }
        return new HikariDataSource(config);
    }

    private static void execute(HikariDataSource connections, String sql) throws SQLException {
        try (Connection connection = connections.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    @Override
    public <T> T inTransaction(Function<StoreTransaction, T> work) {
        return attempt(connection -> {
            connection.setAutoCommit(false);
            JdbcTransaction transaction = new JdbcTransaction(connection, dialect, cache, blocks);
            T result;
            try {
                result = work.apply(transaction);
                transaction.flush();
            } catch (RuntimeException | Error e) {
                rollback(connection, e);
                throw e;
            }
            commit(connection);
            if (transaction.dropped().hasNew()) {
                cleaner.wake();
            }
            return result;
        });
    }

    @Override
    public <T> T read(Function<StoreTransaction, T> work) {
        return attempt(connection -> {
            JdbcTransaction transaction = new JdbcTransaction(connection, dialect, cache, blocks);
            T result = work.apply(transaction);
            transaction.flush();
            return result;
        });
    }

    /** Works on what dropped tables leave behind, in a transaction of its own. */
    <T> T inDroppedTables(Cleaner.Work<T> work) {
        return inTransaction(tx -> work.with(((JdbcTransaction) tx).dropped(), tx.transactions().time()));
    }

    /** Returns how many dropped tables still have partitions in the store; they are deleted in the background. */
    public long tablesToClean() {
        return inDroppedTables((tables, now) -> tables.count());
    }

    private interface Attempt<T> {
        T run(Connection connection) throws SQLException;
    }

    private <T> T attempt(Attempt<T> attempt) {
        for (int i = 1;; i++) {
            SQLException failure;
            try (Connection connection = connections.getConnection()) {
                return attempt.run(connection);
            } catch (SqlFailure e) {
                failure = e.failure();
            } catch (SQLException e) {
                failure = e;
            }
            boolean again = i < ATTEMPTS && dialect.isLostRace(failure)
                    || i == 1 && dialect.isConnectionLoss(failure) && !isTimeout(failure)
                            && !(failure instanceof SQLTransientConnectionException);
            if (!again) {
                throw reasoned(failure);
            }
            pause(i);
        }
    }

    /** Waiting a second time for a store that does not answer would only double the wait. */
    private static boolean isTimeout(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }

    /** A connection that breaks here leaves it open whether the change was stored, so it is not tried again. */
    private void commit(Connection connection) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            if (dialect.isConnectionLoss(e)) {
                throw new CatalogException(Reason.STORE,
                        "Cannot tell whether the change was stored: the connection to the catalog's store broke during the commit",
                        e);
            }
            throw e;
        }
    }

    private static void rollback(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private static void pause(int attempt) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(1, 5 << Math.min(attempt, 6)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CatalogException(Reason.STORE, "Cannot finish the change: the call was interrupted", e);
        }
    }

    private CatalogException reasoned(SQLException failure) {
        if (dialect.isDuplicate(failure)) {
            return new CatalogException(Reason.ALREADY_EXISTS, "Cannot store the object: one of that name exists",
                    failure);
        }
        if (dialect.isLostRace(failure) || dialect.isBrokenReference(failure)) {
            return new CatalogException(Reason.CONFLICT, "Cannot store the change: others changed the same objects",
                    failure);
        }
        if (dialect.isUnfitText(failure)) {
            return new CatalogException(Reason.INVALID_INPUT,
                    "Invalid name or value: it is too long, or holds a zero character", failure);
        }
        if (dialect.isConnectionLoss(failure) || failure instanceof SQLTransientConnectionException) {
            return new CatalogException(Reason.STORE, "Cannot reach the catalog's store: " + rootMessage(failure),
                    failure);
        }
        return new CatalogException(Reason.STORE, "Cannot use the catalog's store: " + failure.getMessage(), failure);
    }

    @Override
    public void close() {
        cleaner.close();
        if (folder != null) {
            try {
                execute(connections, "SHUTDOWN");
            } catch (SQLException e) {
                throw new CatalogException(Reason.STORE, "Cannot close the catalog's store", e);
            } finally {
                close(connections, folder);
            }
        } else {
            connections.close();
        }
    }

    private static void close(@Nullable HikariDataSource connections, @Nullable EmbeddedFolder folder) {
        if (connections != null) {
            connections.close();
        }
        if (folder != null) {
            folder.close();
        }
    }
}

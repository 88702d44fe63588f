package dev.skep.metastore.store.jdbc;

import java.sql.SQLException;

/** Carries an SQLException up to {@link JdbcStore}, which gives it a reason. */
final class SqlFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final SQLException failure;

    SqlFailure(SQLException failure) {
        super(failure);
        this.failure = failure;
    }

    SQLException failure() {
        return failure;
    }
}

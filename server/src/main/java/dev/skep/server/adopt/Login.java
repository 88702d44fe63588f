package dev.skep.server.adopt;

import org.jspecify.annotations.Nullable;

/**
 * As whom a metastore is asked.
 *
 * @param password null where a name is believed; otherwise the metastore wants SASL PLAIN
 */
record Login(String user, @Nullable String password) {

    @Override
    public String toString() {
        return user;
    }
}

package dev.skep.jdbc;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;

import dev.skep.jdbc.wire.HiveServer2Client;
import dev.skep.jdbc.wire.SqlErrors;
import org.jspecify.annotations.Nullable;

/** Takes URLs of the form {@code jdbc:skep://host:port/database;key=value...}; see {@link ConnectionUrl} for the keys. */
public final class SkepDriver implements Driver {
    static final int MAJOR_VERSION = 0;
    static final int MINOR_VERSION = 1;

    static {
        try {
            DriverManager.registerDriver(new SkepDriver());
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @Override
    public @Nullable Connection connect(@Nullable String url, @Nullable Properties properties) throws SQLException {
        if (!acceptsURL(url) || url == null) {
            return null;
        }
        ConnectionUrl parsed = ConnectionUrl.parse(url, properties == null ? new Properties() : properties);
        return new SkepConnection(parsed, HiveServer2Client.open(parsed.endpoint()));
    }

    @Override
    public boolean acceptsURL(@Nullable String url) {
        return url != null && url.startsWith(ConnectionUrl.PREFIX);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(@Nullable String url, @Nullable Properties properties) {
        Properties given = properties == null ? new Properties() : properties;
        ConnectionKey[] keys = ConnectionKey.values();
        DriverPropertyInfo[] infos = new DriverPropertyInfo[keys.length];
        for (int i = 0; i < keys.length; i++) {
            infos[i] = new DriverPropertyInfo(keys[i].key(), given.getProperty(keys[i].key(), keys[i].defaultValue()));
            infos[i].description = keys[i].description();
            infos[i].choices = keys[i].choices();
        }
        return infos;
    }

    @Override
    public int getMajorVersion() {
        return MAJOR_VERSION;
    }

    @Override
    public int getMinorVersion() {
        return MINOR_VERSION;
    }

    /** False: SQL-92 entry level asks for transactions that can be rolled back. */
    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw SqlErrors.notSupported("getParentLogger");
    }
}

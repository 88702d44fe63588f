package dev.skep.jdbc;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

import dev.skep.jdbc.wire.Endpoint;
import dev.skep.jdbc.wire.HiveServer2Client;
import dev.skep.jdbc.wire.RowCompression;
import dev.skep.jdbc.wire.SqlErrors;

/**
 * {@code jdbc:skep://host[:port][/database][;key=value]...}: the keys of {@link ConnectionKey}, and {@code session.<setting>} for settings of
 * the server's session. Port 10000 and database {@code default} where they are left out; values may be percent-encoded, IPv6 addresses
 * stand in brackets. Properties given beside the URL count less than those in it; an unknown key fails. A failure quotes nothing of a URL
 * behind its first semicolon, where the secrets are.
 */
final class ConnectionUrl {
    static final String PREFIX = "jdbc:skep:";
    private static final String SESSION = "session.";
    private static final String PROXY_USER = "hive.server2.proxy.user";
    private static final Pattern SECRET_SETTING = Pattern.compile(
            "session\\..*(password|secret|token|credential|key).*",
            Pattern.CASE_INSENSITIVE);
    private static final int DEFAULT_PORT = 10000;
    private static final int MAX_FETCH_SIZE = 1_000_000;
    private static final int MIN_FETCH_BYTES = 1 << 10;
    private static final int MAX_FETCH_BYTES = 64 << 20;
    private static final int MAX_READ_AHEAD_BYTES = 1 << 30;

    private final String url;
    private final String database;
    private final int fetchSize;
    private final int fetchBytes;
    private final int readAheadBytes;
    private final Endpoint endpoint;

    private ConnectionUrl(String url, String database, ConnectionValues values, Endpoint endpoint)
            throws SQLException {
        this.url = url;
        this.database = database;
        this.fetchSize = values.number(ConnectionKey.FETCH_SIZE, 0, MAX_FETCH_SIZE);
        this.fetchBytes = fetchBytes(values);
        this.readAheadBytes = values.number(ConnectionKey.READ_AHEAD_BYTES, 0, MAX_READ_AHEAD_BYTES);
        this.endpoint = endpoint;
    }

    static ConnectionUrl parse(String url, Properties properties) throws SQLException {
        String rest = url.substring(PREFIX.length());
        if (!rest.startsWith("//")) {
            throw invalid(url, "expected '//' after '" + PREFIX + "'");
        }
        int keys = rest.indexOf(';');
        String place = rest.substring(2, keys < 0 ? rest.length() : keys);
        int slash = place.indexOf('/');
        String authority = slash < 0 ? place : place.substring(0, slash);
        String database = slash < 0 || slash == place.length() - 1
                ? "default"
                : decode(url, place.substring(slash + 1));

        if (authority.indexOf('@') >= 0) {
            throw SqlErrors
                    .invalidArgument("Invalid connection URL: a user and a password are given as ;user=…;password=… "
                            + "or as properties, not before the host");
        }

        Map<ConnectionKey, String> values = new EnumMap<>(ConnectionKey.class);
        Map<String, String> configuration = new LinkedHashMap<>();
        for (String name : properties.stringPropertyNames()) {
            put(name, properties.getProperty(name), values, configuration);
        }
        for (String pair : keys < 0 ? new String[0] : rest.substring(keys + 1).split(";")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                if (equals <= 0) {
                    throw invalid(url, "expected key=value after each semicolon; %3B stands for one within a value");
                }
                put(pair.substring(0, equals), decode(url, pair.substring(equals + 1)), values, configuration);
            }
        }
        configuration.put("use:database", database);
        ConnectionValues all = new ConnectionValues(values);
        if (all.has(ConnectionKey.PROXY_USER)) {
            configuration.put(PROXY_USER, all.text(ConnectionKey.PROXY_USER));
        }
        all.checkOnlyWith(ConnectionKey.COMPRESSION, all.flag(ConnectionKey.PACKED_ROWS), "packedRows");
        if (all.flag(ConnectionKey.PACKED_ROWS)) {
            configuration.putAll(HiveServer2Client.packedRows(compression(all), fetchBytes(all)));
        }
        return new ConnectionUrl(withoutSecrets(url), database, all, endpoint(url, authority, all, configuration));
    }

    private static int fetchBytes(ConnectionValues values) throws SQLException {
        return values.number(ConnectionKey.FETCH_BYTES, MIN_FETCH_BYTES, MAX_FETCH_BYTES);
    }

    private static RowCompression compression(ConnectionValues values) throws SQLException {
        return RowCompression.valueOf(values.choice(ConnectionKey.COMPRESSION).toUpperCase(Locale.ROOT));
    }

    private static void put(String name, String value, Map<ConnectionKey, String> values,
            Map<String, String> configuration) throws SQLException {
        if (name.startsWith(SESSION) && name.length() > SESSION.length()) {
            configuration.put("set:" + name.substring(SESSION.length()), value);
            return;
        }
        ConnectionKey key = ConnectionKey.find(name);
        if (key == null) {
            throw SqlErrors.invalidArgument("Invalid connection property: '" + name + "' (did you mean '"
                    + ConnectionKey.nearest(name).key() + "'?)");
        }
        values.put(key, value);
    }

    private static Endpoint endpoint(String url, String authority, ConnectionValues values,
            Map<String, String> configuration) throws SQLException {
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon >= 0 && colon > authority.lastIndexOf(']');
        String host = hasPort ? authority.substring(0, colon) : authority;
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty()) {
            throw invalid(url, "no host");
        }
        int port = hasPort ? port(url, authority.substring(colon + 1)) : DEFAULT_PORT;
        ConnectionSecurity security = ConnectionSecurity.of(values);
        return new Endpoint(host, port, security.tls(), security.httpPath(), security.signIn(),
                1000 * values.number(ConnectionKey.CONNECT_TIMEOUT, 0, 86_400),
                1000 * values.number(ConnectionKey.SOCKET_TIMEOUT, 0, 86_400), configuration);
    }

    private static int port(String url, String text) throws SQLException {
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port < 65_536) {
                return port;
            }
        } catch (NumberFormatException ignored) {
            // Falls through to the refusal that quotes the text.
        }
        throw invalid(url, "port '" + text + "' is not a number from 1 to 65535");
    }

    private static String decode(String url, String text) throws SQLException {
        try {
            return text.indexOf('%') < 0 ? text : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Its message quotes the text, which may be a password.
            throw invalid(url, "a percent sign begins the code of a character; %25 stands for one");
        }
    }

    private static String withoutSecrets(String url) {
        String[] parts = url.split(";", -1);
        StringBuilder shown = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            String name = equals < 0 ? parts[i] : parts[i].substring(0, equals);
            ConnectionKey key = ConnectionKey.find(name);
            if (!(key == null ? SECRET_SETTING.matcher(name).matches() : key.isSecret())) {
                shown.append(';').append(parts[i]);
            }
        }
        return shown.toString();
    }

    private static SQLException invalid(String url, String reason) {
        int keys = url.indexOf(';');
        return SqlErrors.invalidArgument(
                "Invalid connection URL: '" + (keys < 0 ? url : url.substring(0, keys)) + "' (" + reason
                        + "; expected jdbc:skep://host:port/database;key=value)");
    }

    /** The URL without passwords, tokens and settings that may be secret. */
    String url() {
        return url;
    }

    String database() {
        return database;
    }

    /** Rows that one fetch brings at most, 0 for as many as {@link #fetchBytes} holds. */
    int fetchSize() {
        return fetchSize;
    }

    /** Bytes that one fetch should have at most. */
    int fetchBytes() {
        return fetchBytes;
    }

    /** Bytes of rows that are fetched before they are read. */
    int readAheadBytes() {
        return readAheadBytes;
    }

    Endpoint endpoint() {
        return endpoint;
    }
}

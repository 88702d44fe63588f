package dev.skep.jdbc;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

import dev.skep.jdbc.wire.Endpoint;
import dev.skep.jdbc.wire.SqlErrors;

/**
 * {@code jdbc:skep://host[:port][/database][;key=value]...}: the keys of {@link ConnectionKey}, and {@code session.<setting>} for settings of
 * the server's session. Port 10000 and database {@code default} where they are left out; values may be percent-encoded, IPv6 addresses
 * stand in brackets. Properties given beside the URL count less than those in it; an unknown key fails.
 */
final class ConnectionUrl {
    static final String PREFIX = "jdbc:skep:";
    private static final String SESSION = "session.";
    private static final int DEFAULT_PORT = 10000;
    private static final int MAX_FETCH_SIZE = 1_000_000;

    private final String url;
    private final String database;
    private final int fetchSize;
    private final Endpoint endpoint;

    private ConnectionUrl(String url, String database, int fetchSize, Endpoint endpoint) {
        this.url = url;
        this.database = database;
        this.fetchSize = fetchSize;
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
        String database = slash < 0 || slash == place.length() - 1 ? "default" : decode(place.substring(slash + 1));

        Map<ConnectionKey, String> values = new EnumMap<>(ConnectionKey.class);
        Map<String, String> configuration = new LinkedHashMap<>();
        for (String name : properties.stringPropertyNames()) {
            put(name, properties.getProperty(name), values, configuration);
        }
        for (String pair : keys < 0 ? new String[0] : rest.substring(keys + 1).split(";")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                if (equals <= 0) {
                    throw invalid(url, "expected key=value, found '" + pair + "'");
                }
                put(pair.substring(0, equals), decode(pair.substring(equals + 1)), values, configuration);
            }
        }
        configuration.put("use:database", database);
        return new ConnectionUrl(withoutPassword(url), database,
                number(values, ConnectionKey.FETCH_SIZE, 1, MAX_FETCH_SIZE),
                endpoint(url, authority, values, configuration));
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

    private static Endpoint endpoint(String url, String authority, Map<ConnectionKey, String> values,
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
        String auth = value(values, ConnectionKey.AUTH);
        if (!auth.equals("plain") && !auth.equals("none")) {
            throw SqlErrors.invalidArgument("Invalid connection property: auth=" + auth
                    + " (expected 'plain' or 'none')");
        }
        String user = value(values, ConnectionKey.USER);
        return new Endpoint(host, hasPort ? port(url, authority.substring(colon + 1)) : DEFAULT_PORT,
                user.isEmpty() ? "anonymous" : user, value(values, ConnectionKey.PASSWORD), auth.equals("plain"),
                1000 * number(values, ConnectionKey.CONNECT_TIMEOUT, 0, 86_400),
                1000 * number(values, ConnectionKey.SOCKET_TIMEOUT, 0, 86_400), configuration);
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

    private static String value(Map<ConnectionKey, String> values, ConnectionKey key) {
        return values.getOrDefault(key, key.defaultValue());
    }

    private static int number(Map<ConnectionKey, String> values, ConnectionKey key, int least, int most)
            throws SQLException {
        String text = value(values, key);
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException ignored) {
            // Falls through to the refusal that quotes the text.
        }
        throw SqlErrors.invalidArgument("Invalid connection property: " + key.key() + "=" + text
                + " (expected a number from " + least + " to " + most + ")");
    }

    private static String decode(String text) {
        return text.indexOf('%') < 0 ? text : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String withoutPassword(String url) {
        return url.replaceAll(";password=[^;]*", "");
    }

    private static SQLException invalid(String url, String reason) {
        return SqlErrors.invalidArgument("Invalid connection URL: '" + withoutPassword(url) + "' (" + reason
                + "; expected jdbc:skep://host:port/database;key=value)");
    }

    /** The URL without the password. */
    String url() {
        return url;
    }

    String database() {
        return database;
    }

    /** Rows that one fetch brings at most. */
    int fetchSize() {
        return fetchSize;
    }

    Endpoint endpoint() {
        return endpoint;
    }
}

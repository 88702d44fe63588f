package dev.skep.metastore.connector;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.skep.metastore.model.PrincipalType;
import org.jspecify.annotations.Nullable;

/**
 * A data connector.
 *
 * @param type the kind of system, such as {@code mysql}
 * @param createTime seconds since 1970
 */
public record DataConnector(String name, @Nullable String type, @Nullable String url, @Nullable String description,
        Map<String, String> parameters, @Nullable String owner, PrincipalType ownerType, long createTime) {
    /** What stands in place of a value that may be secret. */
    public static final String REDACTED = "***";
    /** The parameters whose values tell nothing of how to sign in. Of others nobody knows. */
    private static final Set<String> HARMLESS = Set.of("comment", "hive.sql.database.type", "hive.sql.jdbc.driver");

    public DataConnector {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("Invalid data connector name: ''");
        }
        name = name.toLowerCase(Locale.ROOT);
        requireNonNull(ownerType, "ownerType is null");
        parameters = Map.copyOf(parameters);
    }

    public DataConnector withOwner(@Nullable String newOwner, PrincipalType newOwnerType) {
        return new DataConnector(name, type, url, description, parameters, newOwner, newOwnerType, createTime);
    }

    public DataConnector withCreateTime(long newCreateTime) {
        return new DataConnector(name, type, url, description, parameters, owner, ownerType, newCreateTime);
    }

    /** The connector for those who may know of it but not sign in through it: names of parameters without their values, the URL without users and options. */
    public DataConnector redacted() {
        Map<String, String> shown = new HashMap<>();
        parameters.forEach((key, value) -> shown.put(key,
                HARMLESS.contains(key.toLowerCase(Locale.ROOT)) ? value : REDACTED));
        return new DataConnector(name, type, url == null ? null : withoutSecrets(url), description, shown, owner,
                ownerType, createTime);
    }

    /** Users stand before an {@code @}, after two slashes or, in URLs without them as Oracle's, anywhere; options stand after a question mark, semicolon or hash. */
    private static String withoutSecrets(String url) {
        int end = url.length();
        for (char separator : new char[]{'?', ';', '#'}) {
            int at = url.indexOf(separator);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        int user = url.lastIndexOf('@');
        if (user < 0) {
            return end == url.length() ? url : url.substring(0, end) + url.charAt(end) + REDACTED;
        }
        int scheme = url.indexOf("//");
        if (user < end && scheme >= 0 && scheme < user) {
            String shown = url.substring(0, scheme + 2) + REDACTED + url.substring(user, end);
            return end == url.length() ? shown : shown + url.charAt(end) + REDACTED;
        }
        int kind = url.indexOf(':', url.startsWith("jdbc:") ? "jdbc:".length() : 0);
        return kind < 0 ? REDACTED : url.substring(0, kind + 1) + REDACTED;
    }
}

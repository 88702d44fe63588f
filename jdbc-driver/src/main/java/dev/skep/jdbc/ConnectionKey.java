package dev.skep.jdbc;

import org.jspecify.annotations.Nullable;

/** The keys of a connection URL. */
enum ConnectionKey {
    USER("user", "", "Who asks; without it the server calls you 'anonymous'"), PASSWORD("password", "",
            "The user's password"), AUTH("auth", "plain", "How to sign in: 'plain' by SASL PLAIN, 'none' not at all",
                    "plain", "none"), FETCH_SIZE("fetchSize", "10000",
                            "Rows that one fetch brings at most, 1 to 1000000"), CONNECT_TIMEOUT("connectTimeout", "10",
                                    "Seconds to wait for a connection, 0 for as long as the system tries"), SOCKET_TIMEOUT(
                                            "socketTimeout", "0", "Seconds to wait for an answer to go on, 0 for ever");

    private final String key;
    private final String defaultValue;
    private final String description;
    private final String[] choices;

    ConnectionKey(String key, String defaultValue, String description, String... choices) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.description = description;
        this.choices = choices;
    }

    String key() {
        return key;
    }

    String defaultValue() {
        return defaultValue;
    }

    String description() {
        return description;
    }

    String @Nullable [] choices() {
        return choices.length == 0 ? null : choices.clone();
    }

    static @Nullable ConnectionKey find(String name) {
        for (ConnectionKey key : values()) {
            if (key.key.equals(name)) {
                return key;
            }
        }
        return null;
    }

    /** The key whose name needs the fewest changes to become {@code name}. */
    static ConnectionKey nearest(String name) {
        ConnectionKey best = USER;
        int bestDistance = Integer.MAX_VALUE;
        for (ConnectionKey key : values()) {
            int distance = distance(key.key.toLowerCase(java.util.Locale.ROOT),
                    name.toLowerCase(java.util.Locale.ROOT));
            if (distance < bestDistance) {
                best = key;
                bestDistance = distance;
            }
        }
        return best;
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], before[j]) + 1, before[j - 1] + change);
            }
            before = row;
        }
        return before[b.length()];
    }
}

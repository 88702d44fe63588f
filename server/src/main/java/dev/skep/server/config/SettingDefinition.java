package dev.skep.server.config;

/**
 * One key that users may set.
 *
 * @param defaultText the value where none is given; empty where there is none
 * @param meaning one or two sentences for the documentation
 * @param isSecret whether the value stays out of logs and listings
 */
public record SettingDefinition(String key, String defaultText, SettingKind kind, String meaning, boolean isSecret) {

    /** The environment variable for this key: {@code SKEP_} and the key in upper case with underscores. */
    public String environmentVariable() {
        return "SKEP_" + key.toUpperCase(java.util.Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}

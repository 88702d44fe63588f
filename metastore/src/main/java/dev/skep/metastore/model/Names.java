package dev.skep.metastore.model;

import java.util.Locale;

/** The rule for names in the catalog: compared without regard to case, kept in lower case. */
final class Names {
    private Names() {}

    static String lower(String name, String what) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("Invalid " + what + " name: ''");
        }
        return name.toLowerCase(Locale.ROOT);
    }
}

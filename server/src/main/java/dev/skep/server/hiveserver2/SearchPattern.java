package dev.skep.server.hiveserver2;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import dev.skep.metastore.catalog.NamePattern;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of JDBC's metadata calls: {@code %} for any run of characters, {@code _} for one, {@code \} before a character that stands for
 * itself; Hive's {@code *} means {@code %} too. Names are compared without regard to case; no pattern, or an empty one, means every name.
 */
record SearchPattern(NamePattern coarse, Pattern exact) {

    static SearchPattern of(@Nullable String text) {
        if (text == null || text.isEmpty() || text.equals("%")) {
            return new SearchPattern(NamePattern.all(), Pattern.compile(".*", Pattern.DOTALL));
        }
        StringBuilder coarse = new StringBuilder();
        StringBuilder exact = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                c = text.charAt(++i);
                coarse.append(c);
                exact.append(Pattern.quote(String.valueOf(c)));
            } else if (c == '%' || c == '*') {
                coarse.append('*');
                exact.append(".*");
            } else if (c == '_') {
                coarse.append('.');
                exact.append('.');
            } else {
                coarse.append(c);
                exact.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return new SearchPattern(new NamePattern(List.of(coarse.toString().toLowerCase(Locale.ROOT))),
                Pattern.compile(exact.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL));
    }

    boolean matches(String name) {
        return exact.matcher(name).matches();
    }
}

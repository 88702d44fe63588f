package dev.skep.server.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes. */
public record DataSize(long bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kmgt]?)i?b?",
            Pattern.CASE_INSENSITIVE);

    /** Reads {@code 512MB}, {@code 1.5g}, {@code 4096}; {@code 70%} is a share of {@code whole}. Fails with an IllegalArgumentException. */
    public static DataSize parse(String text, long whole) {
        String trimmed = text.trim();
        if (trimmed.endsWith("%")) {
            double share = Double.parseDouble(trimmed.substring(0, trimmed.length() - 1));
            if (!(share > 0 && share <= 100)) {
                throw new IllegalArgumentException(text);
            }
            return new DataSize((long) (whole * share / 100));
        }
        Matcher matcher = FORM.matcher(trimmed);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        int power = switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
            case "k" -> 1;
            case "m" -> 2;
            case "g" -> 3;
            case "t" -> 4;
            default -> 0;
        };
        return new DataSize((long) (Double.parseDouble(matcher.group(1)) * Math.pow(1024, power)));
    }
}

package dev.skep.query.function.scalar;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;

/** Text for a regular expression that counts how often it is looked at, so that a pattern that runs wild ends with an error. */
final class RegexText implements CharSequence {
    private static final long MAX_STEPS = 50_000_000;

    private final String text;
    private long steps;

    RegexText(String text) {
        this.text = text;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (++steps > MAX_STEPS) {
            throw new QueryException(Reason.DATA,
                    "Cannot match regular expression: it needs too many steps on a text of %d characters"
                            .formatted(text.length()));
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}

package dev.skep.metastore.property;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import org.apache.commons.jexl3.JexlArithmetic;
import org.jspecify.annotations.Nullable;

/** JEXL's arithmetic, with a bound on the steps of a regular expression: some patterns take longer than anyone lives. */
final class BoundedArithmetic extends JexlArithmetic {
    private static final int MAX_STEPS = 1_000_000;

    BoundedArithmetic() {
        super(false);
    }

    @Override
    public @Nullable Boolean contains(@Nullable Object container, @Nullable Object value) {
        if (container instanceof String pattern && value != null) {
            return isMatch(pattern, value.toString());
        }
        if (container instanceof Pattern pattern && value != null) {
            return isMatch(pattern.pattern(), value.toString());
        }
        return super.contains(container, value);
    }

    private static boolean isMatch(String pattern, String text) {
        try {
            Matcher matcher = Pattern.compile(pattern).matcher(new CountedText(text, new int[]{MAX_STEPS}));
            return matcher.matches();
        } catch (PatternSyntaxException e) {
            throw new ArithmeticException("invalid pattern '%s': %s".formatted(pattern, e.getDescription()));
        } catch (StackOverflowError e) {
            throw new ArithmeticException("pattern '%s' needs too many steps".formatted(pattern));
        }
    }

    /** A text that may be looked at only so many times. */
    private record CountedText(String text, int[] left) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (--left[0] < 0) {
                throw new ArithmeticException("a pattern needs too many steps");
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new CountedText(text.substring(start, end), left);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}

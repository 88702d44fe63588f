package dev.skep.server.auth;

import dev.skep.thrift.transport.SignInException;

/** What may be a user's or group's name. Names are data everywhere, so that quotes and SQL in them do no harm; control characters would falsify logs. */
final class UserNames {
    private static final int MAX_CHARS = 256;

    private UserNames() {}

    static boolean isValid(String name) {
        return !name.isEmpty() && name.length() <= MAX_CHARS && name.equals(name.strip())
                && name.codePoints().noneMatch(UserNames::isForbidden);
    }

    private static boolean isForbidden(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR, Character.UNASSIGNED ->
                true;
            default -> false;
        };
    }

    /** Returns {@code name}. Fails with a SignInException that does not repeat it unless it may be one. */
    static String check(String name) throws SignInException {
        if (!isValid(name)) {
            throw new SignInException(
                    "Cannot sign in: the user name is empty, longer than %d characters, or has control characters or spaces around it"
                            .formatted(MAX_CHARS));
        }
        return name;
    }

    /** Text from a stranger, fit for a line of a log. */
    static String printable(String text) {
        String cut = text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) + "…" : text;
        StringBuilder line = new StringBuilder(cut.length());
        cut.codePoints().forEach(one -> line.appendCodePoint(isForbidden(one) ? '?' : one));
        return line.toString();
    }
}

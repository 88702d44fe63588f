package dev.skep.server.shell;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.skep.jdbc.sql.SqlScript;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Tells the line reader whether the text is a whole statement, and which word the cursor is on. */
final class StatementLineParser implements Parser {
    private static final Set<String> COMMANDS = Set.of("quit", "exit", "help");

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE && !isComplete(line)) {
            throw new EOFError(-1, cursor, "The statement has no semicolon yet", "");
        }
        int start = cursor;
        while (start > 0 && isWordPart(line.charAt(start - 1))) {
            start--;
        }
        int end = cursor;
        while (end < line.length() && isWordPart(line.charAt(end))) {
            end++;
        }
        return new Words(line, cursor, line.substring(start, end), cursor - start);
    }

    static boolean isComplete(String text) {
        String stripped = text.strip();
        if (stripped.isEmpty() || stripped.startsWith("\\") || COMMANDS.contains(stripped.toLowerCase(Locale.ROOT))) {
            return true;
        }
        SqlScript script = SqlScript.parse(text);
        return script.rest() == null && !script.endsInsideToken();
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '`' || c == '\\';
    }

    private record Words(String line, int cursor, String word, int wordCursor) implements CompletingParsedLine {
        @Override
        public int wordIndex() {
            return 0;
        }

        @Override
        public List<String> words() {
            return List.of(word);
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return wordCursor;
        }

        @Override
        public int rawWordLength() {
            return word.length();
        }
    }
}

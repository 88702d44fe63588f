package dev.skep.query.parser;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import dev.skep.metastore.access.AddressRange;
import dev.skep.metastore.access.Condition;
import dev.skep.metastore.access.Origin.ClientKind;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.parser.generated.SkepParserConstants;
import dev.skep.query.parser.generated.Token;
import org.jspecify.annotations.Nullable;

/** What the grammar's actions make of the texts in statements about access; what a text cannot be is told with its place. */
public final class AccessTexts {
    /** What follows the name of an object. */
    private static final Set<Integer> AFTER_OBJECT = Set.of(SkepParserConstants.EOF, SkepParserConstants.SEMICOLON,
            SkepParserConstants.DOT, SkepParserConstants.TO, SkepParserConstants.FROM, SkepParserConstants.AS,
            SkepParserConstants.USING, SkepParserConstants.FOR, SkepParserConstants.ALLOWED, SkepParserConstants.DENIED,
            SkepParserConstants.LPAREN, SkepParserConstants.COMMA, SkepParserConstants.ON);

    private AccessTexts() {}

    /** True if the next token is {@code word} and tells the kind of the object that follows, rather than being the object's own name. */
    public static boolean isKindOfObject(int word, Token next, Token afterNext) {
        return next.kind == word && !AFTER_OBJECT.contains(afterNext.kind);
    }

    /**
     * Returns a name in the letters it was written with, as names of users and groups are compared exactly.
     *
     * @param id the name as the grammar makes it, in lower case
     */
    public static String asWritten(Token token, String id) {
        String image = token.image;
        if (image.equalsIgnoreCase(id)) {
            return image;
        }
        if (image.length() > 1 && (image.charAt(0) == '"' || image.charAt(0) == '`')) {
            String quote = image.substring(0, 1);
            String inner = image.substring(1, image.length() - 1).replace(quote + quote, quote);
            if (inner.equalsIgnoreCase(id)) {
                return inner;
            }
        }
        return id;
    }

    /** Fails unless {@code token} is a word that cannot be one of the grammar, as Calcite's parser has another use for its name. */
    public static void expect(String word, Token token) {
        if (!word.equalsIgnoreCase(token.image)) {
            throw new QueryException(Reason.SYNTAX, "line %d:%d: mismatched input '%s'. Expected: %s".formatted(
                    token.beginLine, token.beginColumn, token.image, word), token.beginLine, token.beginColumn, null);
        }
    }

    /** Fails after CREATE OR REPLACE for what cannot be replaced. */
    public static void refuseReplace(boolean replace, Token token) {
        if (replace) {
            throw new QueryException(Reason.SYNTAX, "line %d:%d: Cannot replace a role: drop it and create it"
                    .formatted(token.beginLine, token.beginColumn), token.beginLine, token.beginColumn, null);
        }
    }

    public static Principal principal(Token at, PrincipalType type, String name) {
        if (name.isEmpty()) {
            throw invalid(at, "Invalid %s: its name is empty".formatted(type.name().toLowerCase(Locale.ROOT)), null);
        }
        return new Principal(type, name);
    }

    /** Returns the column that a name with at least two parts means. */
    public static AccessObject column(Name name) {
        List<String> parts = name.parts();
        if (parts.size() < 2) {
            throw new QueryException(Reason.SYNTAX, "line %d:%d: Invalid column: '%s' (expected table.column)"
                    .formatted(name.line(), name.column(), name), name.line(), name.column(), null);
        }
        return new AccessObject.OfColumn(
                new Name(parts.subList(0, parts.size() - 1), name.line(), name.column()), name.last());
    }

    /** Returns the names of roles where the text gives roles, not privileges. */
    public static List<String> roles(List<PrivilegeName> names) {
        List<String> roles = new ArrayList<>();
        for (PrivilegeName name : names) {
            if (!name.columns().isEmpty()) {
                throw new QueryException(Reason.SYNTAX,
                        "line %d:%d: %s has columns, so ON must follow, and the table".formatted(name.line(),
                                name.column(), name.name()),
                        name.line(), name.column(), null);
            }
            roles.add(name.name());
        }
        return roles;
    }

    public static AddressRange address(Token at, String text) {
        try {
            return AddressRange.parse(text);
        } catch (IllegalArgumentException e) {
            throw invalid(at, String.valueOf(e.getMessage()), e);
        }
    }

    public static Condition sourceAddress(Token at, List<String> texts) {
        return new Condition.SourceAddress(texts.stream().map(text -> address(at, text)).toList());
    }

    public static Condition timeOfDay(Token at, String from, String until, @Nullable String zone) {
        return new Condition.TimeOfDay(time(at, from), time(at, until), zone(at, zone == null ? "UTC" : zone));
    }

    private static LocalTime time(Token at, String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException e) {
            throw invalid(at, "Invalid time of day: '%s' (expected such as 08:00)".formatted(text), e);
        }
    }

    private static ZoneId zone(Token at, String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw invalid(at, "Invalid time zone: '%s' (expected such as Europe/Berlin)".formatted(text), e);
        }
    }

    public static Condition period(Token at, @Nullable String from, @Nullable String until) {
        return new Condition.Period(from == null ? null : moment(at, from), until == null ? null : moment(at, until));
    }

    private static Instant moment(Token at, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw invalid(at, "Invalid moment: '%s' (expected such as 2026-01-01T00:00:00Z)".formatted(text), e);
        }
    }

    public static Condition client(Token at, List<String> texts) {
        Set<ClientKind> kinds = EnumSet.noneOf(ClientKind.class);
        Set<String> known = new TreeSet<>();
        for (ClientKind kind : ClientKind.values()) {
            known.add("'" + kind.name().toLowerCase(Locale.ROOT) + "'");
        }
        for (String text : texts) {
            try {
                kinds.add(ClientKind.valueOf(text.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw invalid(at, "Invalid kind of client: '%s' (expected one of %s)".formatted(text,
                        String.join(", ", known)), e);
            }
        }
        return new Condition.Client(kinds);
    }

    /** Returns the expression that stands between two tokens, both included. */
    public static PolicyExpression expression(String sql, org.apache.calcite.sql.SqlNode node, Token first,
            Token last) {
        int start = SourceText.offset(sql, first.beginLine, first.beginColumn);
        int end = SourceText.offset(sql, last.endLine, last.endColumn) + 1;
        return new PolicyExpression(node, sql.substring(start, Math.min(end, sql.length())));
    }

    private static QueryException invalid(Token at, String message, @Nullable Exception cause) {
        return new QueryException(Reason.ANALYSIS, "line %d:%d: %s".formatted(at.beginLine, at.beginColumn, message),
                at.beginLine, at.beginColumn, cause);
    }
}

package dev.skep.query.function;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.skep.query.function.TypePattern.Digits;
import dev.skep.query.function.TypePattern.DigitExpression;
import dev.skep.query.function.TypePattern.Exact;
import dev.skep.query.function.TypePattern.Kind;
import dev.skep.query.function.TypePattern.LambdaPattern;
import dev.skep.query.function.TypePattern.ListOf;
import dev.skep.query.function.TypePattern.MapOf;
import dev.skep.query.function.TypePattern.Variable;
import dev.skep.storage.type.HiveTypeParser;

/** Reads the text of a {@link FunctionSignature}. */
final class SignatureParser {
    private final String text;
    private int position;

    SignatureParser(String text) {
        this.text = text;
    }

    FunctionSignature parse() {
        boolean repeats = false;
        List<TypePattern> parameters = new ArrayList<>();
        expect("(");
        if (!accept(")")) {
            do {
                if (repeats) {
                    throw invalid("only the last parameter may repeat");
                }
                parameters.add(type());
                repeats = accept("...");
            } while (accept(","));
            expect(")");
        }
        expect("->");
        TypePattern result = type();
        if (position != text.length()) {
            throw invalid("unexpected text at its end");
        }
        return new FunctionSignature(text, parameters, repeats, result);
    }

    private TypePattern type() {
        String word = word();
        if (Character.isUpperCase(word.charAt(0))) {
            return new Variable(word, accept(":") ? kind(word()) : Kind.ANY);
        }
        return switch (word) {
            case "array" -> {
                expect("<");
                TypePattern element = type();
                expect(">");
                yield new ListOf(element);
            }
            case "map" -> {
                expect("<");
                TypePattern key = type();
                expect(",");
                TypePattern value = type();
                expect(">");
                yield new MapOf(key, value);
            }
            case "decimal" -> {
                expect("(");
                DigitExpression precision = sum();
                expect(",");
                DigitExpression scale = sum();
                expect(")");
                yield new Digits(precision, scale);
            }
            case "function" -> lambda();
            default -> exact(word);
        };
    }

    private TypePattern exact(String word) {
        try {
            return new Exact(HiveTypeParser.parse(word));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Invalid signature: '%s' (%s)".formatted(text, e.getMessage()), e);
        }
    }

    private TypePattern lambda() {
        List<TypePattern> parameters = new ArrayList<>();
        expect("(");
        do {
            parameters.add(type());
        } while (accept(","));
        expect(")");
        expect("->");
        return new LambdaPattern(parameters, type());
    }

    private Kind kind(String name) {
        for (Kind kind : Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
                return kind;
            }
        }
        throw invalid("there is no kind '" + name + "'");
    }

    private DigitExpression sum() {
        DigitExpression left = product();
        while (true) {
            if (accept("+")) {
                left = new DigitExpression.Operation('+', left, product());
            } else if (accept("-")) {
                left = new DigitExpression.Operation('-', left, product());
            } else {
                return left;
            }
        }
    }

    private DigitExpression product() {
        DigitExpression left = term();
        while (accept("*")) {
            left = new DigitExpression.Operation('*', left, term());
        }
        return left;
    }

    private DigitExpression term() {
        if (accept("(")) {
            DigitExpression inner = sum();
            expect(")");
            return inner;
        }
        String word = word();
        if (Character.isDigit(word.charAt(0))) {
            return new DigitExpression.Number(Integer.parseInt(word));
        }
        if (!word.equals("min") && !word.equals("max")) {
            return new DigitExpression.Name(word);
        }
        expect("(");
        DigitExpression left = sum();
        expect(",");
        DigitExpression right = sum();
        expect(")");
        return new DigitExpression.Operation(word.equals("min") ? '<' : '>', left, right);
    }

    private String word() {
        skipBlanks();
        int start = position;
        while (position < text.length()
                && (Character.isLetterOrDigit(text.charAt(position)) || text.charAt(position) == '_')) {
            position++;
        }
        if (start == position) {
            throw invalid("a name is missing");
        }
        String word = text.substring(start, position);
        skipBlanks();
        return word;
    }

    private boolean accept(String token) {
        skipBlanks();
        if (!text.startsWith(token, position)) {
            return false;
        }
        position += token.length();
        skipBlanks();
        return true;
    }

    private void expect(String token) {
        if (!accept(token)) {
            throw invalid("'" + token + "' is missing");
        }
    }

    private void skipBlanks() {
        while (position < text.length() && text.charAt(position) == ' ') {
            position++;
        }
    }

    private IllegalArgumentException invalid(String reason) {
        return new IllegalArgumentException(
                "Invalid signature: '%s' (%s at position %d)".formatted(text, reason, position));
    }
}

package dev.skep.metastore.property;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.apache.commons.jexl3.JexlBuilder;
import org.apache.commons.jexl3.JexlContext;
import org.apache.commons.jexl3.JexlEngine;
import org.apache.commons.jexl3.JexlException;
import org.apache.commons.jexl3.JexlExpression;
import org.apache.commons.jexl3.JexlFeatures;
import org.jspecify.annotations.Nullable;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;

/**
 * Which property maps a client wants, and what of them: a JEXL expression over a map's properties that must be true, and properties or expressions that give maps. Failures
 * are CatalogExceptions with INVALID_INPUT.
 */
public final class PropertySelection {
    private static final int MAX_LENGTH = 4_000;
    private static final int MAX_DEPTH = 20;
    private static final int MAX_PROJECTIONS = 1_000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_$][\\w$]*(\\.[A-Za-z_$][\\w$]*)*");
    private static final JexlEngine ENGINE = new JexlBuilder()
            .features(new JexlFeatures().sideEffect(false).sideEffectGlobal(false).newInstance(false).loops(false)
                    .lambda(false).pragma(false).annotation(false).methodCall(false).localVar(false))
            .permissions(MembersOnly.INSTANCE).arithmetic(new BoundedArithmetic()).cancellable(true).strict(true)
            .safe(true).silent(false).stackOverflow(200).create();

    private final @Nullable JexlExpression predicate;
    private final List<Projection> projections;

    /** One line of a selection: a property's name, or what its text means as an expression. */
    private record Projection(String text, @Nullable JexlExpression expression) {}

    private PropertySelection(@Nullable JexlExpression predicate, List<Projection> projections) {
        this.predicate = predicate;
        this.projections = List.copyOf(projections);
    }

    /**
     * Reads a selection.
     *
     * @param predicate null or empty to take every map
     * @param projections empty to take every property
     */
    public static PropertySelection of(@Nullable String predicate, List<String> projections) {
        if (projections.size() > MAX_PROJECTIONS) {
            throw new CatalogException(Reason.INVALID_INPUT,
                    "Invalid selection of properties: it has %d lines, more than %d".formatted(projections.size(),
                            MAX_PROJECTIONS));
        }
        List<Projection> parsed = new ArrayList<>(projections.size());
        for (String text : projections) {
            parsed.add(new Projection(text, NAME.matcher(text).matches() ? null : parse(text)));
        }
        return new PropertySelection(predicate == null || predicate.isBlank() ? null : parse(predicate), parsed);
    }

    private static JexlExpression parse(String text) {
        checkSize(text);
        try {
            return ENGINE.createExpression(text);
        } catch (JexlException e) {
            throw invalid(text, "it is wrong near '%s', line %d, column %d".formatted(e.getDetail(),
                    e.getInfo() == null ? 1 : e.getInfo().getLine(), e.getInfo() == null ? 1 : e.getInfo().getColumn()),
                    e);
        } catch (StackOverflowError e) {
            // The parser descends by recursion; what is short enough can still be nested by operators.
            throw invalid(text, "it is nested too deeply", e);
        }
    }

    private static void checkSize(String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(' || c == '[' || c == '{') {
                depth++;
            } else if (c == ')' || c == ']' || c == '}') {
                depth--;
            }
            if (depth > MAX_DEPTH) {
                throw invalid(text, "it is nested more than %d deep".formatted(MAX_DEPTH), null);
            }
        }
        if (text.length() > MAX_LENGTH) {
            throw invalid(text.substring(0, 100) + "...", "it is longer than %d characters".formatted(MAX_LENGTH),
                    null);
        }
    }

    private static CatalogException invalid(String text, String why, @Nullable Throwable cause) {
        return new CatalogException(Reason.INVALID_INPUT,
                "Invalid expression over properties: '%s': %s".formatted(text, why), cause);
    }

    /** Returns what is wanted of a map, by name; null if nothing is. */
    public @Nullable Map<String, String> of(Map<String, String> properties) {
        PropertyValues values = new PropertyValues(properties);
        if (predicate != null && !Boolean.TRUE.equals(evaluate(predicate, values))) {
            return null;
        }
        if (projections.isEmpty()) {
            return properties.isEmpty() ? null : properties;
        }
        Map<String, String> projected = new TreeMap<>();
        for (Projection projection : projections) {
            String value = properties.get(projection.text());
            JexlExpression expression = projection.expression();
            if (value != null) {
                projected.put(projection.text(), value);
            } else if (expression != null && evaluate(expression, values) instanceof Map<?, ?> map) {
                map.forEach((key, member) -> {
                    if (key != null && member != null) {
                        projected.put(key.toString(), PropertyValues.text(member));
                    }
                });
            }
        }
        return projected.isEmpty() ? null : projected;
    }

    private static @Nullable Object evaluate(JexlExpression expression, PropertyValues values) {
        try {
            return expression.evaluate(new Context(values));
        } catch (JexlException | ArithmeticException e) {
            String detail = e instanceof JexlException failure && !(e.getCause() instanceof ArithmeticException)
                    ? failure.getDetail()
                    : (e.getCause() == null ? e : e.getCause()).getMessage();
            throw invalid(expression.getSourceText(), String.valueOf(detail), e);
        }
    }

    /** The variables of an expression are the properties of one map. */
    private record Context(PropertyValues values) implements JexlContext {
        @Override
        public @Nullable Object get(String name) {
            return values.find(name);
        }

        @Override
        public boolean has(String name) {
            return true;
        }

        @Override
        public void set(String name, Object value) {
            throw new CatalogException(Reason.INVALID_INPUT,
                    "Invalid expression over properties: it changes '%s'".formatted(name));
        }
    }
}

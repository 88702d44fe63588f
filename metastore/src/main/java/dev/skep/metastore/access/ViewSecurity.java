package dev.skep.metastore.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.model.Table;
import org.jspecify.annotations.Nullable;

/** With whose rights a view is read. */
public enum ViewSecurity {
    /** Those of whoever reads it. */
    INVOKER,
    /** Those of its owner in the catalog; a name in the view's text is never believed. */
    DEFINER;

    /** The parameter of a view that says it: {@code definer} or {@code invoker}. */
    public static final String PARAMETER = "skep.view.security";
    private static final String TRINO_PREFIX = "/* Presto View: ";
    private static final String TRINO_SUFFIX = " */";
    private static final JsonFactory JSON = new JsonFactory();

    /**
     * Returns what a view says: by {@link #PARAMETER}, else, for one that Trino made, by its {@code runAsInvoker}, else INVOKER. What cannot be read means
     * INVOKER too, which gives no one more than he has.
     */
    public static ViewSecurity of(Table view) {
        if (!view.type().isView()) {
            return INVOKER;
        }
        String given = view.parameters().get(PARAMETER);
        if (given != null) {
            return given.trim().toLowerCase(Locale.ROOT).equals("definer") ? DEFINER : INVOKER;
        }
        String json = trinoJson(view.viewOriginalText());
        return json != null && isRunAsDefiner(json) ? DEFINER : INVOKER;
    }

    /** Fails with INVALID_OBJECT if the parameter has another value than those two. */
    public static void check(Table table) {
        String given = table.parameters().get(PARAMETER);
        if (given == null) {
            return;
        }
        String value = given.trim().toLowerCase(Locale.ROOT);
        if (!value.equals("definer") && !value.equals("invoker")) {
            throw new CatalogException(Reason.INVALID_OBJECT,
                    "Invalid parameter %s of %s: '%s' (expected definer or invoker)".formatted(PARAMETER, table.name(),
                            given));
        }
    }

    private static @Nullable String trinoJson(@Nullable String text) {
        if (text == null || !text.startsWith(TRINO_PREFIX) || !text.endsWith(TRINO_SUFFIX)
                || text.length() < TRINO_PREFIX.length() + TRINO_SUFFIX.length()) {
            return null;
        }
        try {
            return new String(Base64.getDecoder().decode(
                    text.substring(TRINO_PREFIX.length(), text.length() - TRINO_SUFFIX.length()).trim()),
                    StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Trino leaves the field out in views that are older than it, which run as their definer. */
    private static boolean isRunAsDefiner(String text) {
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean isIt = json.currentName().equals("runAsInvoker");
                JsonToken value = json.nextToken();
                if (isIt) {
                    return value == JsonToken.VALUE_FALSE;
                }
                json.skipChildren();
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}

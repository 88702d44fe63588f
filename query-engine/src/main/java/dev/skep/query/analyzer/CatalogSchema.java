package dev.skep.query.analyzer;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.lookup.LikePattern;
import org.apache.calcite.schema.lookup.Lookup;
import org.apache.calcite.schema.lookup.Named;
import org.jspecify.annotations.Nullable;

/** A name space for Calcite whose members are looked up one by one; nothing is ever listed. */
final class CatalogSchema extends AbstractSchema {
    private final Members<Schema> schemas;
    private final Members<Table> tables;

    CatalogSchema(Function<String, @Nullable Schema> schemas, Function<String, @Nullable Table> tables) {
        this.schemas = new Members<>(schemas);
        this.tables = new Members<>(tables);
    }

    @Override
    public Lookup<Table> tables() {
        return tables;
    }

    @Override
    public Lookup<? extends Schema> subSchemas() {
        return schemas;
    }

    /** What was looked up once stays, so that a statement sees one version of a table. */
    private static final class Members<T> implements Lookup<T> {
        private final Map<String, Object> known = new ConcurrentHashMap<>();
        private final Function<String, @Nullable T> finder;
        private static final Object ABSENT = new Object();

        Members(Function<String, @Nullable T> finder) {
            this.finder = finder;
        }

        @Override
        @SuppressWarnings("unchecked")
        public @Nullable T get(String name) {
            String key = name.toLowerCase(Locale.ROOT);
            Object member = known.get(key);
            if (member == null) {
                T found = key.isEmpty() ? null : finder.apply(key);
                member = found == null ? ABSENT : found;
                known.put(key, member);
            }
            return member == ABSENT ? null : (T) member;
        }

        @Override
        public @Nullable Named<T> getIgnoreCase(String name) {
            T member = get(name);
            return member == null ? null : new Named<>(name.toLowerCase(Locale.ROOT), member);
        }

        @Override
        public Set<String> getNames(LikePattern pattern) {
            return Set.of();
        }
    }
}

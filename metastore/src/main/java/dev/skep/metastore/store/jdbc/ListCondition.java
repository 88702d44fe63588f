package dev.skep.metastore.store.jdbc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

import dev.skep.metastore.model.TableType;

/** The rest of a list's condition: which names and types are wanted. */
final class ListCondition {
    private final StringBuilder sql = new StringBuilder();
    private final List<String> arguments = new ArrayList<>();

    /**
     * Wants values that begin with one of the texts, which are of ASCII characters below {@code ~}; all where there are none. As a range, which an index of any store takes, where not every
     * one takes LIKE; characters of ASCII come in the same order in all of them.
     */
    ListCondition begins(String column, Set<String> starts) {
        if (!starts.isEmpty()) {
            StringJoiner ranges = new StringJoiner(" OR ", " AND (", ")");
            for (String start : starts) {
                ranges.add("(" + column + " >= ? AND " + column + " < ?)");
                arguments.add(start);
                arguments.add(afterAll(start));
            }
            sql.append(ranges);
        }
        return this;
    }

    private static String afterAll(String start) {
        int last = start.length() - 1;
        return start.substring(0, last) + (char) (start.charAt(last) + 1);
    }

    /** Wants these types of tables; all where there are none. */
    ListCondition types(Set<TableType> types) {
        if (!types.isEmpty()) {
            sql.append(" AND T.TYPE IN ").append(Statements.marks(types.size()));
            types.stream().sorted().forEach(type -> arguments.add(type.name()));
        }
        return this;
    }

    /** Begins with AND, or is empty. */
    String sql() {
        return sql.toString();
    }

    /** The arguments, after those that come before the condition. */
    Object[] arguments(Object... before) {
        List<Object> all = new ArrayList<>(before.length + arguments.size());
        Collections.addAll(all, before);
        all.addAll(arguments);
        return all.toArray();
    }
}

package dev.skep.conformance.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.skep.conformance.access.LeakWorld.User;
import dev.skep.conformance.access.Relation.Row;
import org.jspecify.annotations.Nullable;

/** What each user may see, by going through all policies for every table, column, row and value. */
final class Oracle {
    private final List<Rule> rules;

    /** By which kind of door someone comes. */
    enum Door {
        SQL, WIRE
    }

    /** What a user has of a table; {@code rows} is null where nothing of it may be read. */
    record View(@Nullable Relation rows, boolean isSeen, boolean isFiltered, Set<String> masked) {
        boolean restrictsRows() {
            return isFiltered || !masked.isEmpty();
        }
    }

    Oracle(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    View view(User user, Relation table, Door door) {
        boolean filtered = isFiltered(user, table);
        Set<String> masked = maskedColumns(user, table);
        List<String> visible = readable(user, table, door);
        if (visible.isEmpty()) {
            return new View(null, isDescribed(user, table), filtered, masked);
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (List<@Nullable Object> values : table.rows()) {
            Row row = new Row(table, values);
            if (passes(user, table, row)) {
                List<@Nullable Object> shown = new ArrayList<>();
                for (String column : visible) {
                    shown.add(shown(user, table, column, row));
                }
                rows.add(shown);
            }
        }
        List<String> types = visible.stream().map(column -> table.types().get(table.columns().indexOf(column)))
                .toList();
        return new View(new Relation(table.database(), table.name(), visible, types, 0, "", rows), true, filtered,
                masked);
    }

    private List<String> readable(User user, Relation table, Door door) {
        List<String> visible = new ArrayList<>();
        for (String column : table.columns()) {
            if (isAllowed(user, table, column, door) && !isDenied(user, table, column, door)
                    && !isDenied(user, table, "", door)) {
                visible.add(column);
            }
        }
        return visible;
    }

    private boolean isAllowed(User user, Relation table, String column, Door door) {
        return selects(user, table, column, door, true);
    }

    private boolean isDenied(User user, Relation table, String column, Door door) {
        return selects(user, table, column, door, false);
    }

    private boolean selects(User user, Relation table, String column, Door door, boolean allows) {
        for (Rule rule : rules) {
            if (rule instanceof Rule.Select select && select.allows() == allows && user.isAnyOf(select.to())
                    && (door == Door.SQL ? select.bySql() : select.byWire())
                    && select.covers().test(table.database(), table.name(), column)) {
                return true;
            }
        }
        return false;
    }

    /** Who may not read a table sees it if DESCRIBE is given, and not all of it denied. */
    private boolean isDescribed(User user, Relation table) {
        boolean described = false;
        for (Rule rule : rules) {
            if (rule instanceof Rule.Describe describe && user.isAnyOf(describe.to())) {
                described |= describe.covers().test(table.database(), table.name(), "");
            }
            if (rule instanceof Rule.Select select && select.sql().startsWith("DENY ALL") && user.isAnyOf(select.to())
                    && select.covers().test(table.database(), table.name(), "")) {
                return false;
            }
        }
        return described;
    }

    private boolean isFiltered(User user, Relation table) {
        for (Rule rule : rules) {
            if (rule instanceof Rule.Filter filter && filter.table().equals(table.qualified())
                    && applies(user, filter.to(), filter.except())) {
                return true;
            }
        }
        return false;
    }

    private Set<String> maskedColumns(User user, Relation table) {
        Set<String> masked = new TreeSet<>();
        for (Rule rule : rules) {
            if (rule instanceof Rule.Mask mask && mask.table().equals(table.qualified())
                    && applies(user, mask.to(), mask.except())) {
                masked.add(mask.column());
            }
        }
        return masked;
    }

    private boolean passes(User user, Relation table, Row row) {
        for (Rule rule : rules) {
            if (rule instanceof Rule.Filter filter && filter.table().equals(table.qualified())
                    && applies(user, filter.to(), filter.except()) && !filter.condition().test(row)) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Object shown(User user, Relation table, String column, Row row) {
        for (Rule rule : rules) {
            if (rule instanceof Rule.Mask mask && mask.table().equals(table.qualified())
                    && mask.column().equals(column) && applies(user, mask.to(), mask.except())) {
                return mask.value().apply(row);
            }
        }
        return row.get(column);
    }

    private static boolean applies(User user, Set<String> to, Set<String> except) {
        return user.isAnyOf(to) && !user.isAnyOf(except);
    }
}

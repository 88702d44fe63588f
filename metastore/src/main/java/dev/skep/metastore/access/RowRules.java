package dev.skep.metastore.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.access.AccessPolicy.ColumnMaskPolicy;
import dev.skep.metastore.access.AccessPolicy.RowFilterPolicy;
import dev.skep.metastore.access.Entitlements.TableAccess;
import dev.skep.metastore.access.TagTree.DatabaseTags;
import dev.skep.metastore.access.TagTree.TableTags;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;

/** The row filters and masks that are for one identity. */
final class RowRules {
    private final ScopeIndex<RowFilterPolicy> filters;
    private final ScopeIndex<ColumnMaskPolicy> masks;

    /** How closely a mask names a column; the closest one counts. */
    private enum Rank {
        EXACT, PATTERN, TAG
    }

    RowRules(List<RowFilterPolicy> filters, List<ColumnMaskPolicy> masks) {
        this.filters = new ScopeIndex<>(filters, AccessPolicy::scope);
        this.masks = new ScopeIndex<>(masks, AccessPolicy::scope);
    }

    /**
     * Returns the access with filters and masks.
     *
     * @param columns those that the identity sees
     * @param policies the names of the policies that have restricted so far
     */
    TableAccess accessTo(Table table, Set<String> columns, @Nullable DatabaseTags databaseTags,
            @Nullable TableTags tableTags, Collection<String> policies) {
        if (filters.isEmpty() && masks.isEmpty()) {
            return new TableAccess(columns, List.of(), Map.of(), null, List.copyOf(policies));
        }
        List<String> names = new ArrayList<>(policies);
        List<RowFilter> applied = new ArrayList<>();
        for (RowFilterPolicy filter : filtersOf(table, databaseTags, tableTags)) {
            applied.add(new RowFilter(filter.name(), filter.condition()));
            names.add(filter.name());
        }
        List<String> problems = new ArrayList<>();
        Map<String, ColumnMask> shown = masksOf(table, columns, databaseTags, tableTags, names, problems);
        return new TableAccess(columns, applied, shown, problems.isEmpty() ? null : String.join("; ", problems),
                names);
    }

    /** Those on the table, and, as nothing else could be meant by them, on tags or names of its columns. */
    private Collection<RowFilterPolicy> filtersOf(Table table, @Nullable DatabaseTags databaseTags,
            @Nullable TableTags tableTags) {
        TableName name = table.name();
        String catalog = name.database().catalog().name();
        String database = name.database().name();
        Map<Long, RowFilterPolicy> found = new LinkedHashMap<>();
        filters.table(catalog, database, name.name(), filter -> found.put(filter.id(), filter));
        filters.columns(catalog, database, name.name(), filter -> found.put(filter.id(), filter));
        filters.tags(databaseTags, tableTags, null, filter -> found.put(filter.id(), filter));
        if (tableTags != null && filters.hasTagged()) {
            table.columns().forEach(column -> tableTags.columns.getOrDefault(column.name(), Map.of())
                    .forEach((tag, value) -> filters.tag(tag, value, filter -> found.put(filter.id(), filter))));
        }
        return found.values().stream().sorted(java.util.Comparator.comparingLong(RowFilterPolicy::id)).toList();
    }

    private Map<String, ColumnMask> masksOf(Table table, Set<String> columns, @Nullable DatabaseTags databaseTags,
            @Nullable TableTags tableTags, List<String> names, List<String> problems) {
        if (masks.isEmpty()) {
            return Map.of();
        }
        TableName name = table.name();
        List<ColumnMaskPolicy> byName = new ArrayList<>();
        masks.table(name.database().catalog().name(), name.database().name(), name.name(), byName::add);
        masks.columns(name.database().catalog().name(), name.database().name(), name.name(), byName::add);
        checkColumns(table, byName, names, problems);
        Map<String, ColumnMask> shown = new HashMap<>();
        for (String column : columns) {
            List<ColumnMaskPolicy> closest = closest(column, byName, databaseTags, tableTags);
            if (closest.size() > 1) {
                problems.add("column masks %s are all for column %s".formatted(
                        closest.stream().map(ColumnMaskPolicy::name).sorted()
                                .collect(java.util.stream.Collectors.joining(", ")),
                        column));
            } else if (closest.size() == 1) {
                ColumnMaskPolicy mask = closest.getFirst();
                shown.put(column, new ColumnMask(mask.name(), mask.mask().expressionFor(column)));
            }
            closest.forEach(mask -> names.add(mask.name()));
        }
        return shown;
    }

    /** A mask on a column that is gone may have been meant for one that was renamed, so nothing is shown until it is dropped. */
    private static void checkColumns(Table table, List<ColumnMaskPolicy> byName, List<String> names,
            List<String> problems) {
        Set<String> existing = new HashSet<>();
        table.columns().forEach(column -> existing.add(column.name()));
        for (ColumnMaskPolicy mask : byName) {
            if (rank(mask) == Rank.EXACT
                    && !existing.contains(((Scope.OfColumn) mask.scope()).column().text())) {
                problems.add("column mask %s is on a column that no longer exists".formatted(mask.name()));
                names.add(mask.name());
            }
        }
    }

    private List<ColumnMaskPolicy> closest(String column, List<ColumnMaskPolicy> byName,
            @Nullable DatabaseTags databaseTags, @Nullable TableTags tableTags) {
        List<ColumnMaskPolicy> closest = new ArrayList<>();
        Rank best = Rank.TAG;
        for (ColumnMaskPolicy mask : byName) {
            if (mask.scope() instanceof Scope.OfColumn of && !of.column().matches(column)) {
                continue;
            }
            Rank rank = rank(mask);
            if (rank.compareTo(best) < 0) {
                closest.clear();
                best = rank;
            }
            if (rank == best) {
                closest.add(mask);
            }
        }
        if (best == Rank.TAG) {
            masks.tags(databaseTags, tableTags, tableTags == null ? null : tableTags.columns.get(column),
                    closest::add);
        }
        return closest;
    }

    private static Rank rank(ColumnMaskPolicy mask) {
        return mask.scope() instanceof Scope.OfColumn of && Scopes.isExact(of) ? Rank.EXACT : Rank.PATTERN;
    }
}

package dev.skep.query.command;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.skep.metastore.access.NameGlob;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.access.Tag;
import dev.skep.metastore.catalog.Access;

/** Which policies are about an object: those on itself, on what it is in, on patterns that fit it, on its tags, and on its columns. */
final class ScopeCover {
    private final Scope object;
    private final Set<Scope.Tagged> tags;

    private ScopeCover(Scope object, Set<Scope.Tagged> tags) {
        this.object = object;
        this.tags = tags;
    }

    static ScopeCover of(Scope object, Access access) {
        Set<Scope.Tagged> carried = new HashSet<>();
        List<Tag> tags = access.tags();
        switch (object) {
            case Scope.OfDatabase database -> carried.addAll(effective(tags, List.of(database)));
            case Scope.OfTable table -> {
                carried.addAll(effective(tags, List.of(database(table), table)));
                for (Tag tag : tags) {
                    if (tag.object() instanceof Scope.OfColumn column && column.table().equals(table)) {
                        carried.add(new Scope.Tagged(tag.name(), tag.value()));
                    }
                }
            }
            case Scope.OfColumn column ->
                carried.addAll(effective(tags, List.of(database(column.table()), column.table(), column)));
            case Scope.OfCatalog ignored -> {
            }
            case Scope.OfFunction ignored -> {
            }
            case Scope.OfLocation ignored -> {
            }
            case Scope.Tagged ignored -> {
            }
        }
        return new ScopeCover(object, carried);
    }

    private static Scope.OfDatabase database(Scope.OfTable table) {
        return new Scope.OfDatabase(table.catalog(), table.database());
    }

    /** The tags that hold for the last of {@code path}; the nearest value wins. */
    private static Set<Scope.Tagged> effective(List<Tag> tags, List<Scope> path) {
        Map<String, String> values = new HashMap<>();
        for (Scope place : path) {
            for (Tag tag : tags) {
                if (tag.object().equals(place)) {
                    values.put(tag.name(), tag.value());
                }
            }
        }
        Set<Scope.Tagged> effective = new HashSet<>();
        values.forEach((name, value) -> effective.add(new Scope.Tagged(name, value)));
        return effective;
    }

    boolean isTouchedBy(Scope policy) {
        if (policy.equals(object)) {
            return true;
        }
        if (policy instanceof Scope.Tagged tagged) {
            return tags.contains(tagged);
        }
        return switch (object) {
            case Scope.OfCatalog catalog -> catalogFits(policy, catalog.catalog());
            case Scope.OfDatabase database -> databaseFits(policy, database.catalog(), database.database());
            case Scope.OfTable table -> tableFits(policy, table);
            case Scope.OfColumn column -> policy instanceof Scope.OfColumn other
                    ? tableFits(other.table(), column.table()) && fits(other.column(), column.column())
                    : tableFits(policy, column.table());
            case Scope.OfFunction function -> policy instanceof Scope.OfFunction other
                    ? fits(other.catalog(), function.catalog()) && fits(other.database(), function.database())
                            && fits(other.function(), function.function())
                    : databaseFits(policy, function.catalog(), function.database());
            case Scope.OfLocation location -> policy instanceof Scope.OfLocation other
                    && (other.equals(Scope.OfLocation.ALL) || location.prefix().startsWith(other.prefix() + "/"));
            case Scope.Tagged ignored -> false;
        };
    }

    private static boolean catalogFits(Scope policy, NameGlob catalog) {
        return policy instanceof Scope.OfCatalog other && fits(other.catalog(), catalog);
    }

    private static boolean databaseFits(Scope policy, NameGlob catalog, NameGlob database) {
        return policy instanceof Scope.OfDatabase other
                ? fits(other.catalog(), catalog) && fits(other.database(), database)
                : catalogFits(policy, catalog);
    }

    private static boolean tableFits(Scope policy, Scope.OfTable table) {
        return switch (policy) {
            case Scope.OfTable other -> fits(other.catalog(), table.catalog())
                    && fits(other.database(), table.database()) && fits(other.table(), table.table());
            case Scope.OfColumn other -> tableFits(other.table(), table);
            default -> databaseFits(policy, table.catalog(), table.database());
        };
    }

    private static boolean fits(NameGlob pattern, NameGlob name) {
        return pattern.equals(name) || (name.isExact() && pattern.matches(name.text()));
    }
}

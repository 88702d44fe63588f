package dev.skep.query.command;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.skep.metastore.access.Scope;
import dev.skep.metastore.access.Scopes;
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
        if (object instanceof Scope.OfTable table && policy instanceof Scope.OfColumn column) {
            return Scopes.covers(column.table(), table);
        }
        return !(object instanceof Scope.Tagged) && Scopes.covers(policy, object);
    }
}

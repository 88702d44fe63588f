package dev.skep.metastore.catalog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.CatalogObject;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.TypeDefinition;
import dev.skep.metastore.store.StoreTransaction;
import org.jspecify.annotations.Nullable;

final class StoredTypes implements Types {
    private static final CatalogObject CATALOG = new CatalogObject.OfCatalog(CatalogName.HIVE);
    /** What may be a kept type's name in the text of a type, such as {@code list<Person>}. */
    private static final Pattern WORD = Pattern.compile("\\w+");

    private final Rooms rooms;
    private final Guard guard;

    StoredTypes(Rooms rooms, Guard guard) {
        this.rooms = rooms;
        this.guard = guard;
    }

    @Override
    public void create(TypeDefinition type) {
        guard.check(Privilege.CREATE, CATALOG);
        rooms.store().change(tx -> {
            if (tx.types().find(type.name()).isPresent()) {
                throw new CatalogException(Reason.ALREADY_EXISTS,
                        "Cannot create type '%s': it exists".formatted(type.name()));
            }
            tx.types().insert(type);
        });
    }

    @Override
    public Optional<TypeDefinition> find(String name) {
        return guard.reveals(CATALOG) ? rooms.store().read(tx -> tx.types().find(name)) : Optional.empty();
    }

    @Override
    public List<TypeDefinition> withParts(String name) {
        return guard.reveals(CATALOG) ? rooms.store().read(tx -> withParts(tx, name)) : List.of();
    }

    private static List<TypeDefinition> withParts(StoreTransaction tx, String name) {
        List<TypeDefinition> found = new ArrayList<>();
        Set<String> asked = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(name));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (!asked.add(next)) {
                continue;
            }
            tx.types().find(next).ifPresent(type -> {
                found.add(type);
                addWords(type.first(), open);
                addWords(type.second(), open);
                type.fields().forEach(field -> addWords(field.type(), open));
            });
        }
        return found;
    }

    private static void addWords(@Nullable String type, Deque<String> words) {
        Matcher matcher = WORD.matcher(type == null ? "" : type);
        while (matcher.find()) {
            words.add(matcher.group());
        }
    }

    @Override
    public boolean drop(String name) {
        guard.check(Privilege.DROP, CATALOG);
        return rooms.store().inTransaction(tx -> tx.types().delete(name));
    }
}

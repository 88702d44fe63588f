package dev.skep.metastore.catalog;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.skep.metastore.access.CatalogObject.OfCatalog;
import dev.skep.metastore.access.EnforcementPoint;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.access.Owned;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.property.PropertyKey;
import dev.skep.metastore.property.PropertySelection;
import dev.skep.metastore.store.PropertyStore.Property;
import dev.skep.metastore.store.StoreTransaction;

final class StoredPropertyMaps implements PropertyMaps {
    private static final OfCatalog CATALOG = new OfCatalog(CatalogName.HIVE);

    private final Rooms rooms;
    private final Guard guard;
    private final Seen seen;

    StoredPropertyMaps(Rooms rooms, Guard guard) {
        this.rooms = rooms;
        this.guard = guard;
        this.seen = new Seen(guard);
    }

    @Override
    public void set(Map<PropertyKey, String> values) {
        rooms.store().change(tx -> {
            Set<List<String>> maps = new HashSet<>();
            values.keySet().forEach(key -> maps.add(key.map()));
            maps.forEach(map -> checkSet(tx, map));
            tx.properties().set(values);
        });
    }

    /** Fails with ACCESS_DENIED, or as if the object did not exist, unless the caller may set properties of the map. */
    @EnforcementPoint
    private void checkSet(StoreTransaction tx, List<String> map) {
        if (guard.allows(Privilege.MANAGE, CATALOG)) {
            return;
        }
        switch (map.size()) {
            case 0 -> guard.check(Privilege.MANAGE, CATALOG);
            case 1 -> guard.check(Privilege.ALTER,
                    Owned.of(seen.database(tx, DatabaseName.of(map.getFirst())).value()));
            default -> guard.check(Privilege.ALTER, Owned.of(seen.table(tx, table(map))));
        }
    }

    private static TableName table(List<String> map) {
        return map.size() == 2
                ? TableName.of(map.get(0), map.get(1))
                : new DatabaseName(new CatalogName(map.get(0)), map.get(1)).table(map.get(2));
    }

    @Override
    public Map<String, Map<String, String>> select(String prefix, PropertySelection selection) {
        return rooms.store().read(tx -> {
            Map<List<String>, Map<String, String>> maps = new LinkedHashMap<>();
            for (Property property : tx.properties().list(prefix)) {
                maps.computeIfAbsent(property.key().map(), map -> new TreeMap<>()).put(property.key().name(),
                        property.value());
            }
            boolean seesAll = guard.allows(Privilege.MANAGE, CATALOG);
            Set<String> databases = new HashSet<>();
            if (!seesAll) {
                seen.databases(tx, CatalogName.HIVE).forEach(database -> databases.add(database.name().name()));
            }
            Map<String, Map<String, String>> selected = new TreeMap<>();
            maps.forEach((map, properties) -> {
                if (seesAll || isSeen(tx, map, databases)) {
                    Map<String, String> wanted = selection.of(properties);
                    if (wanted != null) {
                        selected.put(map.isEmpty() ? PropertyKey.NAMESPACE : String.join(".", map), wanted);
                    }
                }
            });
            return selected;
        });
    }

    /** @param databases those of the catalog that are seen */
    @EnforcementPoint
    private boolean isSeen(StoreTransaction tx, List<String> map, Set<String> databases) {
        return switch (map.size()) {
            case 0 -> guard.sees(CATALOG);
            case 1 -> databases.contains(DatabaseName.of(map.getFirst()).name());
            default -> tx.tables().find(table(map)).filter(table -> guard.sees(Owned.of(table))).isPresent();
        };
    }
}

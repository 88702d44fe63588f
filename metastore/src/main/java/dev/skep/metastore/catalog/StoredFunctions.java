package dev.skep.metastore.catalog;

import java.util.List;
import java.util.Optional;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.CatalogObject.OfFunction;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Function;
import dev.skep.metastore.model.FunctionName;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.store.Stored;

final class StoredFunctions implements Functions {
    private final Rooms rooms;
    private final Guard guard;

    StoredFunctions(Rooms rooms, Guard guard) {
        this.rooms = rooms;
        this.guard = guard;
    }

    @Override
    public Optional<Function> find(FunctionName name) {
        guard.check(Privilege.DESCRIBE, new OfFunction(name, null));
        return rooms.store().read(tx -> tx.functions().find(name)).map(Stored::value);
    }

    @Override
    public List<Function> all(CatalogName catalog) {
        return guard.visible(rooms.store().read(tx -> tx.functions().all(catalog)),
                function -> new OfFunction(function.name(), null));
    }

    @Override
    public List<String> names(DatabaseName database, NamePattern pattern) {
        List<String> names = rooms.store().read(tx -> tx.functions().names(database)).stream()
                .filter(pattern::matches).toList();
        return guard.visible(names, name -> new OfFunction(new FunctionName(database, name), null));
    }

    @Override
    public void create(Function function) {
        FunctionName name = function.name();
        guard.check(Privilege.CREATE, new OfFunction(name, null));
        TableRules.checkName(name.name(), "function");
        rooms.store().change(tx -> {
            Stored<Database> database = lockDatabase(tx, name.database());
            checkAbsent(tx, name);
            Function timed = new Function(name, function.className(), function.owner(), function.ownerType(),
                    rooms.now(), function.resources());
            tx.functions().insert(database.id(), timed);
            tx.events().append(List.of(rooms.messages().functionCreated(timed)));
        });
    }

    private static Stored<Database> lockDatabase(StoreTransaction tx, DatabaseName name) {
        return tx.databases().lock(name).orElseThrow(() -> Missing.database(name));
    }

    private static void checkAbsent(StoreTransaction tx, FunctionName name) {
        if (tx.functions().find(name).isPresent()) {
            throw new CatalogException(Reason.ALREADY_EXISTS, "Cannot create function %s: it exists".formatted(name));
        }
    }

    private static Stored<Function> existing(StoreTransaction tx, FunctionName name) {
        return tx.functions().find(name).orElseThrow(() -> new CatalogException(Reason.NOT_FOUND,
                "Cannot find function %s: it does not exist".formatted(name)));
    }

    @Override
    public void alter(FunctionName name, Function changed) {
        guard.check(Privilege.ALTER, new OfFunction(name, null));
        TableRules.checkName(changed.name().name(), "function");
        rooms.store().change(tx -> {
            Stored<Database> database = lockDatabase(tx, changed.name().database());
            Stored<Function> before = existing(tx, name);
            if (!changed.name().equals(name)) {
                checkAbsent(tx, changed.name());
            }
            tx.functions().update(before.id(), database.id(), changed);
        });
    }

    @Override
    public void drop(FunctionName name) {
        guard.check(Privilege.DROP, new OfFunction(name, null));
        rooms.store().change(tx -> {
            if (tx.databases().lock(name.database()).isEmpty()) {
                throw Missing.database(name.database());
            }
            Stored<Function> function = existing(tx, name);
            tx.functions().delete(function.id());
            tx.events().append(List.of(rooms.messages().functionDropped(function.value())));
        });
    }
}

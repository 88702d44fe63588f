package dev.skep.metastore.catalog;

import java.util.List;
import java.util.Optional;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.CatalogObject.OfFunction;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.access.Owned;
import dev.skep.metastore.access.Privilege;
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
    private final Seen seen;
    private final Ownership ownership;
    private final Places places;

    StoredFunctions(Rooms rooms, Guard guard) {
        this.rooms = rooms;
        this.guard = guard;
        this.seen = new Seen(guard);
        this.ownership = new Ownership(guard);
        this.places = new Places(guard);
    }

    @Override
    public Optional<Function> find(FunctionName name) {
        return rooms.store().read(tx -> seen.findFunction(tx, name)).map(Stored::value);
    }

    @Override
    public List<Function> all(CatalogName catalog) {
        return guard.visible(rooms.store().read(tx -> tx.functions().all(catalog)), Owned::of);
    }

    @Override
    public List<String> names(DatabaseName database, NamePattern pattern) {
        List<Function> functions = rooms.store().read(tx -> tx.functions().all(database)).stream()
                .filter(function -> pattern.matches(function.name().name())).toList();
        return guard.visible(functions, Owned::of).stream().map(function -> function.name().name()).toList();
    }

    @Override
    public void create(Function function) {
        FunctionName name = function.name();
        TableRules.checkName(name.name(), "function");
        rooms.store().change(tx -> {
            Stored<Database> database = seen.lockDatabase(tx, name.database());
            checkCreate(tx, database.value(), name);
            places.checkResources(List.of(), function.resources());
            Function owned = ownership.ofNew(function, database.value());
            Function timed = new Function(name, owned.className(), owned.owner(), owned.ownerType(),
                    rooms.created(owned.createTime()), owned.resources());
            tx.functions().insert(database.id(), timed);
            tx.events().append(List.of(rooms.messages().functionCreated(timed)));
        });
    }

    private void checkCreate(StoreTransaction tx, Database database, FunctionName name) {
        RemoteDatabases.checkLocal(database, "create function " + name.name() + " in");
        OfFunction made = new OfFunction(name, Owned.owner(database.owner(), database.ownerType()));
        guard.check(Privilege.CREATE, made);
        tx.functions().find(name).ifPresent(existing -> {
            throw guard.reveals(Owned.of(existing.value()))
                    ? new CatalogException(Reason.ALREADY_EXISTS,
                            "Cannot create function %s: it exists".formatted(name))
                    : guard.notCreated(made);
        });
    }

    @Override
    public void alter(FunctionName name, Function changed) {
        TableRules.checkName(changed.name().name(), "function");
        rooms.store().change(tx -> {
            Stored<Database> database = seen.lockDatabase(tx, changed.name().database());
            Stored<Function> before = seen.function(tx, name);
            guard.check(Privilege.ALTER, Owned.of(before.value()));
            ownership.checkKept(before.value().owner(), before.value().ownerType(), changed.owner(),
                    changed.ownerType(), Owned.of(before.value()));
            places.checkResources(before.value().resources(), changed.resources());
            if (!changed.name().equals(name)) {
                checkCreate(tx, database.value(), changed.name());
            }
            tx.functions().update(before.id(), database.id(), changed);
            if (!changed.name().equals(name)) {
                tx.policies().functionRenamed(name, changed.name());
            }
        });
    }

    @Override
    public void drop(FunctionName name) {
        rooms.store().change(tx -> {
            seen.lockDatabase(tx, name.database());
            Stored<Function> function = seen.function(tx, name);
            guard.check(Privilege.DROP, Owned.of(function.value()));
            tx.functions().delete(function.id());
            tx.policies().functionDropped(name);
            tx.events().append(List.of(rooms.messages().functionDropped(function.value())));
        });
    }
}

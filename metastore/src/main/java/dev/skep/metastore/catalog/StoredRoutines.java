package dev.skep.metastore.catalog;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.access.CatalogObject.OfMember;
import dev.skep.metastore.access.EnforcementPoint;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.access.Owned;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.routine.Routine;
import dev.skep.metastore.routine.RoutineKind;
import dev.skep.metastore.routine.RoutineName;
import dev.skep.metastore.store.RoutineStore;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.store.Stored;

/** Every change locks the routine's database. */
final class StoredRoutines implements Routines {
    private final Rooms rooms;
    private final Guard guard;
    private final Seen seen;

    StoredRoutines(Rooms rooms, Guard guard) {
        this.rooms = rooms;
        this.guard = guard;
        this.seen = new Seen(guard);
    }

    static OfMember object(RoutineStore.Listed listed) {
        return object(listed.name(), Owned.owner(listed.owner(), PrincipalType.USER));
    }

    private static OfMember object(Routine routine) {
        return object(routine.name(), Owned.owner(routine.owner(), PrincipalType.USER));
    }

    private static OfMember object(RoutineName name, @Nullable Principal owner) {
        return new OfMember(name.kind().word(), name.database(), name.name(), owner);
    }

    @Override
    public void put(Routine routine) {
        RoutineName name = routine.name();
        rooms.store().change(tx -> {
            Stored<Database> database = seen.lockDatabase(tx, name.database());
            RemoteDatabases.checkLocal(database.value(), "store " + name.kind().word() + " " + name.name() + " in");
            Stored<Routine> existing = tx.routines().find(name).orElse(null);
            if (existing == null) {
                create(tx, database, routine);
            } else {
                replace(tx, existing, routine);
            }
        });
    }

    private void create(StoreTransaction tx, Stored<Database> database, Routine routine) {
        OfMember made = object(routine.name(),
                Owned.owner(database.value().owner(), database.value().ownerType()));
        guard.check(Privilege.CREATE, made);
        tx.routines().insert(database.id(), ofNew(routine, made));
    }

    /** Returns the routine with the owner that it is to have: the given one if the caller may make it in that name, else the caller. */
    @EnforcementPoint
    private Routine ofNew(Routine routine, OfMember made) {
        Principal owner = Owned.owner(routine.owner(), PrincipalType.USER);
        boolean isAllowed = owner != null && guard.isSelf(owner)
                || routine.owner() != null && guard.allows(Privilege.MANAGE, made);
        return isAllowed ? routine : routine.withOwner(guard.identity().user());
    }

    private void replace(StoreTransaction tx, Stored<Routine> existing, Routine routine) {
        OfMember object = object(existing.value());
        if (!guard.reveals(object)) {
            throw guard.notCreated(object);
        }
        guard.check(Privilege.ALTER, object);
        tx.routines().update(existing.id(), ofChanged(routine, existing.value(), object));
    }

    /** Returns the routine with the owner that it had, unless the caller may give it to another. */
    @EnforcementPoint
    private Routine ofChanged(Routine routine, Routine before, OfMember object) {
        boolean isGiven = routine.owner() != null && !Objects.equals(routine.owner(), before.owner())
                && guard.allows(Privilege.MANAGE, object);
        return isGiven ? routine : routine.withOwner(before.owner());
    }

    @Override
    public Routine routine(RoutineName name) {
        return rooms.store().read(tx -> tx.routines().find(name)).map(Stored::value)
                .filter(routine -> guard.reveals(object(routine)))
                .orElseThrow(() -> object(name, null).absent());
    }

    @Override
    public void drop(RoutineName name) {
        rooms.store().change(tx -> {
            tx.databases().lock(name.database());
            tx.routines().find(name).filter(stored -> guard.reveals(object(stored.value()))).ifPresent(stored -> {
                guard.check(Privilege.DROP, object(stored.value()));
                tx.routines().delete(stored.id());
            });
        });
    }

    @Override
    public List<String> names(RoutineKind kind, CatalogName catalog, @Nullable DatabaseName database) {
        List<RoutineStore.Listed> all = rooms.store().read(tx -> tx.routines().list(kind, catalog)).stream()
                .filter(listed -> database == null || listed.name().database().equals(database)).toList();
        return guard.visible(all, StoredRoutines::object).stream().map(listed -> listed.name().name()).toList();
    }
}

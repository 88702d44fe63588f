package dev.skep.metastore.catalog;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.store.FolderStore.Place;
import dev.skep.metastore.store.FolderTask;
import dev.skep.metastore.store.FolderTask.Kind;
import dev.skep.metastore.store.MetastoreStore;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.warehouse.FolderChanges;
import dev.skep.metastore.warehouse.FolderChanges.Move;
import dev.skep.metastore.warehouse.Warehouse;
import dev.skep.storage.file.Location;

/**
 * Changes of folders that go with changes of the store, so that a server may die at any moment: a move is in the store before it begins, and its row goes with the change; removals
 * are put into the store with the change, and go when they are done. What a dead server has left is finished, or taken back, by whoever needs the folder next, or by {@link #settle()}.
 */
final class FolderTasks {
    /** How many folders one task removes. */
    private static final int PER_TASK = 1_000;
    /** How often a change that has moved folders may lose a race of the store. */
    private static final int TRIES = 20;

    private final MetastoreStore store;
    private final Warehouse warehouse;

    FolderTasks(MetastoreStore store, Warehouse warehouse) {
        this.store = store;
        this.warehouse = warehouse;
    }

    /** The transaction must be begun anew, with these moves in the store. */
    private static final class NotRecorded extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient List<FolderTask> tasks;

        NotRecorded(List<FolderTask> tasks) {
            super("moves of folders are not in the store yet", null, false, false);
            this.tasks = tasks;
        }
    }

    /**
     * The store wants the transaction to be tried again, and folders were moved in it. Since its rollback others may see the moves in the store and take them back, so this one does not
     * touch the folders any more before it has its moves out of the store again.
     */
    private static final class MovedBefore extends RuntimeException {
        private static final long serialVersionUID = 1;

        MovedBefore() {
            super("moves of folders are to be taken back first", null, false, false);
        }
    }

    /** Who else may rely on a folder that a change has made and does not need. */
    interface Claims {
        /**
         * Asked in a transaction of its own, in which the folder is deleted if the answer is no: waits for those who may have found the folder and are not stored yet, and holds up
         * those who are still to look at it. ALREADY_EXISTS means yes.
         */
        boolean areOn(StoreTransaction tx, Location folder);
    }

    /** Runs a change of folders and store: if the store does not take it, the folders are as before. */
    <T> T change(BiFunction<StoreTransaction, FolderChanges, T> work, Claims claims) {
        List<FolderTask> recorded = new ArrayList<>();
        for (int lost = 0;;) {
            try {
                return attempt(recorded, work, claims);
            } catch (MovedBefore e) {
                if (++lost == TRIES) {
                    throw new CatalogException(Reason.CONFLICT,
                            "Cannot store the change: others changed the same objects", e);
                }
            } catch (NotRecorded e) {
                recorded.addAll(store.inTransaction(tx -> tx.folders().add(e.tasks)));
            } catch (CatalogException e) {
                if (e.reason() != Reason.STORE && !recorded.isEmpty()) {
                    forget(recorded, e);
                }
                throw e;
            }
        }
    }

    private <T> T attempt(List<FolderTask> recorded, BiFunction<StoreTransaction, FolderChanges, T> work,
            Claims claims) {
        Journal journal = new Journal(recorded, claims);
        try (FolderChanges folders = new FolderChanges(warehouse, journal)) {
            try {
                T result = store.inTransaction(tx -> {
                    if (folders.hasMoved()) {
                        throw new MovedBefore();
                    }
                    folders.again();
                    journal.transaction = tx;
                    return work.apply(tx, folders);
                });
                folders.keep();
                return result;
            } catch (CatalogException e) {
                if (e.reason() == Reason.STORE) {
                    // It may be stored all the same. If it is not, the moves are still in the store, and get settled.
                    folders.keepAll();
                }
                throw e;
            }
        }
    }

    private void forget(List<FolderTask> tasks, CatalogException cause) {
        try {
            store.change(tx -> tasks.forEach(task -> tx.folders().take(task.id())));
        } catch (CatalogException e) {
            // Settled later: it finds that nothing was moved.
            cause.addSuppressed(e);
        }
    }

    private final class Journal implements FolderChanges.Journal {
        private final List<FolderTask> recorded;
        private final Claims claims;
        private @Nullable StoreTransaction transaction;

        Journal(List<FolderTask> recorded, Claims claims) {
            this.recorded = recorded;
            this.claims = claims;
        }

        private StoreTransaction transaction() {
            StoreTransaction tx = transaction;
            if (tx == null) {
                throw new IllegalStateException("Cannot change folders: no transaction");
            }
            return tx;
        }

        @Override
        public void making(List<Location> folders) {
            settle(transaction(), folders, recorded);
        }

        @Override
        public void done() {
            transaction().folders().worked();
        }

        @Override
        public void takeBack(List<Move> moves) {
            List<FolderTask> tasks = new ArrayList<>();
            for (Move move : moves.reversed()) {
                known(move).ifPresent(tasks::add);
            }
            // What fails here stays in the store, where others find it: only what was not begun is to be forgotten.
            recorded.removeAll(tasks);
            for (FolderTask task : tasks) {
                store.change(tx -> tx.folders().take(task.id()).ifPresent(taken -> perform(tx, taken)));
            }
        }

        private Optional<FolderTask> known(Move move) {
            FolderTask wanted = task(move);
            return recorded.stream().filter(task -> task.withId(0).equals(wanted)).findFirst();
        }

        @Override
        public void unneeded(Set<Location> folders) {
            for (Location folder : folders) {
                try {
                    store.change(tx -> {
                        if (!claims.areOn(tx, folder)) {
                            settle(tx, List.of(folder), List.of());
                            warehouse.deleteIfEmpty(folder);
                        }
                    });
                } catch (CatalogException ignored) {
                    // Another has it, or it cannot be asked now: an empty folder more harms nobody.
                }
            }
        }

        @Override
        public void moving(List<Move> moves) {
            List<FolderTask> missing = new ArrayList<>();
            List<Location> places = new ArrayList<>();
            for (Move move : moves) {
                places.add(move.source());
                places.add(move.target());
                Optional<FolderTask> known = known(move);
                // One that is gone was settled by another server, which took this one for dead.
                if (known.isEmpty() || transaction().folders().take(known.get().id()).isEmpty()) {
                    known.ifPresent(recorded::remove);
                    missing.add(task(move));
                }
            }
            // What a server that died has moved there is taken back before the target is looked at.
            settle(transaction(), places, recorded);
            if (!missing.isEmpty()) {
                missing.forEach(FolderTasks.this::checkFree);
                throw new NotRecorded(missing);
            }
        }
    }

    private static FolderTask task(Move move) {
        return FolderTask.move(move.source().text(), move.target().text());
    }

    /** What was at the target before must never be taken for what was moved there. */
    private void checkFree(FolderTask move) {
        String target = String.valueOf(move.target());
        if (warehouse.exists(Warehouse.location(target))) {
            throw new CatalogException(Reason.INVALID_OPERATION, "Cannot move %s to %s: there is something already"
                    .formatted(move.folder(), target));
        }
    }

    /** What removes the folders, which all lie in {@code folder}. */
    static List<FolderTask> removal(DataRemoval data, String folder, List<String> places) {
        List<FolderTask> tasks = new ArrayList<>();
        if (data != DataRemoval.KEEP) {
            for (int start = 0; start < places.size(); start += PER_TASK) {
                tasks.add(FolderTask.removal(data == DataRemoval.PURGE ? Kind.DELETE : Kind.DISCARD, folder,
                        places.subList(start, Math.min(places.size(), start + PER_TASK))));
            }
        }
        return tasks;
    }

    /** Puts removals into the store with the drop that wants them; {@link #finish} does them when it is stored. */
    List<FolderTask> begin(StoreTransaction tx, List<FolderTask> removals) {
        if (removals.isEmpty()) {
            return removals;
        }
        settle(tx, removals.stream().map(task -> Warehouse.location(task.folder())).distinct().toList(), List.of());
        return tx.folders().add(removals);
    }

    /** Does what was begun, all of it, and fails with the first failure. What the file system refuses is not tried again. */
    void finish(List<FolderTask> removals) {
        CatalogException failure = null;
        for (FolderTask task : removals) {
            Optional<CatalogException> refusal = store
                    .inTransaction(tx -> tx.folders().takeAlone(task.id()).flatMap(taken -> refusal(tx, taken)));
            if (failure == null) {
                failure = refusal.orElse(null);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private Optional<CatalogException> refusal(StoreTransaction tx, FolderTask task) {
        try {
            perform(tx, task);
            return Optional.empty();
        } catch (CatalogException e) {
            return Optional.of(e);
        }
    }

    /** Finishes what is going on at, in or around the places. */
    private void settle(StoreTransaction tx, List<Location> places, List<FolderTask> own) {
        for (Place place : tx.folders().places()) {
            if (own.stream().noneMatch(task -> task.id() == place.id()) && isAround(place, places)) {
                tx.folders().take(place.id()).ifPresent(task -> perform(tx, task));
            }
        }
    }

    private static boolean isAround(Place place, List<Location> places) {
        Location folder = Warehouse.location(place.folder());
        Location target = place.target() == null ? folder : Warehouse.location(place.target());
        return places.stream().anyMatch(one -> one.contains(folder) || folder.contains(one) || one.contains(target)
                || target.contains(one));
    }

    /** Finishes all that servers which are gone have left. Returns how much there was; fails with the first failure when all others are done. */
    int settle() {
        int settled = 0;
        CatalogException failure = null;
        for (Place place : store.read(tx -> tx.folders().places())) {
            try {
                settled += store.<Integer>inTransaction(tx -> {
                    Optional<FolderTask> task = tx.folders().takeIfFree(place.id());
                    task.ifPresent(found -> perform(tx, found));
                    return task.isPresent() ? 1 : 0;
                });
            } catch (CatalogException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return settled;
    }

    private void perform(StoreTransaction tx, FolderTask task) {
        Location folder = Warehouse.location(task.folder());
        switch (task.kind()) {
            case MOVE -> takeBack(tx, folder, Warehouse.location(String.valueOf(task.target())));
            case DISCARD, DELETE -> {
                Set<Location> above = new LinkedHashSet<>();
                for (String text : task.places()) {
                    Location place = Warehouse.location(text);
                    if (task.kind() == Kind.DELETE) {
                        warehouse.delete(place);
                    } else {
                        warehouse.discard(place);
                    }
                    if (folder.contains(place) && !place.equals(folder)) {
                        for (Location parent = place.parent(); !parent.equals(folder); parent = parent.parent()) {
                            above.add(parent);
                        }
                    }
                }
                above.stream().sorted((a, b) -> Integer.compare(b.text().length(), a.text().length()))
                        .forEach(warehouse::deleteIfEmpty);
            }
        }
    }

    /** Another table that took the place first keeps what is in it. */
    private void takeBack(StoreTransaction tx, Location source, Location target) {
        for (TableName name : tx.tables().atOrAround(List.of(target.text()))) {
            if (tx.tables().find(name).filter(table -> Places.isSame(target.text(), table.storage().location()))
                    .isPresent()) {
                return;
            }
        }
        warehouse.moveBack(source, target);
    }
}

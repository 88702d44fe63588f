package dev.skep.metastore.warehouse;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.storage.file.Location;

/**
 * Folders made and moved for one change of the catalog. Unless {@link #keep} is called, closing it gives them back to the
 * journal: it takes moves back, and knows whether others have come to rely on folders that were made. So are folders that were made for a try of the change and not wanted by the one that was kept.
 */
public final class FolderChanges implements AutoCloseable {
    /** From how many folders on they are made several at a time. */
    private static final int MANY = 16;
    private static final int AT_A_TIME = 16;

    private final Warehouse warehouse;
    private final Journal journal;
    private final List<Move> begun = new ArrayList<>();
    private final Set<Location> made = new LinkedHashSet<>();
    private final Set<Location> wanted = new HashSet<>();
    private boolean kept;

    public FolderChanges(Warehouse warehouse, Journal journal) {
        this.warehouse = warehouse;
        this.journal = journal;
    }

    /** Where it is kept what is done to folders, for the case that nobody is left to undo it. Either method may fail, and nothing is done then. */
    public interface Journal {
        /** Called before folders are made; when it returns nothing is going on in them. */
        void making(List<Location> folders);

        /** Called before folders are moved. */
        void moving(List<Move> moves);

        /** Called when folders were made or moved. */
        void done();

        /**
         * Called with moves that were done, or done in part, and are not to stay. Whatever of it fails is done later.
         */
        void takeBack(List<Move> moves);

        /** Called with folders that were made and are not needed: they go if they are empty and nobody else relies on them. Does not fail. */
        void unneeded(Set<Location> folders);
    }

    /** From where to where a folder goes. */
    public record Move(Location source, Location target) {}

    /** Makes a folder, unless it is there. */
    public void make(Location folder) {
        journal.making(List.of(folder));
        makeOne(folder);
        journal.done();
    }

    /** Makes a folder once more that {@link #make} found there, in case the one who made it has deleted it since: to be called when nobody can delete it any more. */
    public void ensure(Location folder) {
        if (!made.contains(folder)) {
            makeOne(folder);
        }
    }

    private void makeOne(Location folder) {
        wanted.add(folder);
        if (warehouse.make(folder)) {
            made.add(folder);
        }
    }

    /** Makes those folders that are not there, several at a time where there are many. */
    public void makeAll(Collection<Location> folders) {
        journal.making(List.copyOf(folders));
        if (folders.size() < MANY) {
            folders.forEach(this::makeOne);
            journal.done();
            return;
        }
        wanted.addAll(folders);
        Semaphore running = new Semaphore(AT_A_TIME);
        List<Future<Boolean>> making = new ArrayList<>(folders.size());
        try (ExecutorService makers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Location folder : folders) {
                making.add(makers.submit(() -> {
                    running.acquire();
                    try {
                        return warehouse.make(folder);
                    } finally {
                        running.release();
                    }
                }));
            }
        }
        List<Location> all = List.copyOf(folders);
        RuntimeException failure = null;
        for (int i = 0; i < making.size(); i++) {
            try {
                if (making.get(i).resultNow()) {
                    made.add(all.get(i));
                }
            } catch (IllegalStateException e) {
                // It failed: the others are noted first, so that they can be undone.
                failure = failure != null ? failure : failureOf(making.get(i).exceptionNow());
            }
        }
        if (failure != null) {
            throw failure;
        }
        journal.done();
    }

    private static RuntimeException failureOf(Throwable cause) {
        return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
    }

    /** Moves folders that are there. */
    public void move(List<Move> moves) {
        journal.moving(moves);
        for (Move move : moves) {
            begun.add(move);
            try {
                warehouse.move(move.source(), move.target());
            } catch (CatalogException e) {
                if (e.reason() == Reason.INVALID_OPERATION) {
                    // What is at the target is somebody else's.
                    begun.removeLast();
                }
                throw e;
            }
        }
        journal.done();
    }

    /** True if a move has begun: the change cannot be tried again before that is taken back. */
    public boolean hasMoved() {
        return !begun.isEmpty();
    }

    /** The change is tried again. What was made stays for the next try. */
    public void again() {
        wanted.clear();
    }

    /** The change is stored: what its last try has done stays. */
    public void keep() {
        kept = true;
    }

    /** It will be found out whether the change is stored: nothing is undone. */
    public void keepAll() {
        kept = true;
        wanted.addAll(made);
    }

    @Override
    public void close() {
        try {
            if (!kept) {
                wanted.clear();
                if (!begun.isEmpty()) {
                    journal.takeBack(begun);
                }
            }
        } finally {
            made.removeAll(wanted);
            if (!made.isEmpty()) {
                journal.unneeded(made);
            }
        }
    }
}

package dev.skep.metastore.warehouse;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

import dev.skep.storage.file.Location;

/**
 * Folders made and moved for one change of the catalog. Unless {@link #keep} is called, closing it undoes them: made folders are
 * deleted if they are still empty, moved ones go back.
 */
public final class FolderChanges implements AutoCloseable {
    /** From how many folders on they are made several at a time. */
    private static final int MANY = 16;
    private static final int AT_A_TIME = 16;

    private final Warehouse warehouse;
    private final Journal journal;
    private final List<Undo> undos = new ArrayList<>();
    private boolean kept;
    private boolean madeKept;

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
    }

    /** From where to where a folder goes. */
    public record Move(Location source, Location target) {}

    private interface Undo {
        void run();
    }

    /** Makes a folder, unless it is there. */
    public void make(Location folder) {
        journal.making(List.of(folder));
        makeOne(folder);
        journal.done();
    }

    private void makeOne(Location folder) {
        if (warehouse.make(folder)) {
            undos.add(() -> undoMade(folder));
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
        Semaphore running = new Semaphore(AT_A_TIME);
        List<Future<Boolean>> made = new ArrayList<>(folders.size());
        try (ExecutorService makers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Location folder : folders) {
                made.add(makers.submit(() -> {
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
        for (int i = 0; i < made.size(); i++) {
            try {
                if (made.get(i).resultNow()) {
                    Location folder = all.get(i);
                    undos.add(() -> undoMade(folder));
                }
            } catch (IllegalStateException e) {
                // It failed: the others are noted first, so that they can be undone.
                failure = failure != null ? failure : failureOf(made.get(i).exceptionNow());
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

    private void undoMade(Location folder) {
        if (!madeKept) {
            warehouse.deleteIfEmpty(folder);
        }
    }

    /** Moves folders that are there. */
    public void move(List<Move> moves) {
        journal.moving(moves);
        for (Move move : moves) {
            warehouse.move(move.source(), move.target());
            undos.add(() -> warehouse.move(move.target(), move.source()));
        }
        journal.done();
    }

    /** Undoes what was done so far, for a change that is tried again. */
    public void undo() {
        for (int i = undos.size() - 1; i >= 0; i--) {
            undos.get(i).run();
        }
        undos.clear();
    }

    /** Leaves made folders, even if empty, as another change relies on them. */
    public void keepMade() {
        madeKept = true;
    }

    /** The change is stored, or it will be found out whether it is: nothing is undone any more. */
    public void keep() {
        kept = true;
    }

    @Override
    public void close() {
        if (!kept) {
            undo();
        }
    }
}

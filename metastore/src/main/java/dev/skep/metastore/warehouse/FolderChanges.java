package dev.skep.metastore.warehouse;

import java.util.ArrayList;
import java.util.List;

import dev.skep.storage.file.Location;

/**
 * Folders made and moved for one change of the catalog. Unless {@link #keep} is called, closing it undoes them: made folders are
 * deleted if they are still empty, moved ones go back.
 */
public final class FolderChanges implements AutoCloseable {
    private final Warehouse warehouse;
    private final List<Undo> undos = new ArrayList<>();
    private boolean kept;
    private boolean madeKept;

    public FolderChanges(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    private interface Undo {
        void run();
    }

    /** Makes a folder, unless it is there. */
    public void make(Location folder) {
        if (warehouse.make(folder)) {
            undos.add(() -> {
                if (!madeKept) {
                    warehouse.deleteIfEmpty(folder);
                }
            });
        }
    }

    /** Moves a folder, if it is there. */
    public void move(Location source, Location target) {
        warehouse.move(source, target);
        undos.add(() -> warehouse.move(target, source));
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

    /** The change is stored: nothing is undone any more. */
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

package dev.skep.metastore.store;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** What is being done to folders, by whichever server. */
public interface FolderStore {

    /** Adds tasks and returns them with their numbers. */
    List<FolderTask> add(List<FolderTask> tasks);

    /** Where a task is at work. */
    record Place(long id, String folder, @Nullable String target) {}

    /** Returns where all tasks are at work, the oldest first; also those that others have taken. */
    List<Place> places();

    /** Says that work on folders is over for now, so that the transaction is not to stand still any more. */
    void worked();

    /** Takes a task out: nobody else gets it, unless this transaction fails. Waits for another who has taken it; empty if it is gone then. */
    Optional<FolderTask> take(long id);

    /**
     * As {@link #take}, in a transaction that changes nothing else and so need not wait for the disk: if the database's machine fails right after it, the task is
     * there again.
     */
    Optional<FolderTask> takeAlone(long id);

    /** As {@link #take}, but empty at once if another has taken it. */
    Optional<FolderTask> takeIfFree(long id);
}

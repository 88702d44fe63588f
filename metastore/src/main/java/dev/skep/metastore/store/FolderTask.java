package dev.skep.metastore.store;

import static java.util.Objects.requireNonNull;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Something that is being done to folders, or is still to be done to them if whoever began it is gone.
 *
 * @param id 0 before the task is in the store
 * @param folder what is moved, or where all that is removed lies
 * @param target where the folder goes; null unless it is moved
 * @param places what is removed; empty for a move
 */
public record FolderTask(long id, Kind kind, String folder, @Nullable String target, List<String> places) {

    /** A move that is found is taken back; the others are done: folders go to the trash if there is one, or for good. */
    public enum Kind {
        MOVE, DISCARD, DELETE
    }

    public FolderTask {
        requireNonNull(kind, "kind is null");
        requireNonNull(folder, "folder is null");
        places = List.copyOf(places);
        if ((kind == Kind.MOVE) != (target != null) || (kind == Kind.MOVE) != places.isEmpty()) {
            throw new IllegalArgumentException("Invalid task for %s: %s to %s of %s".formatted(folder, kind, target,
                    places));
        }
    }

    public static FolderTask move(String folder, String target) {
        return new FolderTask(0, Kind.MOVE, folder, target, List.of());
    }

    public static FolderTask removal(Kind kind, String folder, List<String> places) {
        return new FolderTask(0, kind, folder, null, places);
    }

    public FolderTask withId(long number) {
        return new FolderTask(number, kind, folder, target, places);
    }
}

package dev.skep.query.spill;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * Where rows may be put aside.
 *
 * @param folder made if it is absent; servers may share one (the setting {@code query.spill.dir})
 * @param maxBytes how much the files of all queries of this process may hold together (the setting {@code query.spill.max})
 */
public record SpillSettings(Path folder, long maxBytes) {
    public SpillSettings {
        requireNonNull(folder, "folder is null");
        if (maxBytes < 0) {
            throw new IllegalArgumentException("Invalid setting query.spill.max: %d (at least 0)".formatted(maxBytes));
        }
    }
}

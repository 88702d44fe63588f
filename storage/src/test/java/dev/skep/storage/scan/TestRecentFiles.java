package dev.skep.storage.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;

import dev.skep.storage.file.FileEntry;
import dev.skep.storage.file.InputFile;
import dev.skep.storage.file.Location;
import dev.skep.storage.memory.MemoryFileSystem;
import org.junit.jupiter.api.Test;

final class TestRecentFiles {
    private static final long EACH = 10_000;
    private static final int ROOM = 80;

    private final MemoryFileSystem files = new MemoryFileSystem();
    private final RecentFiles<String> recent = new RecentFiles<>(ROOM * EACH);

    private InputFile file(String name, int version) {
        return files.open(FileEntry.file(Location.of("memory://test/" + name), 1, Instant.EPOCH, "v" + version));
    }

    private void keep(String name) {
        // With what an entry takes itself this is just below EACH.
        recent.keep(file(name, 1), name, EACH - 300);
    }

    /** Asks for all files in turn and keeps those that were not there; returns how many were. */
    private int scan(String table, int count) {
        int found = 0;
        for (int i = 0; i < count; i++) {
            if (recent.find(file(table + i, 1)) != null) {
                found++;
            } else {
                keep(table + i);
            }
        }
        return found;
    }

    @Test
    void keepsWhatFitsByLocationAndVersion() {
        assertThat(scan("a", ROOM - ROOM / 8)).isZero();
        assertThat(scan("a", ROOM - ROOM / 8)).isEqualTo(ROOM - ROOM / 8);
        assertThat(recent.find(file("a0", 1))).isEqualTo("a0");
        assertThat(recent.find(file("a0", 2))).isNull();
    }

    @Test
    void ofAScanThatDoesNotFitAPartIsFoundEachTime() {
        scan("a", 2 * ROOM);
        for (int round = 0; round < 3; round++) {
            assertThat(scan("a", 2 * ROOM)).isBetween(ROOM / 2, ROOM);
        }
    }

    @Test
    void whatIsAskedForAgainTakesThePlaceOfWhatIsNot() {
        scan("old", ROOM * 3);
        for (int i = 0; i < ROOM / 2; i++) {
            keep("new" + i);
            assertThat(recent.find(file("new" + i, 1))).isEqualTo("new" + i);
        }
        scan("other", ROOM * 3);
        for (int i = 0; i < ROOM / 2; i++) {
            assertThat(recent.find(file("new" + i, 1))).isEqualTo("new" + i);
        }
    }

    @Test
    void aValueLargerThanTheTrialPartIsKeptAndOneLargerThanAllIsNot() {
        recent.keep(file("large", 1), "large", ROOM * EACH / 2);
        recent.keep(file("huge", 1), "huge", ROOM * EACH);
        assertThat(recent.find(file("large", 1))).isEqualTo("large");
        assertThat(recent.find(file("huge", 1))).isNull();
    }

    @Test
    void keepingTwiceCountsOnce() {
        for (int i = 0; i < 10 * ROOM; i++) {
            keep("same");
        }
        assertThat(scan("a", ROOM / 2)).isZero();
        assertThat(scan("a", ROOM / 2)).isEqualTo(ROOM / 2);
        assertThat(recent.find(file("same", 1))).isEqualTo("same");
    }

    @Test
    void aNegativeSizeIsRefused() {
        assertThatThrownBy(() -> new RecentFiles<>(-1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid size of a cache: -1");
    }
}

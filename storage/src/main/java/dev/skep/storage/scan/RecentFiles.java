package dev.skep.storage.scan;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.skep.storage.file.InputFile;
import dev.skep.storage.file.Location;
import org.jspecify.annotations.Nullable;

/**
 * What formats know of files that were read lately, by location, length and version, while it takes no more than a given memory.
 *
 * <p>What is new is on trial first, in a small part of the memory. What is asked for again moves to the rest, where the least recently used goes when it is full; what is not
 * moves there only while there is room. So a scan of more files than can be kept leaves those there that were, and finds some of its own again the next time, where one list
 * would have lost each of them just before it is needed. Any thread may call.
 */
public final class RecentFiles<V> {
    /** The part of the memory that is for what is new. */
    private static final int TRIAL_PART = 8;
    /** What an entry takes beside its value and the texts of its key, about. */
    private static final long ENTRY_BYTES = 200;

    private final long maxBytes;
    private final long maxTrialBytes;
    private final Map<Key, Kept<V>> trial = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Key, Kept<V>> proven = new LinkedHashMap<>(16, 0.75f, true);
    private long trialBytes;
    private long provenBytes;

    private record Key(Location location, long length, String version) {
        static Key of(InputFile file) {
            return new Key(file.location(), file.length(), file.version());
        }
    }

    private record Kept<V>(V value, long bytes) {}

    /** Keeps about {@code maxBytes} of memory at most; 0 keeps nothing. */
    public RecentFiles(long maxBytes) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("Invalid size of a cache: " + maxBytes);
        }
        this.maxBytes = maxBytes;
        this.maxTrialBytes = maxBytes / TRIAL_PART;
    }

    /** Returns what is kept of {@code file}, null if nothing is. */
    public synchronized @Nullable V find(InputFile file) {
        Key key = Key.of(file);
        Kept<V> kept = proven.get(key);
        if (kept != null) {
            return kept.value;
        }
        kept = trial.remove(key);
        if (kept == null) {
            return null;
        }
        trialBytes -= kept.bytes;
        prove(key, kept);
        return kept.value;
    }

    /** Keeps {@code value}, which takes about {@code bytes} of memory, unless it is too large. */
    public synchronized void keep(InputFile file, V value, long bytes) {
        Key key = Key.of(file);
        Kept<V> kept = new Kept<>(value, bytes + ENTRY_BYTES + key.location.text().length() + key.version.length());
        if (kept.bytes > maxBytes || proven.containsKey(key)) {
            return;
        }
        if (kept.bytes > maxTrialBytes) {
            prove(key, kept);
            return;
        }
        Kept<V> replaced = trial.put(key, kept);
        trialBytes += kept.bytes - (replaced == null ? 0 : replaced.bytes);
        var oldest = trial.entrySet().iterator();
        while (trialBytes > maxTrialBytes && oldest.hasNext()) {
            Map.Entry<Key, Kept<V>> entry = oldest.next();
            oldest.remove();
            trialBytes -= entry.getValue().bytes;
            if (provenBytes + entry.getValue().bytes <= maxBytes - maxTrialBytes) {
                prove(entry.getKey(), entry.getValue());
            }
        }
    }

    private void prove(Key key, Kept<V> kept) {
        Kept<V> replaced = proven.put(key, kept);
        provenBytes += kept.bytes - (replaced == null ? 0 : replaced.bytes);
        var oldest = proven.values().iterator();
        while (provenBytes + trialBytes > maxBytes && oldest.hasNext()) {
            provenBytes -= oldest.next().bytes;
            oldest.remove();
        }
    }
}

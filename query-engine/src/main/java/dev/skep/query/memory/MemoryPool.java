package dev.skep.query.memory;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that may be held. A query's pool has the engine's as its parent; a reservation counts in both. Any thread may call; nobody ever waits.
 *
 * <p>Who can do with less asks with {@code tryReserve} and may be told no. Half of the limit is divided evenly among those who can: each is sure of
 * its share, as nobody else is given what is left of it; the other half is for whoever comes first. In a query these are its operators that can
 * spill, counted before the first begins ({@link #expect}); in the engine they are its queries and one more that may begin.
 * Who cannot do with less takes what is there, up to the limit.
 *
 * <p>Readers of files ({@link MemoryAccount#ofReader}) have memory of their own beside a query's limit: a quarter of it, or {@link #LEAST_FOR_READERS} bytes. What they hold they cannot
 * give back, as a row group is open until it is read, and operators that came first would leave them none. In the engine they take from its limit as others do, and may go beyond it by a
 * quarter, so that queries which hold little can end.
 */
public final class MemoryPool implements AutoCloseable {
    /** What readers of one query may hold however little it may. */
    public static final long LEAST_FOR_READERS = 16L << 20;

    /** The claimant of those who read files. */
    static final Object READERS = new Object();

    private final String setting;
    private final long limit;
    private final long readersLimit;
    private final @Nullable MemoryPool parent;
    /** How much of this pool's those who can spill hold, by owner; in the engine's pool, each query's. */
    private final Map<Object, Claim> claims = new HashMap<>();
    private final Set<Object> known = new HashSet<>();
    private int expected;
    private long used;
    /** In a query's pool, what readers hold beside. */
    private long usedByReaders;
    private long peak;
    private boolean closed;

    /** What one owner holds. */
    private static final class Claim {
        private long held;
        private int users;
    }

    /** @param setting the name of the setting that the limit comes from, for messages */
    public MemoryPool(String setting, long limitBytes, @Nullable MemoryPool parent) {
        this.setting = setting;
        this.limit = limitBytes;
        this.readersLimit = Math.max(LEAST_FOR_READERS, limitBytes / 4);
        this.parent = parent;
        if (parent == null) {
            expected = 1;
        } else {
            parent.enter(this, false);
        }
    }

    /** Tells that so many owners that can spill are going to come. */
    public synchronized void expect(int owners) {
        expected += owners;
    }

    /** Owners may share a claim by equal names. */
    synchronized void enter(Object owner, boolean isExpected) {
        if (known.add(owner) && isExpected) {
            expected = Math.max(0, expected - 1);
        }
        claims.computeIfAbsent(owner, key -> new Claim()).users++;
    }

    synchronized void leave(Object owner) {
        Claim claim = claims.get(owner);
        if (claim != null && --claim.users == 0) {
            claims.remove(owner);
        }
    }

    /** Reserves bytes for {@code owner}. Fails with LIMIT_EXCEEDED, naming owner, bytes and setting, if that would go beyond a limit. */
    void reserve(String owner, @Nullable Object claimant, long bytes) {
        boolean isReader = claimant == READERS;
        synchronized (this) {
            if (isReader && usedByReaders + bytes > readersLimit) {
                throw new QueryException(Reason.LIMIT_EXCEEDED,
                        "Cannot run %s: it needs %,d more bytes of memory beside %,d that readers of files hold, which may be %,d where %s is %,d"
                                .formatted(owner, bytes, usedByReaders, readersLimit, setting, limit));
            }
            if (!isReader) {
                checkRoom(owner, bytes, limit);
            }
            add(claimant, bytes);
        }
        if (parent != null) {
            try {
                parent.reserve(owner, this, bytes, isReader);
            } catch (QueryException e) {
                subtract(claimant, bytes);
                throw e;
            }
        }
    }

    private synchronized void reserve(String owner, Object query, long bytes, boolean isReader) {
        checkRoom(owner, bytes, isReader ? limit + limit / 4 : limit);
        add(query, bytes);
    }

    private void checkRoom(String owner, long bytes, long most) {
        if (used + bytes > most) {
            throw new QueryException(Reason.LIMIT_EXCEEDED,
                    "Cannot run %s: it needs %,d more bytes of memory beside %,d in use, and %s is %,d"
                            .formatted(owner, bytes, used, setting, limit));
        }
    }

    /** Reserves bytes for one who has entered, if that leaves the others what they are sure of; returns whether it did. */
    boolean tryReserve(Object claimant, long bytes) {
        synchronized (this) {
            // Of what readers may hold, half is for what they must.
            if (claimant == READERS
                    ? usedByReaders + bytes > readersLimit / 2
                    : used + bytes + unmet(claimant) > limit) {
                return false;
            }
            add(claimant, bytes);
        }
        if (parent != null && !parent.tryReserve(this, bytes)) {
            subtract(claimant, bytes);
            return false;
        }
        return true;
    }

    /** What the others have not taken yet of what they are sure of. */
    private long unmet(Object claimant) {
        long sure = limit / 2 / Math.max(1, claims.size() + expected);
        long unmet = sure * expected;
        for (Map.Entry<Object, Claim> entry : claims.entrySet()) {
            if (!entry.getKey().equals(claimant)) {
                unmet += Math.max(0, sure - entry.getValue().held);
            }
        }
        return unmet;
    }

    private void add(@Nullable Object claimant, long bytes) {
        if (claimant == READERS) {
            usedByReaders += bytes;
        } else {
            used += bytes;
        }
        peak = Math.max(peak, used + usedByReaders);
        Claim claim = claimant == null ? null : claims.get(claimant);
        if (claim != null) {
            claim.held += bytes;
        }
    }

    private synchronized boolean subtract(@Nullable Object claimant, long bytes) {
        add(claimant, -bytes);
        return !closed;
    }

    void release(@Nullable Object claimant, long bytes) {
        if (subtract(claimant, bytes) && parent != null) {
            parent.release(this, bytes);
        }
    }

    /** Whether one more owner could be sure of so many bytes beside the present ones, and finds them free. */
    public synchronized boolean hasRoom(long bytes) {
        return limit - used >= bytes && limit / 2 / (claims.size() + 1) >= bytes;
    }

    public synchronized long used() {
        return used + usedByReaders;
    }

    public synchronized long peak() {
        return peak;
    }

    public long limit() {
        return limit;
    }

    /** The query is over: what it still holds goes back to the engine. */
    @Override
    public void close() {
        long left;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            left = used + usedByReaders;
        }
        if (parent != null) {
            parent.release(this, left);
            parent.leave(this);
        }
    }
}

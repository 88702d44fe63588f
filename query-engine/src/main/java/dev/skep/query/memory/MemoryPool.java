package dev.skep.query.memory;

import java.util.concurrent.atomic.AtomicLong;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import org.jspecify.annotations.Nullable;

/** Bytes that may be held. A query's pool has the engine's as its parent; a reservation counts in both. Any thread may call. */
public final class MemoryPool {
    private final String setting;
    private final long limit;
    private final @Nullable MemoryPool parent;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong peak = new AtomicLong();

    /** @param setting the name of the setting that the limit comes from, for messages */
    public MemoryPool(String setting, long limitBytes, @Nullable MemoryPool parent) {
        this.setting = setting;
        this.limit = limitBytes;
        this.parent = parent;
    }

    /** Reserves bytes for {@code owner}. Fails with LIMIT_EXCEEDED, naming owner, bytes and setting, if that would go beyond a limit. */
    public void reserve(String owner, long bytes) {
        long now = used.addAndGet(bytes);
        if (now > limit) {
            used.addAndGet(-bytes);
            throw new QueryException(Reason.LIMIT_EXCEEDED,
                    "Cannot run %s: it needs %,d more bytes of memory beside %,d in use, and %s is %,d".formatted(owner,
                            bytes, now - bytes, setting, limit));
        }
        if (parent != null) {
            try {
                parent.reserve(owner, bytes);
            } catch (QueryException e) {
                used.addAndGet(-bytes);
                throw e;
            }
        }
        peak.accumulateAndGet(now, Math::max);
    }

    public void release(long bytes) {
        used.addAndGet(-bytes);
        if (parent != null) {
            parent.release(bytes);
        }
    }

    public long used() {
        return used.get();
    }

    public long peak() {
        return peak.get();
    }

    public long limit() {
        return limit;
    }
}

package dev.skep.query.memory;

/** What one owner holds of a pool. Set it to the present size now and then. Not for several threads at once. */
public final class MemoryAccount implements AutoCloseable {
    /** Smaller changes are not worth an atomic operation. */
    private static final long STEP = 64 << 10;

    private final MemoryPool pool;
    private final String owner;
    private long reserved;
    private long peak;

    public MemoryAccount(MemoryPool pool, String owner) {
        this.pool = pool;
        this.owner = owner;
    }

    /** Reserves or releases so that {@code bytes} are held. */
    public void set(long bytes) {
        peak = Math.max(peak, bytes);
        long change = bytes - reserved;
        if (change > 0 && (change >= STEP || reserved == 0)) {
            pool.reserve(owner, change);
            reserved = bytes;
        } else if (change < -STEP) {
            pool.release(-change);
            reserved = bytes;
        }
    }

    public long peak() {
        return peak;
    }

    @Override
    public void close() {
        pool.release(reserved);
        reserved = 0;
    }
}

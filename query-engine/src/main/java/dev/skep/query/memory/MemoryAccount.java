package dev.skep.query.memory;

import org.jspecify.annotations.Nullable;

/**
 * What one owner holds of a pool. Set it to the present size now and then. Not for several threads at once.
 *
 * <p>An owner that can do with less opens a {@linkplain #spillable spillable} account and asks with {@link #trySet}; told no, it puts what it holds on disk,
 * sets the account to what is left, and asks again. It always has its working minimum.
 */
public final class MemoryAccount implements AutoCloseable {
    /** Smaller changes are not worth asking the pool. */
    private static final long STEP = 64 << 10;

    private final MemoryPool pool;
    private final String owner;
    private final @Nullable Object claimant;
    private long minimum;
    private long reserved;
    private long peak;
    private boolean closed;

    private MemoryAccount(MemoryPool pool, String owner, @Nullable Object claimant, long minimum) {
        this.pool = pool;
        this.owner = owner;
        this.claimant = claimant;
        this.minimum = minimum;
    }

    /** Opens an account of an owner that cannot do with less than it needs. */
    public MemoryAccount(MemoryPool pool, String owner) {
        this(pool, owner, null, 0);
    }

    /** Opens an account of one who reads files, from what readers have of their own; told no by {@link #trySet} it fetches less at a time. */
    public static MemoryAccount ofReader(MemoryPool pool, String owner) {
        return new MemoryAccount(pool, owner, MemoryPool.READERS, 0);
    }

    /**
     * Opens an account of an owner that can spill and reserves {@code minimum} bytes for it until it is closed. Fails with LIMIT_EXCEEDED if even that is not there. Accounts of
     * the same owner, one for each thread, share what the owner is sure of.
     */
    public static MemoryAccount spillable(MemoryPool pool, String owner, long minimum) {
        MemoryAccount account = new MemoryAccount(pool, owner, owner, minimum);
        pool.enter(owner, true);
        try {
            pool.reserve(owner, owner, minimum);
        } catch (RuntimeException e) {
            pool.leave(owner);
            throw e;
        }
        account.reserved = minimum;
        account.peak = minimum;
        return account;
    }

    /** As {@link #spillable}, but returns null if the minimum is not there: then something else of the same operator should spill first. */
    public static @Nullable MemoryAccount trySpillable(MemoryPool pool, String owner, long minimum) {
        MemoryAccount account = new MemoryAccount(pool, owner, owner, minimum);
        pool.enter(owner, true);
        if (!pool.tryReserve(owner, minimum)) {
            pool.leave(owner);
            return null;
        }
        account.reserved = minimum;
        account.peak = minimum;
        return account;
    }

    /** From now on what is held is given back down to nothing: the owner works no more, it only keeps what it has. */
    public void waiveMinimum() {
        minimum = 0;
    }

    /** Reserves or releases so that {@code bytes} are held. Fails with LIMIT_EXCEEDED, naming owner, bytes and setting. */
    public void set(long bytes) {
        long wanted = Math.max(bytes, minimum);
        long change = wanted - reserved;
        if (change > 0 && (change >= STEP || reserved == 0)) {
            pool.reserve(owner, claimant, change);
            reserved = wanted;
        } else {
            shrink(wanted);
        }
        peak = Math.max(peak, bytes);
    }

    private void shrink(long wanted) {
        long change = wanted - reserved;
        if (change < -STEP || (change < 0 && wanted == minimum)) {
            pool.release(claimant, -change);
            reserved = wanted;
        }
    }

    /** As {@link #set}, but returns false and changes nothing if there is not so much: then spill. For spillable accounts; the minimum is never refused. */
    public boolean trySet(long bytes) {
        Object own = claimant;
        if (own == null) {
            throw new IllegalStateException("The account of %s is not spillable".formatted(owner));
        }
        long wanted = Math.max(bytes, minimum);
        long change = wanted - reserved;
        if (change >= STEP) {
            if (!pool.tryReserve(own, change)) {
                return false;
            }
            reserved = wanted;
        } else {
            shrink(wanted);
        }
        peak = Math.max(peak, bytes);
        return true;
    }

    /** How much is held for sure whatever others do; 0 unless spillable. */
    public long minimum() {
        return minimum;
    }

    public long peak() {
        return peak;
    }

    /** Gives everything back; may be called again. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            pool.release(claimant, reserved);
            reserved = 0;
            if (claimant != null) {
                pool.leave(claimant);
            }
        }
    }
}

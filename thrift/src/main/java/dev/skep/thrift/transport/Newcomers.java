package dev.skep.thrift.transport;

import java.util.LinkedHashSet;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.thrift.transport.TTransportException;

/**
 * The connections that have not signed in yet. When there are too many, the oldest of them ends, so that clients which begin a
 * handshake and stop cannot take all the places of those that go on.
 */
final class Newcomers {
    private static final int ALWAYS_ALLOWED = 100;

    private final int limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashSet<InboundQueue> waiting = new LinkedHashSet<>();

    Newcomers(int maxConnections) {
        this.limit = Math.max(ALWAYS_ALLOWED, maxConnections / 2);
    }

    void add(InboundQueue connection) {
        InboundQueue oldest = null;
        lock.lock();
        try {
            waiting.add(connection);
            if (waiting.size() > limit) {
                oldest = waiting.removeFirst();
            }
        } finally {
            lock.unlock();
        }
        if (oldest != null) {
            oldest.fail(new TTransportException(TTransportException.TIMED_OUT,
                    "Cannot wait longer for client: %d others that came later have not signed in either"
                            .formatted(limit)));
        }
    }

    void remove(InboundQueue connection) {
        lock.lock();
        try {
            waiting.remove(connection);
        } finally {
            lock.unlock();
        }
    }
}

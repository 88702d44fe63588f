package dev.skep.conformance.kills;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import dev.skep.thrift.hms.CheckLockRequest;
import dev.skep.thrift.hms.LockComponent;
import dev.skep.thrift.hms.LockLevel;
import dev.skep.thrift.hms.LockRequest;
import dev.skep.thrift.hms.LockResponse;
import dev.skep.thrift.hms.LockState;
import dev.skep.thrift.hms.LockType;
import dev.skep.thrift.hms.NoSuchLockException;
import dev.skep.thrift.hms.ShowLocksRequest;
import dev.skep.thrift.hms.ShowLocksResponseElement;
import dev.skep.thrift.hms.UnlockRequest;
import org.apache.thrift.TException;
import org.apache.thrift.transport.TTransportException;

/** An exclusive lock that all clients want: never two have it, whichever server gave it and died since. */
final class Mutex {
    private static final int CHECKS = 20;

    private final Journal journal;
    private final String database;
    private final String table;
    private final AtomicInteger holders = new AtomicInteger();
    private final Set<String> lost = ConcurrentHashMap.newKeySet();

    Mutex(Journal journal, String database, String table) {
        this.journal = journal;
        this.database = database;
        this.table = table;
    }

    void step(FailoverClient client) throws TException {
        String id = journal.begin("lock " + table);
        LockComponent component = new LockComponent(LockType.EXCLUSIVE, LockLevel.TABLE, database);
        component.setTablename(table);
        LockRequest request = new LockRequest(new ArrayList<>(List.of(component)), id, "host");
        LockResponse answer;
        try {
            answer = client.call(server -> server.lock(request));
        } catch (TTransportException e) {
            lost.add(id);
            journal.lost(id);
            return;
        }
        long lock = answer.getLockid();
        for (int i = 0; answer.getState() == LockState.WAITING && i < CHECKS; i++) {
            answer = client.repeat(server -> server.check_lock(new CheckLockRequest(lock)));
        }
        if (answer.getState() == LockState.ACQUIRED) {
            assertThat(holders.incrementAndGet()).as("holders of one exclusive lock").isEqualTo(1);
            holders.decrementAndGet();
        }
        unlock(client, lock);
        journal.done(id, List.of());
    }

    private static void unlock(FailoverClient client, long lock) throws TException {
        try {
            client.repeat(server -> {
                server.unlock(new UnlockRequest(lock));
                return true;
            });
        } catch (NoSuchLockException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    /** What is still locked is of calls that were cut off; it is released. */
    void verify(FailoverClient client) throws TException {
        Set<String> others = new HashSet<>();
        for (ShowLocksResponseElement lock : client.repeat(server -> server.show_locks(new ShowLocksRequest()))
                .getLocks()) {
            if (table.equals(lock.getTablename())) {
                if (!lost.contains(lock.getUser())) {
                    others.add(lock.getUser());
                }
                unlock(client, lock.getLockid());
            }
        }
        assertThat(others).as("locks that were released, but are there").isEmpty();
        lost.clear();
    }
}

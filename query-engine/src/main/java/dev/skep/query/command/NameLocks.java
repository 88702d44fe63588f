package dev.skep.query.command;

import java.util.HashSet;
import java.util.Set;

import dev.skep.metastore.model.TableName;

/** Lets one statement at a time make a table of a name, so that two do not write into the folder of the same table to be. */
public final class NameLocks {
    private static final long PATIENCE_MILLIS = 100;

    private final Set<TableName> taken = new HashSet<>();

    /** Waits until no other statement makes {@code name}. Fails with CANCELLED when {@code control} says so. */
    synchronized Held take(TableName name, CommandControl control) {
        while (taken.contains(name)) {
            control.check();
            try {
                wait(PATIENCE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw CommandControl.cancellation();
            }
        }
        taken.add(name);
        return () -> release(name);
    }

    private synchronized void release(TableName name) {
        taken.remove(name);
        notifyAll();
    }

    /** A name that is taken until this is closed. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }
}

package dev.skep.query.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;

import dev.skep.query.command.CommandControl;

/** Lets so many queries run at a time, the others in the order they came. */
final class Admission {
    private static final long PATIENCE_MILLIS = 1_000;

    private final int limit;
    private final Deque<CommandControl> waiting = new ArrayDeque<>();
    private int running;

    Admission(int limit) {
        this.limit = limit;
    }

    /** Waits for a place. Fails with CANCELLED if {@code control} says so; whoever cancels calls {@link #wake}. */
    synchronized void enter(CommandControl control) throws InterruptedException {
        waiting.addLast(control);
        try {
            while (running >= limit || waiting.peekFirst() != control) {
                control.check();
                wait(PATIENCE_MILLIS);
            }
            control.check();
            running++;
        } finally {
            waiting.remove(control);
            notifyAll();
        }
    }

    synchronized void leave() {
        running--;
        notifyAll();
    }

    synchronized void wake() {
        notifyAll();
    }
}

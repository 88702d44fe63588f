package dev.skep.query.operator.scan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import dev.skep.query.operator.TaskContext;
import org.jspecify.annotations.Nullable;

/** Asks a store many small questions, some of them at a time: each may be a round trip, and waiting for it takes no processor. */
final class Lookups {
    private static final int AT_A_TIME = 16;
    /** So few are asked one after the other. */
    private static final int FEW = 3;

    private Lookups() {}

    /** Returns the answers in the order of the questions. The first failure ends the rest and is thrown; so does the end of the query. */
    static <Q, A> List<A> all(List<Q> questions, Function<Q, A> lookup, TaskContext context) {
        if (questions.size() < FEW) {
            List<A> answers = new ArrayList<>();
            for (Q question : questions) {
                context.checkRunning();
                answers.add(lookup.apply(question));
            }
            return answers;
        }
        List<@Nullable A> answers = new ArrayList<>(Collections.nCopies(questions.size(), null));
        AtomicInteger next = new AtomicInteger();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Math.min(AT_A_TIME, questions.size()); i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    for (int at = next.getAndIncrement(); at < questions.size()
                            && failure.get() == null; at = next.getAndIncrement()) {
                        context.checkRunning();
                        answers.set(at, lookup.apply(questions.get(at)));
                    }
                } catch (Throwable e) {
                    // The boundary of a thread: whoever waits for it throws this.
                    failure.compareAndSet(null, e);
                }
            }));
        }
        join(threads);
        throwIfSet(failure.get());
        List<A> found = new ArrayList<>(answers.size());
        for (A answer : answers) {
            if (answer != null) {
                found.add(answer);
            }
        }
        return found;
    }

    private static void throwIfSet(@Nullable Throwable failure) {
        switch (failure) {
            case null -> {
                // All went well.
            }
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }

    /** The threads use what the caller owns, so it does not leave before they end. */
    private static void join(List<Thread> threads) {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (true) {
                try {
                    thread.join();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.skep.metastore.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;

/** What became of work that several threads began at the same time. */
record Outcomes(int succeeded, List<Throwable> failures) {

    interface Work {
        void run(int worker) throws Exception;
    }

    static Outcomes ofConcurrent(int workers, Work work) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        List<Throwable> failures = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(workers)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                int worker = i;
                Callable<Boolean> task = () -> {
                    start.await();
                    work.run(worker);
                    return true;
                };
                running.add(threads.submit(task));
            }
            start.countDown();
            for (Future<?> one : running) {
                try {
                    one.get();
                } catch (ExecutionException e) {
                    failures.add(e.getCause());
                }
            }
        }
        return new Outcomes(workers - failures.size(), failures);
    }

    /** The reasons of the failures, which must all be the catalog's. */
    List<Reason> reasons() {
        List<Reason> reasons = new ArrayList<>();
        for (Throwable failure : failures) {
            if (!(failure instanceof CatalogException known)) {
                throw new AssertionError("not a failure of the catalog", failure);
            }
            reasons.add(known.reason());
        }
        return reasons;
    }
}

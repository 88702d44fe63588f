package dev.skep.query.execution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.memory.MemoryPool;
import dev.skep.query.operator.Operator;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.Sink;
import dev.skep.query.operator.Source.Morsel;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.operator.scan.ScanSource;
import dev.skep.query.result.BatchQueue;
import dev.skep.query.spill.QuerySpill;
import dev.skep.query.spill.SpillSpace;
import dev.skep.query.result.Progress;
import dev.skep.query.result.ResultCursor;
import dev.skep.storage.StorageException;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.vector.ColumnBatch;
import org.jspecify.annotations.Nullable;

/**
 * Runs the pipelines of one plan, one after another, each with several tasks on the shared threads. A task works until it is another query's turn, then stands in
 * line again; while the result's queue is full it stands aside. The first failure ends everything.
 */
final class QueryExecution implements Execution {
    private final FairThreads.Share turns;
    private final ExecutionSettings settings;
    private final MemoryPool memory;
    private final QuerySpill spill;
    private final PipelineBuilder plan;
    private final List<Pipeline> pipelines;
    private final BatchQueue queue;
    private final LongAdder cpu = new LongAdder();
    private final long started = System.nanoTime();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final AtomicInteger jobs = new AtomicInteger();
    private final Runnable onEnd;
    private final List<Runnable> waiting = new ArrayList<>();
    private final Object lock = new Object();
    private volatile boolean stopped;
    private volatile long ended;
    private @Nullable QueryException failure;

    QueryExecution(PipelineBuilder plan, java.util.function.Function<BatchQueue, Sink> toSink,
            java.util.function.Consumer<Sink> build, FairThreads threads, ExecutionSettings settings,
            MemoryPool engineMemory, SpillSpace space, Runnable onEnd) {
        this.onEnd = onEnd;
        this.turns = threads.share(settings.user());
        this.settings = settings;
        this.memory = new MemoryPool("query.max-memory-per-query", settings.maxMemoryBytes(), engineMemory);
        this.spill = space.forQuery(settings.queryId());
        this.plan = plan;
        this.queue = new BatchQueue(this::resume, this::cancel);
        build.accept(toSink.apply(queue));
        this.pipelines = plan.pipelines();
        memory.expect(plan.spillingNodes());
    }

    void start() {
        submit(() -> {
            startPipeline(0);
            endJob();
        });
    }

    /** Runs a job on the shared threads; when the last job has ended without another, the query is over. */
    private void submit(Runnable job) {
        jobs.incrementAndGet();
        execute(job);
    }

    private void execute(Runnable job) {
        try {
            turns.execute(() -> run(job));
        } catch (java.util.concurrent.RejectedExecutionException e) {
            fail(new QueryException(Reason.CANCELLED, "The query was cancelled: the engine stops", e));
            if (!(job instanceof Task task) || task.isAtWork || task.begun.compareAndSet(false, true)) {
                endJob();
            }
        }
    }

    private void run(Runnable job) {
        long cpuBefore = ThreadClock.nanos();
        try {
            job.run();
        } catch (Throwable e) {
            // The boundary of a query on shared threads: whatever happens ends this query, and nothing else.
            fail(e);
            endJob();
        } finally {
            cpu.add(ThreadClock.nanos() - cpuBefore);
        }
    }

    private void endJob() {
        if (jobs.decrementAndGet() == 0) {
            finish();
        }
    }

    private void finish() {
        turns.finish();
        QueryException reason;
        synchronized (lock) {
            reason = failure;
        }
        for (Pipeline pipeline : pipelines) {
            try {
                pipeline.sink().dispose(reason == null);
            } catch (RuntimeException e) {
                // Files of a failed query that cannot be deleted count for nothing; the first failure is the one to tell.
                reason = reason == null ? asQueryException(e) : reason;
            }
        }
        try {
            spill.close();
        } catch (RuntimeException e) {
            reason = reason == null ? asQueryException(e) : reason;
        }
        memory.close();
        onEnd.run();
        ended = System.nanoTime();
        finished.countDown();
        // The reader sees the end last: it may close at once, and that must not cancel a query that has succeeded.
        if (reason != null) {
            queue.fail(reason);
        } else {
            queue.end();
        }
    }

    private void fail(Throwable cause) {
        QueryException reason;
        synchronized (lock) {
            if (failure == null) {
                failure = asQueryException(cause);
            }
            reason = failure;
        }
        stopped = true;
        turns.hurry();
        // A task that waits for room in the queue must see the end too.
        queue.fail(reason);
        resume();
    }

    private static QueryException asQueryException(Throwable cause) {
        return switch (cause) {
            case QueryException e -> e;
            case StorageException e -> new QueryException(Reason.STORAGE, e.getMessage() == null
                    ? "Cannot read or write a file"
                    : e.getMessage(), e);
            case OutOfMemoryError e -> new QueryException(Reason.LIMIT_EXCEEDED,
                    "Cannot run the query: the memory of the process is exhausted (%s)".formatted(e.getMessage()), e);
            default -> new QueryException(Reason.INTERNAL, "Cannot run the query: %s".formatted(cause), cause);
        };
    }

    private TaskContext context() {
        return new TaskContext(memory, spill, () -> stopped);
    }

    /** Begins a pipeline if there is one more. Runs as a part of a job, whose end is the query's if nothing began. */
    private void startPipeline(int index) {
        if (stopped || index >= pipelines.size()) {
            return;
        }
        Pipeline pipeline = pipelines.get(index);
        TaskContext context = context();
        context.switchTo(pipeline.source().statistics());
        pipeline.source().open(context);
        context.switchTo(null);
        int count = Math.max(1, settings.threads());
        Tasks tasks = new Tasks(count);
        for (int i = 0; i < count; i++) {
            tasks.all[i] = new Task(index, pipeline, tasks);
        }
        // All count before the first begins: it may be done, and withdraw the others, before they are in line.
        jobs.addAndGet(count);
        for (Task task : tasks.all) {
            execute(task);
        }
    }

    /** The tasks of one pipeline. */
    private final class Tasks {
        private final Task[] all;
        private final AtomicInteger running;

        Tasks(int count) {
            this.all = new Task[count];
            this.running = new AtomicInteger(count);
        }

        /** Nothing is left to do: what has not begun need not wait for its turn. The caller is one of those that have. */
        void withdraw() {
            for (Task task : all) {
                if (task.begun.compareAndSet(false, true)) {
                    running.decrementAndGet();
                    jobs.decrementAndGet();
                }
            }
        }
    }

    /** After the last task of a pipeline: completes the sink if no later pipeline feeds it, and goes on. Runs as a part of a job. */
    private void endPipeline(int index) {
        if (stopped) {
            return;
        }
        Sink sink = pipelines.get(index).sink();
        boolean isLast = true;
        for (int i = index + 1; i < pipelines.size(); i++) {
            isLast &= pipelines.get(i).sink() != sink;
        }
        if (isLast) {
            sink.complete(context());
        }
        startPipeline(index + 1);
    }

    /** Lets the tasks go on that wait for room in the result's queue. */
    private void resume() {
        List<Runnable> ready;
        synchronized (lock) {
            ready = new ArrayList<>(waiting);
            waiting.clear();
        }
        ready.forEach(this::execute);
    }

    /** One thread's part of a pipeline. Its slices run one after another, on any of the threads. */
    private final class Task implements Runnable {
        private final int index;
        private final Pipeline pipeline;
        private final Tasks tasks;
        private final AtomicBoolean begun = new AtomicBoolean();
        private final TaskContext context = context();
        private boolean isAtWork;
        private @Nullable Operator chain;
        private @Nullable Morsel morsel;

        Task(int index, Pipeline pipeline, Tasks tasks) {
            this.index = index;
            this.pipeline = pipeline;
            this.tasks = tasks;
        }

        @Override
        public void run() {
            if (!isAtWork && !begun.compareAndSet(false, true)) {
                return;
            }
            isAtWork = true;
            boolean isDone;
            try {
                isDone = work(System.nanoTime());
            } catch (Throwable e) {
                // A boundary: the failure is the query's, and what this task holds is given back here.
                fail(e);
                isDone = true;
            }
            if (!isDone) {
                return;
            }
            try {
                release();
                if (stopped) {
                    tasks.withdraw();
                }
                if (tasks.running.decrementAndGet() == 0) {
                    endPipeline(index);
                }
            } catch (Throwable e) {
                fail(e);
            }
            endJob();
        }

        private void release() {
            try {
                if (morsel != null) {
                    morsel.close();
                }
            } finally {
                if (chain != null) {
                    chain.close();
                }
            }
        }

        /** Returns true when there is nothing left to do; otherwise this task stands in line again. */
        private boolean work(long turnBegan) {
            while (!stopped) {
                Operator first = chain;
                if (first != null && first.isSatisfied()) {
                    break;
                }
                if (queue.isFull()) {
                    if (standAside()) {
                        return false;
                    }
                    continue;
                }
                Morsel current = morsel;
                if (current == null) {
                    current = pipeline.source().nextMorsel(context);
                    if (current == null) {
                        tasks.withdraw();
                        break;
                    }
                    morsel = current;
                }
                context.switchTo(pipeline.source().statistics());
                ColumnBatch batch = current.next();
                if (batch == null) {
                    morsel = null;
                    current.close();
                    context.switchTo(null);
                } else {
                    pipeline.source().statistics().addOutput(batch.selectedCount());
                    if (first == null) {
                        first = pipeline.chain(context);
                        chain = first;
                    }
                    first.accept(batch);
                    context.switchTo(null);
                }
                if (turns.shouldYield(System.nanoTime() - turnBegan)) {
                    execute(this);
                    return false;
                }
            }
            if (!stopped && chain != null) {
                chain.finish();
            }
            return true;
        }

        /** Waits for room without a thread; false if there is room already. */
        private boolean standAside() {
            synchronized (lock) {
                waiting.add(this);
            }
            if ((!queue.isFull() || stopped)) {
                synchronized (lock) {
                    // Whoever made room may have taken this task out of the list: then it runs there.
                    return !waiting.remove(this);
                }
            }
            return true;
        }
    }

    @Override
    public ResultCursor rows() {
        return queue;
    }

    @Override
    public Progress progress() {
        int total = 0;
        int done = 0;
        int partitions = 0;
        for (ScanSource scan : plan.scans()) {
            total += scan.splitsTotal();
            done += scan.splitsDone();
            partitions += scan.partitionsRead();
        }
        ScanMetrics.Snapshot counted = plan.metrics().snapshot();
        long until = ended == 0 ? System.nanoTime() : ended;
        return new Progress(done, total, counted.rowsRead(), counted.bytesRead(), counted.groupsSkipped(),
                counted.groupsRead() + counted.groupsSkipped(), partitions, memory.peak(), spill.written(),
                Duration.ofNanos(cpu.sum()), Duration.ofNanos(until - started));
    }

    @Override
    public Map<Integer, NodeStatistics> statistics() {
        Map<Integer, NodeStatistics> all = new LinkedHashMap<>();
        for (Map.Entry<Integer, OperatorStatistics> entry : plan.statistics().entrySet()) {
            OperatorStatistics one = entry.getValue();
            all.put(entry.getKey(), new NodeStatistics(one.rows(), one.batches(), Duration.ofNanos(one.nanos()),
                    one.peakMemory(), one.spilled(), one.details()));
        }
        return all;
    }

    @Override
    public void cancel() {
        if (finished.getCount() > 0) {
            fail(new QueryException(Reason.CANCELLED, "The query was cancelled"));
        }
    }

    @Override
    public void close() {
        cancel();
        boolean interrupted = false;
        while (true) {
            try {
                finished.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

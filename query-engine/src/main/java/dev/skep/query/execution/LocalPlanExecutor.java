package dev.skep.query.execution;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import dev.skep.query.function.FunctionRegistry;
import dev.skep.query.memory.MemoryPool;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.spill.SpillSpace;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.scan.FileFormat;

/** Runs plans in this process, on a fixed number of threads that all queries share. */
public final class LocalPlanExecutor implements PlanExecutor {
    /** A query that begins should be sure of so much before it has to put rows on disk or to read files in small pieces. */
    private static final long WORKING_MINIMUM = 64L << 20;

    private final FileSystem files;
    private final Map<String, FileFormat> formats;
    private final FunctionRegistry functions;
    private final MemoryPool memory;
    private final SpillSpace space;
    private final FairThreads threads;
    private final AtomicLong executions = new AtomicLong();

    /**
     * @param formats file formats by name
     * @param threadCount how many threads there are for all queries together
     * @param memoryBytes how much the operators of all queries may hold together (the setting {@code query.memory})
     * @param space where they put what does not fit; stays the caller's, to be closed after this
     */
    public LocalPlanExecutor(FileSystem files, Map<String, FileFormat> formats, FunctionRegistry functions,
            int threadCount, long memoryBytes, SpillSpace space) {
        this.files = files;
        this.formats = Map.copyOf(formats);
        this.functions = functions;
        this.memory = new MemoryPool("query.memory", memoryBytes, null);
        this.space = space;
        this.threads = new FairThreads(threadCount);
    }

    @Override
    public Execution execute(PlanNode plan, ExecutionSettings settings) {
        PipelineBuilder builder = new PipelineBuilder(files, formats, functions, Math.max(1, settings.threads()));
        QueryExecution execution = new QueryExecution(builder, ResultSink::new,
                sink -> builder.add(plan, List.of(), sink), threads, settings, memory, space,
                executions::decrementAndGet);
        executions.incrementAndGet();
        execution.start();
        return execution;
    }

    @Override
    public boolean hasRoom() {
        return memory.hasRoom(WORKING_MINIMUM);
    }

    @Override
    public Figures figures() {
        return new Figures(executions.get(), threads.working(), memory.used(), space.used());
    }

    @Override
    public void close() {
        threads.close();
    }
}

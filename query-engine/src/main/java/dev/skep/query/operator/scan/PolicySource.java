package dev.skep.query.operator.scan;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.Source;
import dev.skep.query.operator.TaskContext;
import dev.skep.storage.StorageException;
import dev.skep.storage.vector.ColumnBatch;
import org.jspecify.annotations.Nullable;

/** Reads what a policy stands above: failures name neither files, whose paths hold values of partitions, nor columns. */
public final class PolicySource implements Source {
    private final Source source;
    private final String object;

    public PolicySource(Source source, String object) {
        this.source = source;
        this.object = object;
    }

    @Override
    public void open(TaskContext context) {
        try {
            source.open(context);
        } catch (StorageException e) {
            throw unreadable();
        }
    }

    @Override
    public @Nullable Morsel nextMorsel(TaskContext context) {
        Morsel morsel = source.nextMorsel(context);
        return morsel == null ? null : new Guarded(morsel);
    }

    @Override
    public OperatorStatistics statistics() {
        return source.statistics();
    }

    private QueryException unreadable() {
        return new QueryException(Reason.STORAGE, "Cannot read %s: one of its files cannot be read".formatted(object));
    }

    private final class Guarded implements Morsel {
        private final Morsel morsel;

        Guarded(Morsel morsel) {
            this.morsel = morsel;
        }

        @Override
        public @Nullable ColumnBatch next() {
            try {
                return morsel.next();
            } catch (QueryException e) {
                throw e;
            } catch (RuntimeException e) {
                throw unreadable();
            }
        }

        @Override
        public void close() {
            morsel.close();
        }
    }
}

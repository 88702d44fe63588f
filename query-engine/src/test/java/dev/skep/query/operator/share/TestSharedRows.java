package dev.skep.query.operator.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.skep.query.RandomVectors;
import dev.skep.query.memory.MemoryPool;
import dev.skep.query.operator.Operator;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.Source;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.spill.QuerySpill;
import dev.skep.query.spill.SpillSettings;
import dev.skep.query.spill.SpillSpace;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.Values;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestSharedRows {
    private static final List<DataType> TYPES = List.of(PrimitiveType.STRING, PrimitiveType.BIGINT);

    @TempDir
    private Path folder;

    private static List<String> texts(ColumnBatch batch) {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < batch.rowCount(); row++) {
            rows.add(Values.value(batch.column(0), TYPES.get(0), row) + "|"
                    + Values.value(batch.column(1), TYPES.get(1), row));
        }
        return rows;
    }

    private void keep(long memory, boolean spills) throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        OperatorStatistics statistics = new OperatorStatistics();
        List<String> expected = new ArrayList<>();
        try (SpillSpace space = SpillSpace.open(new SpillSettings(folder, 1L << 30));
                QuerySpill spill = space.forQuery("q");
                MemoryPool pool = new MemoryPool("query.max-memory-per-query", memory, null)) {
            TaskContext context = new TaskContext(pool, spill, () -> false);
            SharedRows shared = new SharedRows(1, TYPES, statistics);
            Operator[] chains = {shared.create(context), shared.create(context)};
            for (int b = 0; b < 60; b++) {
                int count = random.nextInt(4000);
                List<ColumnVector> columns = new ArrayList<>();
                for (DataType type : TYPES) {
                    columns.add(RandomVectors.vector(random, type, count, 500, random.nextBoolean()));
                }
                ColumnBatch batch = new ColumnBatch(count, columns);
                expected.addAll(texts(batch));
                chains[b % 2].accept(batch);
            }
            for (Operator chain : chains) {
                chain.finish();
                chain.close();
            }
            shared.complete(context);
            for (int reader = 0; reader < 2; reader++) {
                List<String> found = new ArrayList<>();
                for (Source.Morsel morsel : shared.morsels()) {
                    for (ColumnBatch batch = morsel.next(); batch != null; batch = morsel.next()) {
                        found.addAll(texts(batch));
                    }
                    morsel.close();
                }
                found.sort(null);
                expected.sort(null);
                assertThat(found.equals(expected)).as("seed %d", seed).isTrue();
            }
            assertThat(statistics.spilled() > 0).isEqualTo(spills);
            assertThat(pool.peak()).isLessThanOrEqualTo(memory);
            shared.dispose(true);
            assertThat(pool.used()).isZero();
            assertThat(space.used()).isZero();
        }
    }

    @Test
    void keepsRowsInMemoryForSeveralReaders() throws IOException {
        keep(1L << 30, false);
    }

    @Test
    void whatDoesNotFitIsReadFromDiskByAll() throws IOException {
        keep(2 << 20, true);
    }
}

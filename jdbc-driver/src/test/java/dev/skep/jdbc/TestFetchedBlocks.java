package dev.skep.jdbc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import dev.skep.jdbc.wire.ColumnBlock;
import dev.skep.jdbc.wire.ColumnData;
import dev.skep.jdbc.wire.FetchBuffers;
import dev.skep.jdbc.wire.FetchedRows;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Fetching ahead, with the threads in the test's hand. */
class TestFetchedBlocks {
    private static final int BLOCK_BYTES = 16 + 4 + 4 + 4 + 8 + 8000;

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<Long> asked = new ArrayList<>();
    private int cancels;
    private int failAt = Integer.MAX_VALUE;
    private int lastFetch = Integer.MAX_VALUE;

    /** A block of 1,000 numbers of 64 bits from {@code first} on. */
    private static byte[] block(long first) {
        ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        block.put((byte) 0x53).put((byte) 1).put((byte) 0).put((byte) 0).putInt(1000).putInt(1)
                .putInt(BLOCK_BYTES - 16);
        block.putInt(1000).putInt(BLOCK_BYTES - 24).put((byte) 1).put((byte) 8).put((byte) 0).put((byte) 0).putLong(0);
        for (int i = 0; i < 1000; i++) {
            block.putLong(first + i);
        }
        return block.array();
    }

    private FetchedBlocks blocks(int fetchRows, long maxRows, long aheadBytes) {
        return new FetchedBlocks(new FetchedBlocks.Fetcher() {
            @Override
            public FetchedRows fetch(long rows, FetchBuffers buffers) throws SQLException {
                asked.add(rows);
                int number = asked.size();
                if (number == failAt) {
                    throw new SQLException("Cannot divide 1 by 0", "22012");
                }
                byte[] block = block(1000L * (number - 1));
                return FetchedRows.ofPacked(block, block.length, number < lastFetch, buffers);
            }

            @Override
            public void cancel() {
                cancels++;
            }
        }, tasks::add, 1, new FetchedBlocks.Sizes(fetchRows, maxRows, 0, aheadBytes));
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private static long firstNumber(@Nullable ColumnBlock block) throws SQLException {
        return ((ColumnData.Longs) requireNonNull(block).column(0)).value(0);
    }

    @Test
    void fetchesAheadAsFarAsThereIsRoomInBytes() throws SQLException {
        FetchedBlocks blocks = blocks(0, 0, 3 * BLOCK_BYTES);
        assertThat(firstNumber(blocks.next())).isZero();
        assertThat(asked).hasSize(1);
        runTasks();
        assertThat(asked).hasSize(4);
        for (int i = 1; i < 10; i++) {
            assertThat(firstNumber(blocks.next())).isEqualTo(1000L * i);
            runTasks();
            assertThat(asked).hasSize(4 + i);
        }
    }

    @Test
    void fetchesNothingAheadWithoutRoom() throws SQLException {
        FetchedBlocks blocks = blocks(0, 0, BLOCK_BYTES - 1);
        for (int i = 0; i < 5; i++) {
            assertThat(firstNumber(blocks.next())).isEqualTo(1000L * i);
            assertThat(tasks).isEmpty();
            assertThat(asked).hasSize(i + 1);
        }
    }

    @Test
    void asksForNoMoreRowsThanThereMayBe() throws SQLException {
        FetchedBlocks blocks = blocks(1000, 2500, 100 * BLOCK_BYTES);
        blocks.next();
        runTasks();
        assertThat(asked).containsExactly(1000L, 1000L, 500L);
    }

    @Test
    void aFailureComesAfterTheRowsBeforeIt() throws SQLException {
        failAt = 3;
        FetchedBlocks blocks = blocks(0, 0, 100 * BLOCK_BYTES);
        assertThat(firstNumber(blocks.next())).isZero();
        runTasks();
        assertThat(firstNumber(blocks.next())).isEqualTo(1000);
        assertThatThrownBy(blocks::next).isInstanceOf(SQLException.class).hasMessage("Cannot divide 1 by 0");
        assertThatThrownBy(blocks::next).isInstanceOf(SQLException.class).hasMessage("Cannot divide 1 by 0");
        assertThat(asked).hasSize(3);
    }

    @Test
    void endsWithTheLastFetch() throws SQLException {
        lastFetch = 2;
        FetchedBlocks blocks = blocks(0, 0, 100 * BLOCK_BYTES);
        blocks.next();
        runTasks();
        assertThat(firstNumber(blocks.next())).isEqualTo(1000);
        assertThat(blocks.next()).isNull();
        assertThat(asked).hasSize(2);
        assertThat(tasks).isEmpty();
    }

    @Test
    void closingEndsAFetchThatIsUnderWay() throws SQLException {
        FetchedBlocks blocks = blocks(0, 0, 100 * BLOCK_BYTES);
        blocks.next();
        assertThat(tasks).hasSize(1);
        blocks.close();
        assertThat(cancels).isEqualTo(1);
        runTasks();
        assertThat(asked).hasSize(2);
        assertThat(blocks.next()).isNull();
    }

    @Test
    void closingCancelsNothingThatIsDone() throws SQLException {
        FetchedBlocks blocks = blocks(0, 0, 2 * BLOCK_BYTES);
        blocks.next();
        runTasks();
        blocks.close();
        assertThat(cancels).isZero();
    }
}

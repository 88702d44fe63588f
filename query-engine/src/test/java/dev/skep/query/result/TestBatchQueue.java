package dev.skep.query.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnBatch;
import org.junit.jupiter.api.Test;

class TestBatchQueue {
    private final AtomicInteger rooms = new AtomicInteger();
    private final BatchQueue queue = new BatchQueue(rooms::incrementAndGet, () -> {});

    /** NullAway does not see in class files that a vector's null array may be null. */
    @SuppressWarnings("NullAway")
    private static ColumnBatch batch(int bytes) {
        return new ColumnBatch(1, List.of(new BytesVector(1, new byte[bytes], new int[]{0, bytes}, null)));
    }

    @Test
    void isFullOfFewLargeBatches() throws InterruptedException {
        queue.put(batch(10 << 20));
        assertThat(queue.isFull()).isFalse();
        queue.put(batch(10 << 20));
        assertThat(queue.isFull()).isTrue();
        assertThat(queue.unreadBytes()).isEqualTo((20 << 20) + 8);
        queue.next();
        assertThat(rooms).hasValue(0);
        queue.next();
        assertThat(rooms).hasValue(1);
        assertThat(queue.unreadBytes()).isZero();
    }

    @Test
    void aFailureComesAfterTheRowsBeforeIt() throws InterruptedException {
        queue.put(batch(1));
        queue.fail(new QueryException(Reason.DATA, "Cannot divide 1 by 0"));
        queue.put(batch(1));
        assertThat(queue.next()).isNotNull();
        assertThatThrownBy(queue::next).isInstanceOf(QueryException.class).hasMessage("Cannot divide 1 by 0");
    }

    @Test
    void aCancelledQueryHasNoRowsLeft() throws InterruptedException {
        queue.put(batch(1));
        queue.fail(new QueryException(Reason.CANCELLED, "Query was cancelled"));
        assertThat(queue.unreadBytes()).isZero();
        assertThatThrownBy(queue::next).isInstanceOf(QueryException.class).hasMessage("Query was cancelled");
    }
}

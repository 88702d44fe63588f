package dev.skep.query.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.QueryException;
import org.junit.jupiter.api.Test;

final class TestMemoryPool {
    private static final long MB = 1 << 20;

    private final MemoryPool engine = new MemoryPool("query.memory", 100 * MB, null);

    private MemoryPool query(long limit) {
        return new MemoryPool("query.max-memory-per-query", limit, engine);
    }

    /** Grows an account until it is refused. */
    private static long grow(MemoryAccount account) {
        long held = account.minimum();
        while (account.trySet(held + MB)) {
            held += MB;
        }
        return held;
    }

    @Test
    void whoCannotSpillIsToldOwnerBytesAndSetting() {
        try (MemoryPool query = query(10 * MB); MemoryAccount account = new MemoryAccount(query, "top-n (node 7)")) {
            account.set(9 * MB);
            assertThatThrownBy(() -> account.set(11 * MB)).isInstanceOf(QueryException.class)
                    .hasMessage(
                            "Cannot run top-n (node 7): it needs 2,097,152 more bytes of memory beside 9,437,184 in use, and query.max-memory-per-query is 10,485,760");
            assertThat(query.used()).isEqualTo(9 * MB);
            assertThat(engine.used()).isEqualTo(9 * MB);
        }
        assertThat(engine.used()).isZero();
    }

    @Test
    void readersHaveMemoryOfTheirOwnBesideAQueryThatHasTakenAll() {
        try (MemoryPool query = query(10 * MB);
                MemoryAccount sort = new MemoryAccount(query, "sort (node 1)");
                MemoryAccount reader = MemoryAccount.ofReader(query, "scan (node 2)")) {
            sort.set(10 * MB);
            assertThat(reader.trySet(9 * MB)).as("half is for what readers must have").isFalse();
            assertThat(reader.trySet(8 * MB)).isTrue();
            reader.set(16 * MB);
            assertThatThrownBy(() -> reader.set(17 * MB)).isInstanceOf(QueryException.class)
                    .hasMessage("Cannot run scan (node 2): it needs 1,048,576 more bytes of memory beside 16,777,216 "
                            + "that readers of files hold, which may be 16,777,216 where query.max-memory-per-query is 10,485,760");
            assertThat(query.used()).isEqualTo(26 * MB);
            assertThat(engine.used()).isEqualTo(26 * MB);
        }
        assertThat(engine.used()).isZero();
    }

    @Test
    void readersMayGoBeyondTheEngineByAQuarter() {
        try (MemoryPool others = query(100 * MB);
                MemoryAccount all = new MemoryAccount(others, "top-n (node 7)");
                MemoryPool query = query(100 * MB);
                MemoryAccount reader = MemoryAccount.ofReader(query, "scan (node 2)")) {
            all.set(100 * MB);
            assertThat(reader.trySet(MB)).isFalse();
            reader.set(25 * MB);
            assertThatThrownBy(() -> reader.set(26 * MB)).isInstanceOf(QueryException.class);
        }
        assertThat(engine.used()).isZero();
    }

    @Test
    void oneOperatorThatSpillsMayTakeAllOfItsQuery() {
        try (MemoryPool query = query(10 * MB)) {
            query.expect(1);
            try (MemoryAccount sort = MemoryAccount.spillable(query, "sort (node 1)", MB)) {
                assertThat(grow(sort)).isEqualTo(10 * MB);
                sort.set(0);
                assertThat(query.used()).isEqualTo(MB);
            }
        }
        assertThat(engine.used()).isZero();
    }

    @Test
    void operatorsToComeKeepTheirShares() {
        try (MemoryPool query = query(40 * MB)) {
            query.expect(4);
            List<MemoryAccount> accounts = new ArrayList<>();
            long total = 0;
            for (int i = 0; i < 4; i++) {
                MemoryAccount account = MemoryAccount.spillable(query, "join (node " + i + ")", MB);
                accounts.add(account);
                long held = grow(account);
                total += held;
                assertThat(held).isGreaterThanOrEqualTo(5 * MB);
                assertThat(held).isEqualTo(i == 0 ? 25 * MB : 5 * MB);
            }
            assertThat(total).isEqualTo(40 * MB);
            accounts.forEach(MemoryAccount::close);
            assertThat(query.used()).isZero();
        }
    }

    @Test
    void threadsOfAnOperatorShareWhatItIsSureOf() {
        try (MemoryPool query = query(40 * MB)) {
            query.expect(2);
            MemoryAccount a = MemoryAccount.spillable(query, "sort (node 1)", MB);
            MemoryAccount b = MemoryAccount.spillable(query, "sort (node 1)", MB);
            assertThat(grow(a)).isEqualTo(29 * MB);
            assertThat(grow(b)).isEqualTo(MB);
            MemoryAccount other = MemoryAccount.spillable(query, "sort (node 2)", MB);
            assertThat(grow(other)).isEqualTo(10 * MB);
        }
        assertThat(engine.used()).isZero();
    }

    @Test
    void aQueryThatComesLaterFindsRoom() {
        MemoryPool first = query(1000 * MB);
        MemoryAccount early = MemoryAccount.spillable(first, "sort (node 1)", MB);
        assertThat(grow(early)).isEqualTo(75 * MB);
        MemoryPool second = query(1000 * MB);
        MemoryAccount late = MemoryAccount.spillable(second, "sort (node 1)", MB);
        long held = grow(late);
        assertThat(held).isGreaterThanOrEqualTo(8 * MB);
        // The first is beyond its share now: told no at the next step, it spills and starts again.
        assertThat(early.trySet(76 * MB)).isFalse();
        early.set(0);
        assertThat(grow(late)).isGreaterThan(held);
        early.close();
        first.close();
        late.close();
        second.close();
        assertThat(engine.used()).isZero();
    }

    @Test
    void aQueryThatEndsGivesAllBackEvenIfItsOwnersForgot() {
        MemoryPool query = query(10 * MB);
        MemoryAccount forgotten = new MemoryAccount(query, "window (node 3)");
        forgotten.set(5 * MB);
        query.close();
        assertThat(engine.used()).isZero();
        forgotten.close();
        assertThat(engine.used()).isZero();
    }
}

package dev.skep.storage.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import org.junit.jupiter.api.Test;

final class TestFooterCache {
    private static BytesFile file(int value) {
        return TestParquetBatchWriter.write(List.of(new Field("a", PrimitiveType.INT)), List.of(List.of(value)),
                Map.of(), 1);
    }

    @Test
    void readsTheFooterOfAFileOnce() {
        FooterCache cache = new FooterCache(1 << 20);
        BytesFile file = file(1);
        Footer footer = cache.footer(file, null);
        assertThat(cache.footer(file, null)).isSameAs(footer);
        assertThat(file.requests).isEqualTo(1);
    }

    @Test
    void tellsVersionsOfAFileApart() {
        FooterCache cache = new FooterCache(1 << 20);
        assertThat(cache.footer(file(1), null)).isNotSameAs(cache.footer(file(2), null));
    }

    @Test
    void letsTheOldestGoWhenItIsFull() {
        BytesFile first = file(1);
        long one = new FooterCache(0).footer(first, null).retainedBytes();
        FooterCache cache = new FooterCache(one * 2);
        cache.footer(first, null);
        cache.footer(file(2), null);
        cache.footer(first, null);
        cache.footer(file(3), null);
        int before = first.requests;
        cache.footer(first, null);
        assertThat(first.requests).isEqualTo(before);
        BytesFile second = file(2);
        cache.footer(second, null);
        assertThat(second.requests).isEqualTo(1);
    }
}

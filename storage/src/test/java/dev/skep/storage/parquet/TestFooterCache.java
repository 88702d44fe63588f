package dev.skep.storage.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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
        assertThat(cache.footer(file, null).metaData()).isEqualTo(footer.metaData());
        assertThat(file.requests).isEqualTo(1);
    }

    @Test
    void keepsALargeFooterAsItWasParsed() {
        List<Field> fields = new ArrayList<>();
        List<Object> row = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            fields.add(new Field("column" + i, PrimitiveType.INT));
            row.add(i);
        }
        BytesFile file = TestParquetBatchWriter.write(fields, List.of(row), Map.of(), 1);
        FooterCache cache = new FooterCache(1 << 20);
        Footer footer = cache.footer(file, null);
        assertThat(cache.footer(file, null)).isSameAs(footer);
    }

    @Test
    void tellsVersionsOfAFileApart() {
        FooterCache cache = new FooterCache(1 << 20);
        assertThat(cache.footer(file(1), null)).isNotSameAs(cache.footer(file(2), null));
    }

    @Test
    void keepsNothingWithoutMemory() {
        FooterCache cache = new FooterCache(0);
        BytesFile file = file(1);
        cache.footer(file, null);
        cache.footer(file, null);
        assertThat(file.requests).isEqualTo(2);
    }
}

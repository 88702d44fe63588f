package dev.skep.storage.orc;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.skep.storage.file.InputFile;
import dev.skep.storage.file.Location;
import dev.skep.storage.memory.MemoryFileSystem;
import dev.skep.storage.predicate.ByteString;
import dev.skep.storage.predicate.Domain;
import dev.skep.storage.predicate.ScanPredicate;
import dev.skep.storage.scan.BatchWriter;
import dev.skep.storage.scan.RandomRows;
import dev.skep.storage.scan.Rows;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.scan.WriteRequest;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Skipping leaves out no row that is wanted, and does leave out what statistics can tell. */
final class TestOrcPredicates {
    private final MemoryFileSystem fileSystem = new MemoryFileSystem();
    private final OrcFormat format = new OrcFormat();

    @Test
    void skipsNoRowThatIsWanted() {
        long seed = new Random().nextLong();
        System.out.println("Seed of the ORC predicates: " + seed);
        RandomRows rows = new RandomRows(seed);
        Random random = rows.random();
        long skipped = 0;
        for (int round = 0; round < 30; round++) {
            List<Field> fields = rows.fields(4, 0);
            List<List<@Nullable Object>> all = new ArrayList<>(rows.rows(fields, 6000));
            int sortedBy = random.nextInt(fields.size());
            all.sort(Comparator.comparing(row -> comparable(row.get(sortedBy)),
                    Comparator.nullsFirst((a, b) -> Domain.compare(a, b))));
            InputFile file = write("round" + round, fields, rows, all);
            for (int i = 0; i < 15; i++) {
                Map<String, Domain> domains = new LinkedHashMap<>();
                for (int column = 0; column < fields.size(); column++) {
                    if (column == sortedBy || random.nextInt(3) == 0) {
                        domains.put("c" + column, domain(random, all, column));
                    }
                }
                skipped += check("seed %d, round %d, %s".formatted(seed, round, fields), file, fields, all, domains);
            }
        }
        assertThat(skipped).isGreaterThan(500_000);
    }

    private long check(String where, InputFile file, List<Field> fields, List<List<@Nullable Object>> all,
            Map<String, Domain> domains) {
        ScanRequest request = new ScanRequest(Rows.columns(fields), new ScanPredicate(domains), null, 0,
                Long.MAX_VALUE, Map.of());
        List<String> read = Rows.texts(Rows.read(format, file, request));
        int at = 0;
        for (List<@Nullable Object> row : all) {
            if (matches(row, domains)) {
                String text = Rows.texts(List.of(row)).getFirst();
                while (at < read.size() && !read.get(at).equals(text)) {
                    at++;
                }
                assertThat(at).as("%s, %s: row %s", where, domains, text).isLessThan(read.size());
                at++;
            }
        }
        return all.size() - read.size();
    }

    private static boolean matches(List<@Nullable Object> row, Map<String, Domain> domains) {
        return domains.entrySet().stream().allMatch(entry -> {
            Comparable<?> value = comparable(row.get(Integer.parseInt(entry.getKey().substring(1))));
            if (value instanceof Double d && d.isNaN()) {
                return false;
            }
            return value == null ? entry.getValue().nullAllowed() : entry.getValue().mayContain(value, value);
        });
    }

    private static Domain domain(Random random, List<List<@Nullable Object>> rows, int column) {
        List<Comparable<?>> values = new ArrayList<>();
        for (int i = 0; i < 200 && values.size() < 6; i++) {
            Comparable<?> value = comparable(rows.get(random.nextInt(rows.size())).get(column));
            if (value != null && !(value instanceof Double d && d.isNaN())) {
                values.add(value);
            }
        }
        if (values.isEmpty()) {
            return random.nextBoolean() ? Domain.onlyNull() : Domain.notNull();
        }
        Domain domain = switch (random.nextInt(5)) {
            case 0 -> Domain.of(values.subList(0, 1));
            case 1 -> Domain.of(values);
            case 2 -> Domain.range(new Domain.Range(values.getFirst(), random.nextBoolean(), null, false));
            case 3 -> Domain.range(new Domain.Range(null, false, values.getFirst(), random.nextBoolean()));
            default -> {
                Comparable<?> a = values.getFirst();
                Comparable<?> b = values.getLast();
                yield Domain.compare(a, b) < 0
                        ? Domain.range(new Domain.Range(a, random.nextBoolean(), b, random.nextBoolean()))
                        : Domain.of(values);
            }
        };
        return random.nextInt(4) == 0 ? domain.union(Domain.onlyNull()) : domain;
    }

    /** The value as domains hold it. */
    private static @Nullable Comparable<?> comparable(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Boolean b -> b;
            case Float f -> (double) f;
            case Double d -> d;
            case BigDecimal d -> d;
            case Number n -> n.longValue();
            case String s -> ByteString.of(s);
            case byte[] bytes -> new ByteString(bytes);
            case LocalDate d -> d.toEpochDay();
            case LocalDateTime t -> t.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + t.getNano() / 1000;
            default -> throw new IllegalArgumentException(value.getClass().getName());
        };
    }

    private InputFile write(String name, List<Field> fields, RandomRows random, List<List<@Nullable Object>> rows) {
        Map<String, String> properties = Map.of("orc.stripe.size", "20000", "orc.row.index.stride", "1000",
                "orc.bloom.filter.columns", "c0", "orc.stripe.row.count", "2000");
        try (BatchWriter writer = format.openWriter(fileSystem.output(location(name)),
                new WriteRequest(fields, properties))) {
            random.batches(fields, rows).forEach(writer::write);
            writer.finish();
        }
        return fileSystem.open(location(name));
    }

    @Test
    void readsOnlyTheStripesAndRowGroupsThatCanMatch() {
        List<Field> fields = List.of(new Field("c0", PrimitiveType.BIGINT), new Field("c1", PrimitiveType.STRING));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (long i = 0; i < 20_000; i++) {
            rows.add(List.of(i * 2, "text of row " + i));
        }
        InputFile file = write("sorted", fields, new RandomRows(1), rows);
        ScanMetrics metrics = new ScanMetrics();

        List<List<@Nullable Object>> read = read(file, fields, Domain.of(List.of(10_100L)), metrics);

        assertThat(read).hasSize(1000).contains(List.of(10_100L, "text of row 5050"));
        assertThat(metrics.snapshot().groupsRead()).isEqualTo(1);
        assertThat(metrics.snapshot().groupsSkipped()).isGreaterThan(3);
        assertThat(metrics.snapshot().pagesSkipped()).isPositive();
        assertThat(metrics.snapshot().rowsRead()).isEqualTo(1000);
        assertThat(metrics.snapshot().bytesRead()).isLessThan(file.length());

        assertThat(read(file, fields, Domain.of(List.of(10_101L)), new ScanMetrics())).as("by bloom filter").isEmpty();
        assertThat(read(file, fields, Domain.onlyNull(), new ScanMetrics())).isEmpty();
        assertThat(read(file, fields, Domain.notNull(), new ScanMetrics())).hasSize(20_000);
        assertThat(read(file, fields, Domain.none(), new ScanMetrics())).isEmpty();
    }

    @Test
    void knowsThatAColumnTheFileLacksIsNull() {
        List<Field> fields = List.of(new Field("c0", PrimitiveType.BIGINT));
        InputFile file = write("narrow", fields, new RandomRows(1), List.of(List.of(1L)));
        List<Field> wide = List.of(fields.getFirst(), new Field("c1", PrimitiveType.INT));

        for (Domain domain : List.of(Domain.notNull(), Domain.of(List.of(1L)))) {
            assertThat(Rows.read(format, file, new ScanRequest(Rows.columns(wide),
                    new ScanPredicate(Map.of("c1", domain)), null, 0, Long.MAX_VALUE, Map.of()))).isEmpty();
        }
        assertThat(Rows.read(format, file, new ScanRequest(Rows.columns(wide),
                new ScanPredicate(Map.of("c1", Domain.onlyNull())), null, 0, Long.MAX_VALUE, Map.of()))).hasSize(1);
    }

    private List<List<@Nullable Object>> read(InputFile file, List<Field> fields, Domain domain, ScanMetrics metrics) {
        return Rows.read(format, file, new ScanRequest(Rows.columns(fields), new ScanPredicate(Map.of("c0", domain)),
                null, 0, Long.MAX_VALUE, Map.of()), metrics);
    }

    private static Location location(String name) {
        return Location.of("memory://test/" + name);
    }
}

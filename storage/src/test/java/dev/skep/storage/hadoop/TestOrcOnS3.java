package dev.skep.storage.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.skep.storage.StorageException;
import dev.skep.storage.file.InputFile;
import dev.skep.storage.file.Location;
import dev.skep.storage.orc.OrcFormat;
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
import org.junit.jupiter.api.io.TempDir;

/** A format over an object store: written, read in parts, skipped in, replaced. */
final class TestOrcOnS3 {
    @TempDir
    Path folder;

    @Test
    void writesAndReadsOrcInABucket() {
        assumeTrue(S3ProxyServer.isBuilt(), "skipped: the jars of S3Proxy were not collected");
        try (S3ProxyServer server = S3ProxyServer.start(folder)) {
            server.createBucket("lake");
            try (HadoopFileSystem fileSystem = new HadoopFileSystem(new HadoopSettings(server.settings()))) {
                writesAndReads(fileSystem);
            }
        }
    }

    private static void writesAndReads(HadoopFileSystem fileSystem) {
        OrcFormat format = new OrcFormat();
        List<Field> fields = List.of(new Field("id", PrimitiveType.BIGINT), new Field("text", PrimitiveType.STRING));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (long i = 0; i < 30_000; i++) {
            rows.add(List.of(i, "row " + i * 31 % 977));
        }
        Location location = Location.of("s3://lake/warehouse/t/part=1/data.orc");
        write(format, fileSystem, location, fields, rows);

        InputFile file = fileSystem.open(fileSystem.list(location.parent()).getFirst());
        assertThat(Rows.read(format, file, ScanRequest.of(Rows.columns(fields)))).isEqualTo(rows);
        List<List<@Nullable Object>> parts = new ArrayList<>();
        for (long start = 0; start < file.length(); start += file.length() / 3) {
            parts.addAll(Rows.read(format, file, new ScanRequest(Rows.columns(fields), ScanPredicate.all(), null, start,
                    file.length() / 3, Map.of())));
        }
        assertThat(parts).isEqualTo(rows);
        ScanMetrics metrics = new ScanMetrics();
        assertThat(Rows.read(format, file, new ScanRequest(Rows.columns(fields),
                new ScanPredicate(Map.of("id", Domain.of(List.of(12_345L)))), null, 0, Long.MAX_VALUE, Map.of()),
                metrics)).contains(rows.get(12_345)).hasSizeLessThan(2000);
        assertThat(metrics.snapshot().bytesRead()).isLessThan(file.length() / 2);

        fileSystem.delete(location);
        write(format, fileSystem, location, fields, rows.subList(0, 10));
        assertThatThrownBy(() -> Rows.read(format, file, ScanRequest.of(Rows.columns(fields))))
                .isInstanceOf(StorageException.class).hasMessageContaining("it was changed while it was read");
        assertThat(Rows.read(format, fileSystem.open(location), ScanRequest.of(Rows.columns(fields))))
                .isEqualTo(rows.subList(0, 10));
    }

    private static void write(OrcFormat format, HadoopFileSystem fileSystem, Location location, List<Field> fields,
            List<List<@Nullable Object>> rows) {
        try (BatchWriter writer = format.openWriter(fileSystem.output(location), new WriteRequest(fields,
                Map.of("orc.stripe.size", "20000", "orc.row.index.stride", "1000")))) {
            new RandomRows(1).batches(fields, rows).forEach(writer::write);
            writer.finish();
        }
    }
}

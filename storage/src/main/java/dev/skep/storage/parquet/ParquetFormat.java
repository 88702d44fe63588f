package dev.skep.storage.parquet;

import static java.util.Objects.requireNonNull;

import java.util.List;

import dev.skep.storage.StorageException;
import dev.skep.storage.file.InputFile;
import dev.skep.storage.file.OutputFile;
import dev.skep.storage.scan.BatchReader;
import dev.skep.storage.scan.BatchWriter;
import dev.skep.storage.scan.FileFormat;
import dev.skep.storage.scan.PartSummary;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.scan.WriteRequest;
import dev.skep.storage.type.Field;
import org.jspecify.annotations.Nullable;

/**
 * Parquet files. Tables may set {@code parquet.column.index.access=true} to find columns by position instead of by name, and
 * {@code parquet.page.verify-checksum.enabled=false} to leave checksums of pages alone; for writing see {@link WriteSettings}.
 */
public final class ParquetFormat implements FileFormat {
    private static final String BY_POSITION = "parquet.column.index.access";
    private static final String VERIFY_CHECKSUM = "parquet.page.verify-checksum.enabled";

    private final FooterCache footers;

    public ParquetFormat(FooterCache footers) {
        this.footers = requireNonNull(footers, "footers is null");
    }

    @Override
    public String name() {
        return "parquet";
    }

    @Override
    public boolean isSplittable(InputFile file) {
        return true;
    }

    @Override
    public BatchReader openReader(InputFile file, ScanRequest request, ScanMetrics metrics) {
        Footer footer = footers.footer(file, metrics);
        boolean byPosition = isByPosition(request);
        boolean verifies = Boolean.parseBoolean(request.properties().getOrDefault(VERIFY_CHECKSUM, "true"));
        return new ParquetBatchReader(file, footer, request, metrics, byPosition, verifies);
    }

    private static boolean isByPosition(ScanRequest request) {
        return Boolean.parseBoolean(request.properties().getOrDefault(BY_POSITION, "false"));
    }

    @Override
    public BatchWriter openWriter(OutputFile file, WriteRequest request) {
        return new ParquetBatchWriter(file, request);
    }

    @Override
    public long countRows(InputFile file) {
        return footers.footer(file, null).rows();
    }

    @Override
    public @Nullable PartSummary summarize(InputFile file, ScanRequest request, ScanMetrics metrics) {
        return GroupSummaries.of(file, footers.footer(file, metrics), request, isByPosition(request));
    }

    /** Returns the columns that a table made from {@code file} would have. Fails with UNSUPPORTED if one has no type in Hive. */
    public List<Field> columns(InputFile file) {
        try {
            return SchemaShapes.columns(footers.footer(file, null).schema());
        } catch (DecodeException e) {
            throw new StorageException(e.reason(),
                    "Cannot read the columns of Parquet file '%s': %s".formatted(file.location(), e.getMessage()), e);
        }
    }
}

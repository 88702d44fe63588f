package dev.skep.storage.orc;

import dev.skep.storage.file.InputFile;
import dev.skep.storage.file.OutputFile;
import dev.skep.storage.hadoop.PortedFileSystem;
import dev.skep.storage.scan.BatchReader;
import dev.skep.storage.scan.BatchWriter;
import dev.skep.storage.scan.FileFormat;
import dev.skep.storage.scan.PartSummary;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.scan.WriteRequest;
import org.apache.orc.Reader;
import org.jspecify.annotations.Nullable;

/**
 * ORC. Columns are found by name without regard to case, or by position where a file has no names or the property
 * {@code orc.force.positional.evolution} is true. A {@code timestamp} reads as the wall clock that its writer saw, one with local time zone
 * as UTC. Files of Hive's hybrid calendar read as proleptic. Unions are refused by name. Keeps the tails of files it has opened.
 */
public final class OrcFormat implements FileFormat {
    private static final long DEFAULT_TAIL_BYTES = 64L << 20;

    private final OrcTails tails;

    public OrcFormat() {
        this(DEFAULT_TAIL_BYTES);
    }

    /** A format that keeps tails of files up to about {@code tailBytes}. */
    public OrcFormat(long tailBytes) {
        this.tails = new OrcTails(tailBytes);
    }

    @Override
    public String name() {
        return "orc";
    }

    @Override
    public boolean isSplittable(InputFile file) {
        return true;
    }

    @Override
    public BatchReader openReader(InputFile file, ScanRequest request, ScanMetrics metrics) {
        metrics.addFile();
        PortedFileSystem fileSystem = PortedFileSystem.reading(file, metrics::addBytesRead);
        Reader reader = tails.open(file, fileSystem);
        OrcProjection projection = OrcProjection.of(file.location(), reader.getSchema(), request);
        return OrcBatchReader.canRead(reader, projection, request)
                ? new OrcBatchReader(file, reader, projection, request, metrics, OrcBatchReader.MAX_FETCH)
                : new CoreBatchReader(file, fileSystem, reader, projection, request, metrics);
    }

    @Override
    public BatchWriter openWriter(OutputFile file, WriteRequest request) {
        return OrcWriter.open(file, request);
    }

    @Override
    public long countRows(InputFile file) {
        return tails.open(file, PortedFileSystem.reading(file, bytes -> {})).getNumberOfRows();
    }

    @Override
    public @Nullable PartSummary summarize(InputFile file, ScanRequest request, ScanMetrics metrics) {
        PortedFileSystem fileSystem = PortedFileSystem.reading(file, metrics::addBytesRead);
        return OrcSummaries.of(file, tails.open(file, fileSystem), request);
    }
}

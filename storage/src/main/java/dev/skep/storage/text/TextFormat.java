package dev.skep.storage.text;

import dev.skep.storage.file.InputFile;
import dev.skep.storage.file.OutputFile;
import dev.skep.storage.scan.BatchReader;
import dev.skep.storage.scan.BatchWriter;
import dev.skep.storage.scan.FileFormat;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.scan.WriteRequest;

/**
 * Delimited text. The property {@code serialization.lib} chooses between Hive's LazySimpleSerDe (also without it) and OpenCSVSerde; columns go by
 * position. A value that is none of its type reads as NULL. Compression goes by the end of the file's name: gz, bz2, zst, snappy, lz4,
 * deflate, lzo.
 */
public final class TextFormat implements FileFormat {

    @Override
    public String name() {
        return "textfile";
    }

    @Override
    public boolean isSplittable(InputFile file) {
        return TextCompression.of(file.location().name()) == null;
    }

    @Override
    public BatchReader openReader(InputFile file, ScanRequest request, ScanMetrics metrics) {
        metrics.addFile();
        return new TextReader(file, request, metrics);
    }

    @Override
    public BatchWriter openWriter(OutputFile file, WriteRequest request) {
        return TextWriter.open(file, request);
    }

    @Override
    public long countRows(InputFile file) {
        return -1;
    }
}

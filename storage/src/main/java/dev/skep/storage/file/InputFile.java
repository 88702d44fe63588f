package dev.skep.storage.file;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A file to be read. A read that finds the file changed since it was listed fails rather than mixing two versions, where the store can
 * tell. Any thread may read.
 */
public interface InputFile {

    Location location();

    /** How many bytes the file has. */
    long length();

    /** A text that changes with the content: see {@link FileEntry#version}. Together with location and length it is the key of caches. */
    String version();

    /** Reads exactly {@code length} bytes from {@code position}. Fails with CORRUPT if the file ends before. */
    void read(long position, byte[] buffer, int offset, int length);

    /**
     * Reads several ranges, given in ascending order and not overlapping, in as few requests as the store's costs suggest. Returns one
     * buffer a range, in the same order, each positioned at 0 with the range's length as its limit; buffers have accessible arrays.
     */
    List<ByteBuffer> read(List<Range> ranges);

    /** Returns a stream over the whole file; close it. */
    InputStream stream();

    /** A run of bytes of a file. */
    record Range(long offset, int length) {
        public Range {
            if (offset < 0 || length < 0) {
                throw new IllegalArgumentException("Invalid range: %d bytes at %d".formatted(length, offset));
            }
        }

        public long end() {
            return offset + length;
        }
    }
}

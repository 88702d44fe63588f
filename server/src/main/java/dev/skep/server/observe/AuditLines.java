package dev.skep.server.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

import org.jspecify.annotations.Nullable;

/** The lines of an audit, as of the moment when it was opened. Reads as it goes and holds a block at a time; close it. Used by one thread. */
public final class AuditLines implements Iterator<String>, AutoCloseable {
    private static final int BLOCK_BYTES = 64 << 10;

    private final Deque<FileChannel> files;
    private final boolean newestFirst;
    private final Deque<String> lines = new ArrayDeque<>();
    private @Nullable FileChannel current;
    private long position;
    private long end;
    /** The part of a line that the last block began or ended with. */
    private byte[] rest = new byte[0];

    /** Takes over the files, newest first. */
    AuditLines(List<FileChannel> newestFirstFiles, boolean newestFirst) {
        this.files = new ArrayDeque<>(newestFirst ? newestFirstFiles : newestFirstFiles.reversed());
        this.newestFirst = newestFirst;
    }

    @Override
    public boolean hasNext() {
        try {
            while (lines.isEmpty()) {
                if (current == null && !nextFile()) {
                    return false;
                }
                readBlock();
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the audit: " + e.getMessage(), e);
        }
    }

    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The audit has no more lines");
        }
        return lines.removeFirst();
    }

    private boolean nextFile() throws IOException {
        FileChannel next = files.pollFirst();
        if (next == null) {
            return false;
        }
        current = next;
        end = next.size();
        position = newestFirst ? end : 0;
        rest = new byte[0];
        return true;
    }

    private void readBlock() throws IOException {
        FileChannel file = current;
        if (file == null) {
            return;
        }
        int length = (int) Math.min(BLOCK_BYTES, newestFirst ? position : end - position);
        long from = newestFirst ? position - length : position;
        byte[] block = read(file, from, length);
        boolean isLast = newestFirst ? from == 0 : from + length == end;
        if (newestFirst) {
            splitBackwards(concat(block, rest), isLast);
            position = from;
        } else {
            splitForwards(concat(rest, block), isLast);
            position = from + length;
        }
        if (isLast) {
            file.close();
            current = null;
        }
    }

    private static byte[] read(FileChannel file, long from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && file.read(buffer, from + buffer.position()) >= 0) {
            // Reads on until the block is full.
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private static byte[] concat(byte[] one, byte[] other) {
        ByteArrayOutputStream both = new ByteArrayOutputStream(one.length + other.length);
        both.writeBytes(one);
        both.writeBytes(other);
        return both.toByteArray();
    }

    private void splitForwards(byte[] bytes, boolean isLast) {
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                add(bytes, start, i);
                start = i + 1;
            }
        }
        rest = Arrays.copyOfRange(bytes, start, bytes.length);
        if (isLast) {
            add(rest, 0, rest.length);
        }
    }

    private void splitBackwards(byte[] bytes, boolean isLast) {
        int stop = bytes.length;
        for (int i = bytes.length - 1; i >= 0; i--) {
            if (bytes[i] == '\n') {
                add(bytes, i + 1, stop);
                stop = i;
            }
        }
        rest = Arrays.copyOf(bytes, stop);
        if (isLast) {
            add(rest, 0, rest.length);
        }
    }

    private void add(byte[] bytes, int start, int stop) {
        if (stop > start) {
            lines.addLast(new String(bytes, start, stop - start, UTF_8));
        }
    }

    @Override
    public void close() throws IOException {
        FileChannel open = current;
        current = null;
        if (open != null) {
            open.close();
        }
        while (!files.isEmpty()) {
            files.removeFirst().close();
        }
    }
}

package dev.skep.query.spill;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.zip.CRC32C;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.storage.vector.ColumnVector;
import io.airlift.compress.v3.lz4.Lz4Compressor;
import io.airlift.compress.v3.lz4.Lz4Decompressor;
import org.jspecify.annotations.Nullable;

/** Packs rows into blocks and unpacks them; keeps its working memory. For one thread at a time. */
final class BlockCodec {
    private static final int HEADER = 16;
    private static final int CHECKED_HEADER = 12;
    /** Working memory beyond this is not kept for the next block. */
    private static final int KEPT_BYTES = 4 << 20;
    /** Below this LZ4 would need an array that Java does not have. */
    private static final int MAX_RAW = 1 << 30;

    private final BlockBuffer raw = new BlockBuffer();
    private final CRC32C checksum = new CRC32C();
    private final Lz4Compressor compressor = Lz4Compressor.create();
    private final Lz4Decompressor decompressor = Lz4Decompressor.create();
    private byte[] packed = new byte[64 << 10];
    private int storedBytes;

    /** False if so much memory was needed that it should not be kept. */
    boolean isSmall() {
        return raw.array().length + packed.length <= KEPT_BYTES;
    }

    /** The size on disk of the block last read, with its header. */
    int storedBytes() {
        return storedBytes;
    }

    /** Appends rows to a file; returns the bytes that they took. */
    int write(List<ColumnVector> columns, int from, int end, DictionaryMemory dictionaries, SpillFile file) {
        raw.clear();
        VectorEncoder encoder = new VectorEncoder(raw, dictionaries);
        try {
            for (int i = 0; i < columns.size(); i++) {
                encoder.column(i, columns.get(i), from, end);
            }
        } catch (IndexOutOfBoundsException e) {
            throw new QueryException(Reason.LIMIT_EXCEEDED,
                    "Cannot spill a row: it is longer than a file of spilled rows can hold", e);
        }
        int length = raw.position();
        if (length > MAX_RAW) {
            throw new QueryException(Reason.LIMIT_EXCEEDED,
                    "Cannot spill a row of %,d bytes: at most %,d".formatted(length, MAX_RAW));
        }
        int room = HEADER + compressor.maxCompressedLength(length);
        if (packed.length < room) {
            packed = new byte[room];
        }
        int stored = compressor.compress(raw.array(), 0, length, packed, HEADER, packed.length - HEADER);
        if (stored >= length) {
            System.arraycopy(raw.array(), 0, packed, HEADER, length);
            stored = length;
        }
        MemorySegment header = MemorySegment.ofArray(packed);
        header.set(BlockBuffer.INT, 0, stored);
        header.set(BlockBuffer.INT, 4, length);
        header.set(BlockBuffer.INT, 8, end - from);
        header.set(BlockBuffer.INT, CHECKED_HEADER, checksum(stored));
        file.append(ByteBuffer.wrap(packed, 0, HEADER + stored));
        return HEADER + stored;
    }

    private int checksum(int stored) {
        checksum.reset();
        checksum.update(packed, 0, CHECKED_HEADER);
        checksum.update(packed, HEADER, stored);
        return (int) checksum.getValue();
    }

    /** Reads and unpacks the block at {@code position}; returns how many rows it has. */
    int read(SpillFile file, FileChannel channel, long position) {
        fill(file, channel, position, 0, HEADER);
        MemorySegment header = MemorySegment.ofArray(packed);
        int stored = header.get(BlockBuffer.INT, 0);
        int length = header.get(BlockBuffer.INT, 4);
        int rows = header.get(BlockBuffer.INT, 8);
        int expected = header.get(BlockBuffer.INT, CHECKED_HEADER);
        if (stored < 0 || stored > length || length > MAX_RAW || position + HEADER + stored > file.bytes()) {
            throw file.cannotRead(position, "the head of a block is damaged", null);
        }
        if (packed.length < HEADER + stored) {
            byte[] larger = new byte[HEADER + stored];
            System.arraycopy(packed, 0, larger, 0, HEADER);
            packed = larger;
        }
        fill(file, channel, position + HEADER, HEADER, stored);
        if (checksum(stored) != expected) {
            throw file.cannotRead(position, "the checksum of a block is wrong", null);
        }
        byte[] to = raw.expect(length);
        if (stored == length) {
            System.arraycopy(packed, HEADER, to, 0, length);
        } else {
            try {
                decompressor.decompress(packed, HEADER, stored, to, 0, length);
            } catch (RuntimeException e) {
                throw file.cannotRead(position, "a block cannot be unpacked", e);
            }
        }
        storedBytes = HEADER + stored;
        return rows;
    }

    private void fill(SpillFile file, FileChannel channel, long position, int offset, int count) {
        ByteBuffer to = ByteBuffer.wrap(packed, offset, count);
        try {
            while (to.hasRemaining()) {
                if (channel.read(to, position + to.position() - offset) < 0) {
                    throw file.cannotRead(position, "the file ends too soon", null);
                }
            }
        } catch (ClosedByInterruptException e) {
            throw new QueryException(Reason.CANCELLED, "The query was cancelled", e);
        } catch (IOException e) {
            throw file.cannotRead(position, String.valueOf(e.getMessage()), e);
        }
    }

    /** Makes vectors of the block last read. */
    ColumnVector[] vectors(SpillFile file, long position, int rows, @Nullable ColumnVector[] dictionaries) {
        VectorDecoder decoder = new VectorDecoder(raw, dictionaries);
        ColumnVector[] columns = new ColumnVector[dictionaries.length];
        try {
            for (int i = 0; i < columns.length; i++) {
                columns[i] = decoder.column(i, rows);
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException | ClassCastException e) {
            throw file.cannotRead(position, "a block does not hold what was written", e);
        }
        return columns;
    }
}

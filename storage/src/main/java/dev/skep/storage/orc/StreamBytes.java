package dev.skep.storage.orc;

import java.util.Arrays;
import java.util.List;

import dev.skep.storage.scan.HeldBytes;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one stream, unpacked chunk by chunk as they are asked for. Decoders look at {@link #bytes} between {@link #position} and {@link #limit},
 * which they may move; {@link #require} puts as many bytes together as they need at once, across the borders of chunks. Behind the limit
 * the array has {@link #PADDING} more bytes, so that a number can be read as a word.
 */
final class StreamBytes {
    /** How far behind the limit loads may go. */
    static final int PADDING = 8;
    private static final int HEADER = 3;
    private static final byte[] NOTHING = new byte[PADDING];

    private final @Nullable ChunkUnpacker unpacker;
    private final int chunkSize;
    private final HeldBytes held;

    byte[] bytes = NOTHING;
    int position;
    int limit;

    private byte[] own = NOTHING;
    private List<Part> parts = List.of();
    private long length;
    /** Where in the stream the next chunk begins, or the next byte if there are no chunks. */
    private long next;
    /** Where in the stream the last chunk began, -1 if there is none, and where in {@link #bytes} its first byte is. */
    private long chunkOffset = -1;
    private int chunkStart;

    /** Bytes of a stream that were fetched: {@code length} of them from {@code start} in the stream. */
    record Part(long start, byte[] array, int offset, int length) {
        long end() {
            return start + length;
        }
    }

    /**
     * @param unpacker null if streams are not compressed; else {@code chunkSize} is the most bytes that a chunk unpacks to
     * @param held counts the room for unpacked chunks
     */
    StreamBytes(@Nullable ChunkUnpacker unpacker, int chunkSize, HeldBytes held) {
        this.unpacker = unpacker;
        this.chunkSize = chunkSize;
        this.held = held;
    }

    /** Begins a stream of {@code streamLength} bytes of which {@code fetched}, in ascending order, are there. */
    void open(List<Part> fetched, long streamLength) {
        parts = List.copyOf(fetched);
        length = streamLength;
        rewind(0);
    }

    private void rewind(long to) {
        next = to;
        position = 0;
        limit = 0;
        bytes = own;
        chunkOffset = -1;
    }

    /** Makes at least {@code count} bytes available from {@link #position} on. Fails if the stream has no more. */
    void require(int count) {
        while (limit - position < count) {
            if (!unpackMore()) {
                throw DecodeException.corrupt("a stream ends %d bytes too early", count - (limit - position));
            }
        }
    }

    /** True if there is another byte, which then is available. */
    boolean hasMore() {
        while (position == limit) {
            if (!unpackMore()) {
                return false;
            }
        }
        return true;
    }

    int readByte() {
        if (position == limit) {
            require(1);
        }
        return bytes[position++] & 0xFF;
    }

    /** Copies the next {@code count} bytes, taking no more room than the stream really fills. */
    byte[] read(int count) {
        byte[] copy = new byte[Math.min(count, Math.max(chunkSize, limit - position))];
        int done = 0;
        while (done < count) {
            if (!hasMore()) {
                throw DecodeException.corrupt("a stream ends %d bytes too early", count - done);
            }
            int run = Math.min(count - done, limit - position);
            if (copy.length - done < run) {
                copy = Arrays.copyOf(copy, (int) Math.min(count, Math.max(done + (long) run, copy.length * 2L)));
            }
            System.arraycopy(bytes, position, copy, done, run);
            position += run;
            done += run;
        }
        return copy.length == count ? copy : Arrays.copyOf(copy, count);
    }

    /** Copies all that is left. */
    byte[] readRest() {
        byte[] rest = new byte[0];
        while (hasMore()) {
            int from = rest.length;
            rest = Arrays.copyOf(rest, Math.addExact(from, limit - position));
            System.arraycopy(bytes, position, rest, from, limit - position);
            position = limit;
        }
        return rest;
    }

    /** Leaves out {@code count} bytes; chunks that say how long they are do not get unpacked for that. */
    void skip(long count) {
        long left = count;
        while (left > limit - position) {
            left -= limit - position;
            position = limit;
            int known = unpacker == null || next >= length ? -1 : knownLength(unpacker);
            if (known >= 0 && known <= left) {
                left -= known;
                next += HEADER + packedLength(next);
            } else if (!unpackMore()) {
                throw DecodeException.corrupt("a stream ends %d bytes too early", left);
            }
        }
        position += (int) left;
    }

    private int knownLength(ChunkUnpacker known) {
        Part part = part(next);
        int header = header(part, next);
        int at = part.offset + (int) (next - part.start) + HEADER;
        return (header & 1) != 0 ? header >>> 1 : known.unpackedLength(part.array, at, header >>> 1);
    }

    /** Goes to the byte {@code inner} of the chunk that begins at {@code chunk}; where there are no chunks, {@code inner} is 0. */
    void seek(long chunk, long inner) {
        if (chunk < 0 || chunk > length || inner < 0 || inner > chunkSize) {
            throw DecodeException.corrupt("an index points to byte %d of the chunk at %d in a stream of %d bytes",
                    inner,
                    chunk, length);
        }
        if (chunk != chunkOffset) {
            rewind(chunk);
            if (inner > 0) {
                unpackMore();
            }
        } else {
            position = chunkStart;
        }
        if (inner > limit - position) {
            throw DecodeException.corrupt("an index points to byte %d of a chunk of %d bytes", inner, limit - position);
        }
        position += (int) inner;
    }

    /** Puts the next chunk behind the bytes that are left; false at the end of the stream. */
    private boolean unpackMore() {
        if (next >= length) {
            return false;
        }
        Part part = part(next);
        int at = part.offset + (int) (next - part.start);
        if (unpacker == null) {
            chunkOffset = -1;
            append(part.array, at, (int) (part.end() - next));
            next = part.end();
            return true;
        }
        int header = header(part, next);
        int packed = packedLength(next);
        if ((header & 1) != 0) {
            append(part.array, at + HEADER, packed);
        } else {
            int left = moveRest(chunkSize);
            int unpacked = unpacker.unpack(part.array, at + HEADER, packed, own, left, chunkSize);
            chunkStart = left;
            limit = left + unpacked;
        }
        chunkOffset = next;
        next += HEADER + packed;
        return true;
    }

    /** Bytes that are stored as they are need no copy if nothing is left before them. */
    private void append(byte[] array, int offset, int count) {
        if (position == limit && offset + count <= array.length - PADDING) {
            bytes = array;
            position = offset;
            limit = offset + count;
            chunkStart = offset;
        } else {
            int left = moveRest(count);
            System.arraycopy(array, offset, own, left, count);
            chunkStart = left;
            limit = left + count;
        }
    }

    /** Moves what is left to the beginning of an array of our own with room for {@code more} behind, and returns how much it is. */
    private int moveRest(int more) {
        int left = limit - position;
        int needed = Math.addExact(Math.addExact(left, more), PADDING);
        byte[] target = own;
        if (target.length < needed) {
            int room = left == 0 ? needed : (int) Math.min(Integer.MAX_VALUE - 64, Math.max(needed, 2L * left));
            held.add((long) room - target.length);
            target = new byte[room];
        }
        System.arraycopy(bytes, position, target, 0, left);
        own = target;
        bytes = target;
        position = 0;
        limit = left;
        return left;
    }

    private Part part(long offset) {
        for (Part part : parts) {
            if (offset >= part.start && offset < part.end()) {
                return part;
            }
        }
        throw DecodeException.corrupt("byte %d of a stream lies where no row group was to be read", offset);
    }

    private static int header(Part part, long offset) {
        if (part.end() - offset < HEADER) {
            throw DecodeException.corrupt("a chunk begins %d bytes before the end", part.end() - offset);
        }
        int at = part.offset + (int) (offset - part.start);
        return part.array[at] & 0xFF | (part.array[at + 1] & 0xFF) << 8 | (part.array[at + 2] & 0xFF) << 16;
    }

    private int packedLength(long offset) {
        Part part = part(offset);
        int packed = header(part, offset) >>> 1;
        if (packed > part.end() - offset - HEADER) {
            throw DecodeException.corrupt("a chunk of %d bytes ends behind its stream", packed);
        }
        return packed;
    }
}

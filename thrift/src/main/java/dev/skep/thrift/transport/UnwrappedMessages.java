package dev.skep.thrift.transport;

import dev.skep.thrift.transport.InboundQueue.Chunk;
import java.util.ArrayDeque;
import javax.security.sasl.SaslException;
import org.apache.thrift.transport.TTransportException;
import org.jspecify.annotations.Nullable;

/**
 * Messages out of frames that a SASL mechanism protects: a length in four bytes, then as many sealed bytes. A message may take several
 * frames; a frame holds bytes of one message only.
 */
final class UnwrappedMessages implements MessageSource {
    /** What sealing may add to a message: a token's header, a checksum, padding. */
    private static final int SEAL_BYTES = 1024;
    private static final int HEADER_BYTES = 4;
    private static final int UNCHECKED_CLAIM_BYTES = 16 << 10;

    private final InboundQueue queue;
    private final SaslProtection protection;
    private final int maxFrameBytes;
    private final long readNanos;
    private final ArrayDeque<Chunk> opened = new ArrayDeque<>();
    private long openedBytes;
    private byte[] sealed;
    private int position;
    private int limit;

    /** @param first sealed bytes that have been taken from the queue already */
    UnwrappedMessages(InboundQueue queue, SaslProtection protection, byte[] first, int maxMessageBytes,
            long readNanos) {
        this.queue = queue;
        this.protection = protection;
        this.maxFrameBytes = (int) Math.min((long) maxMessageBytes + SEAL_BYTES, Integer.MAX_VALUE);
        this.readNanos = readNanos;
        this.sealed = first;
        this.limit = first.length;
    }

    @Override
    public @Nullable Chunk take(long timeoutNanos, boolean betweenMessages) throws TTransportException {
        if (opened.isEmpty() && !openFrame(timeoutNanos, betweenMessages)) {
            return null;
        }
        Chunk chunk = opened.removeFirst();
        openedBytes -= chunk.length;
        return chunk;
    }

    @Override
    public void awaitBuffered(long bytes, long timeoutNanos) throws TTransportException {
        while (openedBytes < bytes) {
            if (!openFrame(timeoutNanos, false)) {
                throw endedWithinMessage();
            }
        }
    }

    @Override
    public boolean skipMessage(long timeoutNanos) {
        opened.clear();
        openedBytes = 0;
        return true;
    }

    @Override
    public boolean isDelimited() {
        return false;
    }

    private boolean openFrame(long timeoutNanos, boolean betweenMessages) throws TTransportException {
        if (position == limit && !load(queue.take(timeoutNanos, betweenMessages))) {
            return false;
        }
        byte[] header = read(HEADER_BYTES);
        int length = ((header[0] & 0xff) << 24) | ((header[1] & 0xff) << 16) | ((header[2] & 0xff) << 8)
                | (header[3] & 0xff);
        if (length <= 0 || length > maxFrameBytes) {
            throw new TTransportException(TTransportException.CORRUPTED_DATA,
                    "Invalid frame length: %d (at most %d)".formatted(length, maxFrameBytes));
        }
        byte[] frame = read(length);
        byte[] plain;
        try {
            plain = protection.unwrap(frame, 0, length);
        } catch (SaslException e) {
            throw new TTransportException(TTransportException.CORRUPTED_DATA,
                    "Cannot open protected frame: " + e.getMessage(), e);
        }
        if (plain.length == 0) {
            // A mechanism may discard a frame with a wrong checksum; what follows it could not be trusted either.
            throw new TTransportException(TTransportException.CORRUPTED_DATA,
                    "Cannot open protected frame: it is empty, or its checksum is wrong");
        }
        opened.addLast(new Chunk(plain, plain.length));
        openedBytes += plain.length;
        return true;
    }

    private byte[] read(int count) throws TTransportException {
        int had = limit - position;
        if (count > UNCHECKED_CLAIM_BYTES && count > had) {
            queue.awaitBuffered(count - had, readNanos);
        }
        byte[] bytes = new byte[count];
        int at = 0;
        while (at < count) {
            if (position == limit && !load(queue.take(readNanos, false))) {
                throw endedWithinMessage();
            }
            int now = Math.min(count - at, limit - position);
            System.arraycopy(sealed, position, bytes, at, now);
            position += now;
            at += now;
        }
        if (position == limit) {
            sealed = new byte[0];
            position = 0;
            limit = 0;
        }
        return bytes;
    }

    private boolean load(@Nullable Chunk chunk) {
        if (chunk == null) {
            return false;
        }
        sealed = chunk.bytes;
        position = 0;
        limit = chunk.length;
        return true;
    }

    private static TTransportException endedWithinMessage() {
        return new TTransportException(TTransportException.END_OF_FILE, "Connection ended within a message");
    }
}

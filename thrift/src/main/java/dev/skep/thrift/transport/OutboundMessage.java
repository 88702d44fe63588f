package dev.skep.thrift.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.security.sasl.SaslException;
import org.apache.thrift.transport.TTransportException;
import org.jspecify.annotations.Nullable;

/**
 * Collects an answer and sends it. A raw answer leaves in pieces as it is written, at the pace of the client, a protected one likewise
 * in frames; a framed one leaves as a whole, as its length goes first, and so does one over HTTP unless it is long. Between answers no
 * memory is held.
 */
// A write that fails ends the connection, which the next write notices.
@SuppressWarnings("FutureReturnValueIgnored")
final class OutboundMessage {
    private static final int FIRST_BYTES = 512;
    private static final int PIECE_BYTES = 64 << 10;
    private static final int FEW_BYTES = 8;
    private static final int HEADER_BYTES = 4;
    /** A longer answer over HTTP leaves in chunks. */
    private static final long WHOLE_RESPONSE_BYTES = 1 << 20;
    private static final byte[] NONE = {};

    private final Channel channel;
    private final InboundQueue queue;
    private final long timeoutNanos;
    private int maxPieceBytes = PIECE_BYTES;
    private boolean framed;
    private @Nullable SaslProtection protection;
    private @Nullable HttpMessages http;
    private boolean begun;
    private byte[] piece = NONE;
    private int length;
    private List<ByteBuf> pieces = List.of();
    private long collectedBytes;
    private boolean partlySent;

    OutboundMessage(Channel channel, InboundQueue queue, long timeoutNanos) {
        this.channel = channel;
        this.queue = queue;
        this.timeoutNanos = timeoutNanos;
    }

    void frame() {
        framed = true;
    }

    /** From here on every piece is sealed and sent as a frame of its own. */
    void protect(SaslProtection with) {
        protection = with;
        maxPieceBytes = Math.clamp(with.maxPlainBytes(), FIRST_BYTES, PIECE_BYTES);
    }

    /** From here on every answer is a response. */
    void respondBy(HttpMessages messages) {
        http = messages;
    }

    void write(byte[] bytes, int offset, int count) throws TTransportException {
        int end = length + count;
        if (end <= piece.length) {
            copy(bytes, offset, count);
            length = end;
            return;
        }
        int from = offset;
        int left = count;
        while (left > 0) {
            if (length == piece.length) {
                makeRoom(left);
            }
            int now = Math.min(left, piece.length - length);
            System.arraycopy(bytes, from, piece, length, now);
            length += now;
            from += now;
            left -= now;
        }
    }

    /** Most of what is written has a few bytes: kinds, numbers and lengths of fields. */
    private void copy(byte[] bytes, int offset, int count) {
        if (count > FEW_BYTES) {
            System.arraycopy(bytes, offset, piece, length, count);
            return;
        }
        byte[] into = piece;
        int at = length;
        for (int i = 0; i < count; i++) {
            into[at + i] = bytes[offset + i];
        }
    }

    private void makeRoom(int wanted) throws TTransportException {
        if (piece.length == 0) {
            piece = new byte[Math.clamp((long) wanted + HEADER_BYTES, FIRST_BYTES, maxPieceBytes)];
            // The length of a frame is filled in when it is known.
            length = framed && pieces.isEmpty() ? HEADER_BYTES : 0;
        } else if (piece.length < maxPieceBytes) {
            piece = Arrays.copyOf(piece,
                    (int) Math.clamp(Math.max(2L * piece.length, (long) length + wanted), 0, maxPieceBytes));
        } else {
            closePiece();
        }
    }

    private void closePiece() throws TTransportException {
        if (!framed && http == null && protection == null) {
            // Netty would copy it all the same; so the piece can be filled again, which stays in the processor's cache, and none is garbage.
            send(channel.alloc().directBuffer(length, length).writeBytes(piece, 0, length));
            length = 0;
            return;
        }
        byte[] full = piece;
        int fullLength = length;
        collectedBytes += length;
        piece = NONE;
        length = 0;
        if (framed || http != null) {
            if (pieces.isEmpty()) {
                pieces = new ArrayList<>();
            }
            pieces.add(Unpooled.wrappedBuffer(full, 0, fullLength));
            if (collectedBytes > Integer.MAX_VALUE) {
                throw new TTransportException(TTransportException.MESSAGE_SIZE_LIMIT,
                        "Cannot send answer: it is longer than a frame can be");
            }
            if (http != null && collectedBytes > WHOLE_RESPONSE_BYTES) {
                sendChunks(http);
            }
        } else {
            sendPiece(full, fullLength);
        }
        makeRoom(maxPieceBytes);
    }

    /** Forgets what was written since the last flush; false if a part of it has left already. */
    boolean discard() {
        piece = NONE;
        length = 0;
        pieces = List.of();
        collectedBytes = 0;
        return !partlySent;
    }

    void flush() throws TTransportException {
        byte[] last = piece;
        int lastLength = length;
        List<ByteBuf> before = pieces;
        long total = collectedBytes + lastLength;
        discard();
        partlySent = false;
        if (total == 0) {
            return;
        }
        if (http != null) {
            flush(http, before, Unpooled.wrappedBuffer(last, 0, lastLength));
            return;
        }
        if (framed) {
            ByteBuf first = before.isEmpty() ? Unpooled.wrappedBuffer(last, 0, lastLength) : before.getFirst();
            first.setInt(0, (int) (total - HEADER_BYTES));
            for (ByteBuf buffer : before) {
                send(buffer);
            }
        }
        if (lastLength > 0) {
            sendPiece(last, lastLength);
        }
        partlySent = false;
    }

    private void sendChunks(HttpMessages responses) throws TTransportException {
        if (!begun) {
            ByteBuf head = responses.beginAnswer();
            if (head == null) {
                return;
            }
            begun = true;
            send(head);
        }
        for (ByteBuf buffer : pieces) {
            send(responses.continueAnswer(buffer));
        }
        pieces.clear();
    }

    private void flush(HttpMessages responses, List<ByteBuf> before, ByteBuf last) throws TTransportException {
        if (begun) {
            begun = false;
            for (ByteBuf buffer : before) {
                send(responses.continueAnswer(buffer));
            }
            if (last.isReadable()) {
                send(responses.continueAnswer(last));
            }
            send(responses.endAnswer());
        } else {
            ByteBuf[] all = before.toArray(new ByteBuf[before.size() + 1]);
            all[before.size()] = last;
            send(responses.wholeAnswer(Unpooled.wrappedBuffer(all)));
        }
        partlySent = false;
    }

    private void sendPiece(byte[] bytes, int count) throws TTransportException {
        if (protection == null) {
            send(Unpooled.wrappedBuffer(bytes, 0, count));
            return;
        }
        byte[] sealed;
        try {
            sealed = protection.wrap(bytes, 0, count);
        } catch (SaslException e) {
            throw new TTransportException(TTransportException.UNKNOWN, "Cannot seal answer: " + e.getMessage(), e);
        }
        send(Unpooled.wrappedBuffer(Unpooled.buffer(HEADER_BYTES).writeInt(sealed.length),
                Unpooled.wrappedBuffer(sealed)));
    }

    /** Sends at the pace of the client. */
    void send(ByteBuf bytes) throws TTransportException {
        try {
            queue.awaitWritable(timeoutNanos);
        } catch (TTransportException e) {
            bytes.release();
            throw e;
        }
        if (!channel.isActive()) {
            bytes.release();
            throw new TTransportException(TTransportException.NOT_OPEN,
                    "Cannot send answer: the client has closed the connection");
        }
        partlySent = true;
        channel.writeAndFlush(bytes, channel.voidPromise());
    }
}

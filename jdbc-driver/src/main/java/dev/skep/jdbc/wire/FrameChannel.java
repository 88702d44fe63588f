package dev.skep.jdbc.wire;

import java.io.IOException;

import javax.security.sasl.SaslClient;

import org.jspecify.annotations.Nullable;

/** Messages in frames, four bytes of length and then that many bytes, as they go after a SASL sign-in; signed or encrypted if that was agreed. */
final class FrameChannel implements MessageChannel {
    private static final int HEADER_BYTES = 4;
    private static final int MAX_FRAME_BYTES = 1 << 30;

    private final SocketLink link;
    private final @Nullable SaslClient protection;
    private final byte[] header = new byte[HEADER_BYTES];
    private int frameLeft;
    private byte[] opened = {};
    private int openedPosition;

    /** @param protection signs or encrypts each frame, null to leave them as they are */
    FrameChannel(SocketLink link, @Nullable SaslClient protection) {
        this.link = link;
        this.protection = protection;
    }

    @Override
    public int headRoom() {
        return HEADER_BYTES;
    }

    @Override
    public void send(byte[] bytes, int offset, int length) throws IOException {
        if (protection == null) {
            writeInt(bytes, offset - HEADER_BYTES, length);
            link.send(bytes, offset - HEADER_BYTES, HEADER_BYTES + length);
            return;
        }
        byte[] closed = protection.wrap(bytes, offset, length);
        byte[] frame = new byte[HEADER_BYTES + closed.length];
        writeInt(frame, 0, closed.length);
        System.arraycopy(closed, 0, frame, HEADER_BYTES, closed.length);
        link.send(frame, 0, frame.length);
    }

    @Override
    public int receive(byte[] to, int offset, int length) throws IOException {
        if (protection == null) {
            while (frameLeft == 0) {
                frameLeft = readLength();
            }
            int count = link.receive(to, offset, Math.min(length, frameLeft));
            frameLeft -= count;
            return count;
        }
        while (openedPosition == opened.length) {
            byte[] frame = new byte[readLength()];
            link.receiveAll(frame, 0, frame.length);
            opened = protection.unwrap(frame, 0, frame.length);
            openedPosition = 0;
        }
        int count = Math.min(length, opened.length - openedPosition);
        System.arraycopy(opened, openedPosition, to, offset, count);
        openedPosition += count;
        return count;
    }

    private int readLength() throws IOException {
        link.receiveAll(header, 0, HEADER_BYTES);
        int length = readInt(header, 0);
        if (length < 0 || length > MAX_FRAME_BYTES) {
            throw new IOException("Invalid frame: " + length + " bytes");
        }
        return length;
    }

    static int readInt(byte[] bytes, int offset) {
        return (bytes[offset] & 255) << 24 | (bytes[offset + 1] & 255) << 16 | (bytes[offset + 2] & 255) << 8
                | bytes[offset + 3] & 255;
    }

    static void writeInt(byte[] bytes, int offset, int value) {
        bytes[offset] = (byte) (value >> 24);
        bytes[offset + 1] = (byte) (value >> 16);
        bytes[offset + 2] = (byte) (value >> 8);
        bytes[offset + 3] = (byte) value;
    }

    @Override
    public void setReadMillis(int millis) throws IOException {
        link.setReadMillis(millis);
    }

    @Override
    public boolean isOpen() {
        return link.isOpen();
    }

    @Override
    public void close() {
        link.close();
    }
}

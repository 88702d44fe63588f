package dev.skep.thrift.transport;

import static java.util.Objects.requireNonNull;

import dev.skep.thrift.transport.InboundQueue.Chunk;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.protocol.TProtocolException;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;
import org.jspecify.annotations.Nullable;

/**
 * The blocking transport of one connection, raw or framed, for the one thread that serves it. Buffers handed out by {@link #getBuffer}
 * are never written again, so a struct may keep a slice of them.
 */
// Nobody waits for a channel to close or to read: a failure of either ends the connection, which is noticed.
@SuppressWarnings("FutureReturnValueIgnored")
final class ChannelTransport extends TTransport {
    /** Claims up to this size are built at once; larger ones only when as many bytes have arrived. */
    private static final int UNCHECKED_CLAIM_BYTES = 16 << 10;
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final byte[] NONE = {};

    private final Channel channel;
    private final InboundQueue queue;
    private final OutboundMessage out;
    private final SignInClock clock;
    private final ListenerSettings settings;
    private MessageSource source;
    private @Nullable SslHandler tls;
    private @Nullable SaslProtection protection;
    private @Nullable HttpMessages http;
    private final TConfiguration configuration;
    private final int maxMessageBytes;
    private final long idleNanos;
    private final long readNanos;
    private final long writeNanos;
    private final byte[] header = new byte[4];
    private boolean framed;
    private byte[] buffer = NONE;
    private int position;
    private int limit;
    private long messageLeft;
    private long frameLeft;

    ChannelTransport(Channel channel, InboundQueue queue, SignInClock clock, ListenerSettings settings,
            TConfiguration configuration) {
        this.channel = requireNonNull(channel, "channel is null");
        this.queue = requireNonNull(queue, "queue is null");
        this.source = queue;
        this.clock = requireNonNull(clock, "clock is null");
        this.settings = settings;
        this.configuration = requireNonNull(configuration, "configuration is null");
        this.maxMessageBytes = settings.maxMessageBytes();
        this.idleNanos = settings.idleTimeout().toNanos();
        this.readNanos = settings.readTimeout().toNanos();
        this.writeNanos = settings.writeTimeout().toNanos();
        this.out = new OutboundMessage(channel, queue, writeNanos);
        this.messageLeft = maxMessageBytes;
    }

    /** From here on both sides send frames. */
    void frame() {
        framed = true;
        frameLeft = 0;
        out.frame();
    }

    /** From here on both sides send frames that are sealed. */
    void protect(SaslProtection agreed) {
        protection = agreed;
        source = new UnwrappedMessages(queue, agreed, takeBuffered(), maxMessageBytes, readNanos);
        out.protect(agreed);
    }

    /** The client speaks HTTP: every message is a request from here on. */
    HttpMessages startHttp(HttpSignIn signIn, Consumer<SignInException> refused) {
        HttpMessages messages = new HttpMessages(queue, out::send, takeBuffered(), signIn, refused, settings);
        source = messages;
        http = messages;
        out.respondBy(messages);
        return messages;
    }

    /** The request that carries the message; empty where there is no HTTP. */
    Optional<HttpMessages.Request> request() {
        return Optional.ofNullable(http).map(HttpMessages::request);
    }

    /** Tells a client that waits for a response why there is none. */
    void answerFailure(Throwable cause) {
        if (http == null || !isOpen()) {
            return;
        }
        boolean clientsFault = cause instanceof TTransportException || cause instanceof TProtocolException;
        try {
            if (clientsFault) {
                http.fail(HttpResponseStatus.BAD_REQUEST, String.valueOf(cause.getMessage()));
            } else {
                http.fail(HttpResponseStatus.INTERNAL_SERVER_ERROR, "The server's log has the cause");
            }
        } catch (TTransportException e) {
            // The client is gone: there is nobody to tell.
            close();
        }
    }

    /** The client speaks TLS: what it has sent, and what both send from here on, goes through this context's engine. */
    void startTls(SslContext context) throws TTransportException {
        SslHandler handler = context.newHandler(channel.alloc(), Thread::startVirtualThread);
        // The clock of the sign-in runs for all of it.
        handler.setHandshakeTimeoutMillis(0);
        tls = handler;
        queue.putBefore(takeBuffered(), new RenegotiationGuard(handler), handler);
    }

    /** The certificate that the client has shown in its TLS handshake, vouched for by the authorities of the settings. */
    Optional<X509Certificate> clientCertificate() {
        if (tls == null) {
            return Optional.empty();
        }
        try {
            return Optional.of((X509Certificate) tls.engine().getSession().getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException e) {
            // It has shown none: whether that will do is the policy's business.
            return Optional.empty();
        }
    }

    /** The client is known: it has its time and its space from here on. */
    void signedIn() {
        clock.stop();
        queue.widen();
    }

    /** The connection is over: forgets the keys of its protection. */
    void release() {
        clock.stop();
        if (protection != null) {
            protection.close();
        }
        if (http != null) {
            http.release();
        }
    }

    private byte[] takeBuffered() {
        byte[] taken = Arrays.copyOfRange(buffer, position, limit);
        buffer = NONE;
        position = 0;
        limit = 0;
        return taken;
    }

    /** Waits for the first byte of a message; false if the peer has closed the connection or the server drains it. */
    boolean awaitMessage() throws TTransportException {
        messageLeft = maxMessageBytes;
        if (position < limit && !source.isDelimited()) {
            return true;
        }
        buffer = NONE;
        position = 0;
        limit = 0;
        return load(source.take(idleNanos, true));
    }

    /** The first bytes of the connection, left to be read; null if it ends before. */
    byte @Nullable [] peek(int count) throws TTransportException {
        while (limit - position < count) {
            byte[] had = Arrays.copyOfRange(buffer, position, limit);
            if (!load(source.take(readNanos, false))) {
                return null;
            }
            byte[] joined = Arrays.copyOf(had, had.length + limit - position);
            System.arraycopy(buffer, position, joined, had.length, limit - position);
            buffer = joined;
            position = 0;
            limit = joined.length;
        }
        return Arrays.copyOfRange(buffer, position, position + count);
    }

    private boolean load(@Nullable Chunk chunk) {
        if (chunk == null) {
            return false;
        }
        buffer = chunk.bytes;
        position = 0;
        limit = chunk.length;
        return true;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws TTransportException {
        if (count == 0) {
            return 0;
        }
        if (framed && frameLeft == 0) {
            readFrameHeader();
        }
        if (messageLeft == 0) {
            throw tooLong();
        }
        fill();
        int now = Math.min(count, getBytesRemainingInBuffer());
        System.arraycopy(buffer, position, bytes, offset, now);
        consumeBuffer(now);
        return now;
    }

    private void fill() throws TTransportException {
        while (position == limit) {
            if (!load(source.take(readNanos, false))) {
                throw new TTransportException(TTransportException.END_OF_FILE, "Connection ended within a message");
            }
        }
    }

    private void readFrameHeader() throws TTransportException {
        int got = 0;
        while (got < header.length) {
            fill();
            header[got++] = buffer[position++];
        }
        int length = ((header[0] & 0xff) << 24) | ((header[1] & 0xff) << 16) | ((header[2] & 0xff) << 8)
                | (header[3] & 0xff);
        if (length <= 0 || length > maxMessageBytes) {
            throw new TTransportException(TTransportException.CORRUPTED_DATA,
                    "Invalid frame length: %d (at most %d)".formatted(length, maxMessageBytes));
        }
        frameLeft = length;
    }

    /** Reads to the end of the message; false if nobody knows where that is. */
    boolean skipMessage() throws TTransportException {
        if (!framed) {
            boolean known = source.skipMessage(readNanos);
            if (known) {
                position = limit;
            }
            return known;
        }
        while (frameLeft > 0) {
            fill();
            int now = (int) Math.min(limit - position, frameLeft);
            position += now;
            frameLeft -= now;
        }
        return true;
    }

    @Override
    public byte[] getBuffer() {
        return buffer;
    }

    @Override
    public int getBufferPosition() {
        return position;
    }

    @Override
    public int getBytesRemainingInBuffer() {
        long remaining = Math.min(limit - position, messageLeft);
        return (int) (framed ? Math.min(remaining, frameLeft) : remaining);
    }

    @Override
    public void consumeBuffer(int count) {
        position += count;
        messageLeft -= count;
        if (framed) {
            frameLeft -= count;
        }
    }

    @Override
    public void updateKnownMessageSize(long size) throws TTransportException {
        if (size > messageLeft) {
            throw tooLong();
        }
    }

    /** Called before a string or a container of a claimed size is built: refuses what cannot be, waits for what is not yet there. */
    @Override
    public void checkReadBytesAvailable(long count) throws TTransportException {
        if (count < 0 || count > messageLeft) {
            throw tooLong();
        }
        if (framed && count > frameLeft && frameLeft > 0) {
            throw new TTransportException(TTransportException.CORRUPTED_DATA,
                    "Invalid length: %d bytes in a frame with %d left".formatted(count, frameLeft));
        }
        if (count > UNCHECKED_CLAIM_BYTES && count > limit - position) {
            source.awaitBuffered(count - (limit - position), readNanos);
        }
    }

    @Override
    public void resetMessageSizeAndConsumedBytes(long size) throws TTransportException {
        messageLeft = size < 0 ? maxMessageBytes : Math.min(size, maxMessageBytes);
    }

    private TTransportException tooLong() {
        return new TTransportException(TTransportException.MESSAGE_SIZE_LIMIT,
                "Cannot read message: it is longer than %d bytes".formatted(maxMessageBytes));
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws TTransportException {
        out.write(bytes, offset, count);
    }

    @Override
    public void flush() throws TTransportException {
        out.flush();
    }

    /** Forgets what was written since the last flush; false if a part of it has left already. */
    boolean discardWritten() {
        return out.discard();
    }

    /** Ends the connection in good order. */
    void finish() {
        if (http != null && !http.isBodyEnded()) {
            finishAndLinger();
        } else {
            awaitSent();
        }
    }

    /** Waits until everything written has left, or cannot any more. */
    private void awaitSent() {
        if (isOpen()) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).awaitUninterruptibly(writeNanos, TimeUnit.NANOSECONDS);
        }
    }

    /**
     * Ends the connection so that its client can still read the last answer: a socket that is closed while its client is sending is
     * reset, and what the client has not yet read is lost.
     */
    void finishAndLinger() {
        awaitSent();
        endTls();
        if (!(channel instanceof DuplexChannel duplex) || !isOpen()) {
            return;
        }
        duplex.shutdownOutput();
        buffer = NONE;
        position = 0;
        limit = 0;
        long deadline = System.nanoTime() + LINGER_NANOS;
        try {
            for (long left = LINGER_NANOS; left > 0; left = deadline - System.nanoTime()) {
                if (queue.take(left, false) == null) {
                    return;
                }
            }
        } catch (TTransportException e) {
            // Time is up, or the client is gone: there is nobody left to wait for.
            close();
        }
    }

    /** Tells the client that nothing more comes, which a half-closed socket alone does not say under TLS. */
    private void endTls() {
        if (tls != null && isOpen()) {
            tls.closeOutbound().awaitUninterruptibly(LINGER_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public TConfiguration getConfiguration() {
        return configuration;
    }

    @Override
    public boolean isOpen() {
        return channel.isActive() && !queue.isEnded();
    }

    /** A connection is open from the start. */
    @Override
    public void open() {}

    @Override
    public void close() {
        channel.close();
    }
}

package dev.skep.thrift.transport;

import dev.skep.thrift.transport.HttpSignIn.Admitted;
import dev.skep.thrift.transport.InboundQueue.Chunk;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.thrift.transport.TTransportException;
import org.jspecify.annotations.Nullable;

/**
 * Messages out of HTTP/1.1 requests: each POST carries one message, its response the answer. Every request is admitted or refused by
 * itself; one that is refused is answered here and never seen by a service. Netty's codec runs in the thread that serves the connection.
 */
final class HttpMessages implements MessageSource {
    private static final String THRIFT = "application/x-thrift";
    private static final int MAX_LINE_BYTES = 8 << 10;
    /** A Kerberos ticket in base64 has room. */
    private static final int MAX_HEADER_BYTES = 96 << 10;
    private static final int MAX_CHUNK_BYTES = 64 << 10;
    /** So much of a body that nobody wants is passed over; the connection ends rather than more. */
    private static final long MAX_SKIPPED_BYTES = 1 << 20;
    private static final int MAX_REFUSALS_IN_A_ROW = 5;
    private static final int BINARY_VERSION = 0x80;
    private static final int COMPACT_PROTOCOL = 0x82;

    private final InboundQueue queue;
    private final Sender sender;
    private final HttpSignIn signIn;
    private final Consumer<SignInException> refused;
    private final int maxMessageBytes;
    private final long readNanos;
    private final EmbeddedChannel codec = new EmbeddedChannel(new HttpServerCodec(new HttpDecoderConfig()
            .setMaxInitialLineLength(MAX_LINE_BYTES).setMaxHeaderSize(MAX_HEADER_BYTES)
            .setMaxChunkSize(MAX_CHUNK_BYTES)));
    private final ArrayDeque<Chunk> body = new ArrayDeque<>();
    private long bodyBytes;
    private Request request = Request.NONE;
    private boolean answered = true;
    private boolean bodyEnded = true;
    private boolean keepAlive = true;
    private int refusalsInARow;
    private boolean waiting;

    /** How an answer's bytes leave. */
    interface Sender {
        void send(ByteBuf bytes) throws TTransportException;
    }

    /** What a service may know of the request that it answers. */
    record Request(Optional<SignedIn> client, Encoding encoding, HttpHeaders headers, HttpVersion version,
            Optional<String> challenge) {
        static final Request NONE = new Request(Optional.empty(), Encoding.BINARY, EmptyHttpHeaders.INSTANCE,
                HttpVersion.HTTP_1_1, Optional.empty());
    }

    /** @param first bytes of the connection that have been taken from the queue already */
    HttpMessages(InboundQueue queue, Sender sender, byte[] first, HttpSignIn signIn,
            Consumer<SignInException> refused, ListenerSettings settings) {
        this.queue = queue;
        this.sender = sender;
        this.signIn = signIn;
        this.refused = refused;
        this.maxMessageBytes = settings.maxMessageBytes();
        this.readNanos = settings.readTimeout().toNanos();
        codec.writeInbound(Unpooled.wrappedBuffer(first));
    }

    /** The request whose message is being read or answered. */
    Request request() {
        return request;
    }

    /** Waits for the first request that is admitted, and leaves its message to be taken; false if there is none. */
    boolean awaitFirst(long idleNanos) throws TTransportException {
        waiting = awaitRequest(idleNanos);
        return waiting;
    }

    @Override
    public @Nullable Chunk take(long timeoutNanos, boolean betweenMessages) throws TTransportException {
        if (betweenMessages) {
            if (!waiting && !awaitRequest(timeoutNanos)) {
                return null;
            }
            waiting = false;
        }
        if (body.isEmpty() && !receiveBody(timeoutNanos)) {
            return null;
        }
        Chunk chunk = body.removeFirst();
        bodyBytes -= chunk.length;
        return chunk;
    }

    @Override
    public void awaitBuffered(long bytes, long timeoutNanos) throws TTransportException {
        while (bodyBytes < bytes) {
            if (!receiveBody(timeoutNanos)) {
                throw new TTransportException(TTransportException.END_OF_FILE,
                        "Cannot read message: the request ends within it");
            }
        }
    }

    @Override
    public boolean skipMessage(long timeoutNanos) throws TTransportException {
        skipBody();
        return true;
    }

    @Override
    public boolean isDelimited() {
        return true;
    }

    private boolean awaitRequest(long idleNanos) throws TTransportException {
        while (true) {
            if (!answered) {
                // A oneway call: its client waits for the end of the request, if not for an answer.
                respond(HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER, THRIFT);
            }
            skipBody();
            request = Request.NONE;
            HttpObject next = keepAlive ? receive(idleNanos, true) : null;
            if (next == null) {
                return false;
            }
            if (!(next instanceof HttpRequest head)) {
                ReferenceCountUtil.release(next);
                continue;
            }
            if (admit(head)) {
                refusalsInARow = 0;
                return true;
            }
        }
    }

    /** Answers the request itself if it cannot be served. */
    private boolean admit(HttpRequest head) throws TTransportException {
        answered = false;
        bodyEnded = false;
        keepAlive = HttpUtil.isKeepAlive(head);
        request = new Request(Optional.empty(), Encoding.BINARY, head.headers(), head.protocolVersion(),
                Optional.empty());
        if (head.decoderResult().isFailure()) {
            keepAlive = false;
            bodyEnded = true;
            return refuse(statusOf(head.decoderResult().cause()),
                    "Cannot read request: " + head.decoderResult().cause().getMessage());
        }
        if (!head.method().equals(HttpMethod.POST)) {
            return refuse(HttpResponseStatus.METHOD_NOT_ALLOWED,
                    "Cannot serve request: Thrift messages come by POST, not by "
                            + SignInException.printable(head.method().name()));
        }
        Admitted admitted;
        try {
            admitted = signIn.admit(head);
        } catch (SignInException e) {
            return refuse(head, e);
        }
        Optional<HttpResponseStatus> unfit = unfit(head);
        if (unfit.isPresent()) {
            return refuse(unfit.get(), "Cannot serve request: its body has to be one Thrift message (" + THRIFT
                    + "), uncompressed, of at most " + maxMessageBytes + " bytes");
        }
        if (HttpUtil.is100ContinueExpected(head)) {
            sender.send(encode(new DefaultFullHttpResponse(head.protocolVersion(), HttpResponseStatus.CONTINUE,
                    Unpooled.EMPTY_BUFFER)));
        }
        if (!receiveBody(readNanos)) {
            return refuse(HttpResponseStatus.BAD_REQUEST, "Cannot read message: the request has no body");
        }
        Chunk first = body.getFirst();
        int firstByte = first.bytes[0] & 0xff;
        if (firstByte != BINARY_VERSION && firstByte != COMPACT_PROTOCOL && firstByte != 0) {
            return refuse(HttpResponseStatus.BAD_REQUEST,
                    "Cannot read message: it begins with %02x, as none of the Thrift protocols does".formatted(
                            firstByte));
        }
        request = new Request(admitted.client(),
                firstByte == COMPACT_PROTOCOL ? Encoding.COMPACT : Encoding.BINARY, head.headers(),
                head.protocolVersion(), admitted.challenge());
        return true;
    }

    private Optional<HttpResponseStatus> unfit(HttpRequest head) {
        String type = head.headers().get(HttpHeaderNames.CONTENT_TYPE, "").toLowerCase(Locale.ROOT);
        String coding = head.headers().get(HttpHeaderNames.CONTENT_ENCODING, "identity");
        if (!type.startsWith(THRIFT) && !type.startsWith("application/vnd.apache.thrift")
                && !type.startsWith("application/octet-stream") || !coding.equalsIgnoreCase("identity")) {
            // Others, and none, are what a web page in somebody's browser may send without asking.
            return Optional.of(HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE);
        }
        if (HttpUtil.getContentLength(head, 0L) > maxMessageBytes) {
            keepAlive = false;
            return Optional.of(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
        }
        String expected = head.headers().get(HttpHeaderNames.EXPECT);
        if (expected != null && !HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expected)) {
            return Optional.of(HttpResponseStatus.EXPECTATION_FAILED);
        }
        return Optional.empty();
    }

    private static HttpResponseStatus statusOf(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException _ -> HttpResponseStatus.REQUEST_URI_TOO_LONG;
            case TooLongHttpHeaderException _ -> HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
            default -> HttpResponseStatus.BAD_REQUEST;
        };
    }

    private boolean refuse(HttpRequest head, SignInException why) throws TTransportException {
        refused.accept(why);
        if (HttpUtil.is100ContinueExpected(head) || ++refusalsInARow >= MAX_REFUSALS_IN_A_ROW) {
            keepAlive = false;
        }
        return refuse(signIn.offered().isEmpty() ? HttpResponseStatus.FORBIDDEN : HttpResponseStatus.UNAUTHORIZED,
                String.valueOf(why.getMessage()));
    }

    private boolean refuse(HttpResponseStatus status, String text) throws TTransportException {
        body.clear();
        bodyBytes = 0;
        respond(status, Unpooled.copiedBuffer(text + "\n", StandardCharsets.UTF_8), "text/plain; charset=utf-8");
        return false;
    }

    /** Ends the connection with this answer to the request that is under way, if there is one without an answer. */
    void fail(HttpResponseStatus status, String text) throws TTransportException {
        keepAlive = false;
        if (!answered) {
            refuse(status, text);
        }
    }

    /** The first request of a client that is not served at all. */
    void refuseAll(String text) throws TTransportException {
        HttpObject next = receive(readNanos, false);
        if (next instanceof HttpRequest head) {
            answered = false;
            bodyEnded = false;
            request = new Request(Optional.empty(), Encoding.BINARY, head.headers(), head.protocolVersion(),
                    Optional.empty());
        }
        fail(HttpResponseStatus.FORBIDDEN, text);
    }

    /** Whether the client may still be sending when all is said. */
    boolean isBodyEnded() {
        return bodyEnded;
    }

    private boolean receiveBody(long timeoutNanos) throws TTransportException {
        while (!bodyEnded) {
            HttpObject next = receive(timeoutNanos, false);
            if (next == null) {
                return false;
            }
            byte[] bytes;
            try {
                if (!(next instanceof HttpContent content) || next.decoderResult().isFailure()) {
                    keepAlive = false;
                    throw new TTransportException(TTransportException.CORRUPTED_DATA,
                            "Cannot read request: its body breaks off or is no HTTP");
                }
                bodyEnded = content instanceof LastHttpContent;
                bytes = new byte[content.content().readableBytes()];
                content.content().readBytes(bytes);
            } finally {
                ReferenceCountUtil.release(next);
            }
            if (bytes.length > 0) {
                body.addLast(new Chunk(bytes, bytes.length));
                bodyBytes += bytes.length;
                return true;
            }
        }
        return false;
    }

    private void skipBody() throws TTransportException {
        long skipped = bodyBytes;
        body.clear();
        bodyBytes = 0;
        while (keepAlive && !bodyEnded) {
            if (!receiveBody(readNanos) && !bodyEnded) {
                return;
            }
            skipped += bodyBytes;
            body.clear();
            bodyBytes = 0;
            if (skipped > MAX_SKIPPED_BYTES) {
                keepAlive = false;
            }
        }
    }

    /** Null at the end of the connection, or between requests of one that drains. */
    private @Nullable HttpObject receive(long timeoutNanos, boolean betweenMessages) throws TTransportException {
        boolean between = betweenMessages;
        long deadline = 0;
        while (true) {
            HttpObject next = codec.readInbound();
            if (next != null) {
                return next;
            }
            long timeout = timeoutNanos;
            if (deadline != 0) {
                // Headers that come byte by byte do not buy time.
                timeout = Math.max(1, deadline - System.nanoTime());
            }
            Chunk chunk = queue.take(timeout, between);
            if (chunk == null) {
                return null;
            }
            if (betweenMessages && deadline == 0) {
                deadline = System.nanoTime() + readNanos;
            }
            between = false;
            codec.writeInbound(Unpooled.wrappedBuffer(chunk.bytes, 0, chunk.length));
        }
    }

    /** The begin of an answer whose length is not known yet; null for a client of HTTP 1.0, which cannot take that. */
    @Nullable
    ByteBuf beginAnswer() {
        if (!request.version().isKeepAliveDefault()) {
            return null;
        }
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        fill(response, THRIFT);
        HttpUtil.setTransferEncodingChunked(response, true);
        answered = true;
        return encode(response);
    }

    ByteBuf continueAnswer(ByteBuf bytes) {
        return encode(new DefaultHttpContent(bytes));
    }

    ByteBuf endAnswer() {
        return encode(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    ByteBuf wholeAnswer(ByteBuf bytes) {
        return response(HttpResponseStatus.OK, bytes, THRIFT);
    }

    private void respond(HttpResponseStatus status, ByteBuf content, String type) throws TTransportException {
        sender.send(response(status, content, type));
    }

    private ByteBuf response(HttpResponseStatus status, ByteBuf content, String type) {
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
        fill(response, type);
        HttpUtil.setContentLength(response, content.readableBytes());
        answered = true;
        return encode(response);
    }

    private void fill(HttpResponse response, String type) {
        HttpHeaders headers = response.headers();
        headers.set(HttpHeaderNames.CONTENT_TYPE, type);
        headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        request.challenge().ifPresent(answer -> headers.add(HttpHeaderNames.WWW_AUTHENTICATE, answer));
        if (response.status().equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
            headers.set(HttpHeaderNames.ALLOW, HttpMethod.POST);
        }
        if (response.status().equals(HttpResponseStatus.UNAUTHORIZED)) {
            headers.add(HttpHeaderNames.WWW_AUTHENTICATE, signIn.offered());
        }
        if (!keepAlive) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (!request.version().isKeepAliveDefault()) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
    }

    private ByteBuf encode(HttpObject object) {
        codec.writeOutbound(object);
        ByteBuf encoded = Unpooled.EMPTY_BUFFER;
        for (ByteBuf part = codec.readOutbound(); part != null; part = codec.readOutbound()) {
            encoded = Unpooled.wrappedBuffer(encoded, part);
        }
        return encoded;
    }

    /** The connection is over: what the codec holds goes. */
    void release() {
        codec.finishAndReleaseAll();
    }
}

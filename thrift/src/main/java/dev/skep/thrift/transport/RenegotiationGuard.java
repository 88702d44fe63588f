package dev.skep.thrift.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import javax.net.ssl.SSLHandshakeException;

/**
 * Stands before the TLS handler and ends a connection whose client begins a second handshake: TLS 1.2 lets a client make its server
 * repeat the dear part of a connection for ever. Records pass unread but for their headers.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class RenegotiationGuard extends ChannelInboundHandlerAdapter {
    private static final int HANDSHAKE = 22;
    private static final int HEADER_BYTES = 5;

    private final SslHandler tls;
    private int headerSeen;
    private int type;
    private int lengthHigh;
    private int bodyLeft;

    RenegotiationGuard(SslHandler tls) {
        this.tls = tls;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (beginsAgain(bytes)) {
            ReferenceCountUtil.release(bytes);
            ctx.fireExceptionCaught(new SSLHandshakeException("a second handshake on a connection is refused"));
            ctx.close();
            return;
        }
        ctx.fireChannelRead(bytes);
    }

    private boolean beginsAgain(ByteBuf bytes) {
        boolean established = tls.handshakeFuture().isSuccess();
        int at = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (at < end) {
            if (bodyLeft > 0) {
                int now = Math.min(bodyLeft, end - at);
                at += now;
                bodyLeft -= now;
                continue;
            }
            int value = bytes.getUnsignedByte(at++);
            headerSeen++;
            if (headerSeen == 1) {
                type = value;
            } else if (headerSeen == 4) {
                lengthHigh = value;
            } else if (headerSeen == HEADER_BYTES) {
                bodyLeft = (lengthHigh << 8) | value;
                headerSeen = 0;
                if (established && type == HANDSHAKE) {
                    return true;
                }
            }
        }
        return false;
    }
}

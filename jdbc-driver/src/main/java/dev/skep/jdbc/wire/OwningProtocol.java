package dev.skep.jdbc.wire;

import java.nio.ByteBuffer;

import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TTransport;

/** The binary protocol with binary values that own their bytes; the plain one hands out the transport's buffer, which is filled anew. */
final class OwningProtocol extends TBinaryProtocol {
    OwningProtocol(TTransport transport) {
        super(transport);
    }

    @Override
    public ByteBuffer readBinary() throws TException {
        ByteBuffer shared = super.readBinary();
        byte[] own = new byte[shared.remaining()];
        shared.get(own);
        return ByteBuffer.wrap(own);
    }
}

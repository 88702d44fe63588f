package dev.skep.thrift.sasl;

import dev.skep.thrift.transport.SaslProtection;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;

/** The protection that a SASL server has agreed on with its client. */
final class SealedBySasl implements SaslProtection {
    private final SaslServer server;
    private final boolean confidential;
    private final int maxPlainBytes;

    SealedBySasl(SaslServer server, QualityOfProtection quality) {
        this.server = server;
        this.confidential = quality == QualityOfProtection.CONFIDENTIALITY;
        this.maxPlainBytes = Integer.parseInt(String.valueOf(server.getNegotiatedProperty(Sasl.RAW_SEND_SIZE)));
    }

    @Override
    public boolean isConfidential() {
        return confidential;
    }

    @Override
    public int maxPlainBytes() {
        return maxPlainBytes;
    }

    @Override
    public byte[] wrap(byte[] bytes, int offset, int length) throws SaslException {
        return server.wrap(bytes, offset, length);
    }

    @Override
    public byte[] unwrap(byte[] bytes, int offset, int length) throws SaslException {
        return server.unwrap(bytes, offset, length);
    }

    @Override
    public void close() {
        dispose(server);
    }

    static void dispose(SaslServer server) {
        try {
            server.dispose();
        } catch (SaslException e) {
            // It could not wipe its keys: they go with the object, and nobody can do more about it.
            return;
        }
    }
}

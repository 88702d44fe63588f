package dev.skep.thrift.transport;

import javax.security.sasl.SaslException;

/** Seals what follows a SASL sign-in, frame by frame, against change or also against reading. Used by one thread. */
public interface SaslProtection {
    /** Whether nobody between the two sides can read it. */
    boolean isConfidential();

    /** The most bytes that the client takes in one frame, before they are sealed. */
    int maxPlainBytes();

    /** Seals what is sent. */
    byte[] wrap(byte[] bytes, int offset, int length) throws SaslException;

    /** Opens what was received; fails, or returns nothing, if it was changed on the way. */
    byte[] unwrap(byte[] bytes, int offset, int length) throws SaslException;

    /** Forgets its keys. */
    void close();
}

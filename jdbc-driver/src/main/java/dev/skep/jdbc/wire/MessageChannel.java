package dev.skep.jdbc.wire;

import java.io.Closeable;
import java.io.IOException;

/** Carries messages to a server and its answers back. For one thread at a time; {@link #close} may come from any. */
interface MessageChannel extends Closeable {
    /** How many bytes in front of a message {@link #send} may overwrite. */
    default int headRoom() {
        return 0;
    }

    /** Sends {@code length} bytes, one message. */
    void send(byte[] bytes, int offset, int length) throws IOException;

    /** Waits for bytes of an answer, returns how many there were: at least one, at most {@code length}. Fails at the end of the stream. */
    int receive(byte[] to, int offset, int length) throws IOException;

    /** From now on receiving waits for at most {@code millis} for the next byte, 0 meaning for ever. */
    void setReadMillis(int millis) throws IOException;

    boolean isOpen();

    /** Ends the connection; never fails. */
    @Override
    void close();
}

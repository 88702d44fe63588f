package dev.skep.thrift.transport;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.thrift.transport.TTransportException;

/** Tells what a client speaks from the first bytes it sends (table in the package documentation). */
final class WireDetector {
    /** As many bytes as any decision needs; the shortest message of any protocol is longer. */
    static final int PREFACE_BYTES = 5;

    private static final int BINARY_VERSION = 0x80;
    private static final int COMPACT_PROTOCOL = 0x82;
    private static final int SASL_START = 0x01;
    private static final int TLS_HANDSHAKE = 0x16;
    private static final int TLS_MAJOR_VERSION = 0x03;
    private static final int MAX_MECHANISM_NAME_BYTES = 64;
    private static final int MAX_METHOD_NAME_BYTES = 1024;

    /** The first five characters of a request; the last is HTTP/2's, which gets an answer that says no. */
    private static final Set<String> HTTP_METHODS = Set.of("POST ", "GET /", "HEAD ", "PUT /", "OPTIO", "DELET",
            "PATCH", "TRACE", "CONNE", "PRI *");

    private WireDetector() {}

    /** What begins a connection: TLS, HTTP, a SASL negotiation, or messages of a known kind. */
    sealed interface Preface {
        record Tls() implements Preface {}

        record Http() implements Preface {}

        record Sasl() implements Preface {}

        record Messages(WireKind kind) implements Preface {}
    }

    static Preface detect(byte[] first) throws TTransportException {
        int b0 = first[0] & 0xff;
        int b1 = first[1] & 0xff;
        int b4 = first[4] & 0xff;
        if (b0 == BINARY_VERSION && b1 == 0x01) {
            return messages(Framing.RAW, Encoding.BINARY);
        }
        if (b0 == COMPACT_PROTOCOL && (b1 & 0x1f) == 1) {
            return messages(Framing.RAW, Encoding.COMPACT);
        }
        if (b0 == SASL_START && b1 == 0 && first[2] == 0 && first[3] == 0 && b4 > 0 && b4 <= MAX_MECHANISM_NAME_BYTES) {
            return new Preface.Sasl();
        }
        if (b0 == TLS_HANDSHAKE && b1 == TLS_MAJOR_VERSION) {
            return new Preface.Tls();
        }
        if (HTTP_METHODS.contains(new String(first, 0, PREFACE_BYTES, StandardCharsets.ISO_8859_1))) {
            return new Preface.Http();
        }
        int length = (b0 << 24) | (b1 << 16) | ((first[2] & 0xff) << 8) | (first[3] & 0xff);
        if (length > 0 && b4 == COMPACT_PROTOCOL) {
            return messages(Framing.FRAMED, Encoding.COMPACT);
        }
        if (length > 0 && (b4 == BINARY_VERSION || b4 == 0)) {
            return messages(Framing.FRAMED, Encoding.BINARY);
        }
        if (length > 0 && length <= MAX_METHOD_NAME_BYTES && (Character.isLetter(b4) || b4 == '_') && b4 < 0x80) {
            return messages(Framing.RAW, Encoding.BINARY);
        }
        throw new TTransportException(TTransportException.CORRUPTED_DATA,
                "Cannot read from client: it speaks neither Thrift nor SASL, its first bytes are %02x %02x %02x %02x %02x"
                        .formatted(
                                b0, b1, first[2], first[3], b4));
    }

    private static Preface messages(Framing framing, Encoding encoding) {
        return new Preface.Messages(new WireKind(framing, encoding));
    }
}

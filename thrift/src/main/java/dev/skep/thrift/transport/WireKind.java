package dev.skep.thrift.transport;

import static java.util.Objects.requireNonNull;

/** What is spoken on a connection, as found from its first bytes. */
public record WireKind(Framing framing, Encoding encoding) {
    public WireKind {
        requireNonNull(framing, "framing is null");
        requireNonNull(encoding, "encoding is null");
    }

    @Override
    public String toString() {
        return (framing + "-" + encoding).toLowerCase(java.util.Locale.ROOT);
    }
}

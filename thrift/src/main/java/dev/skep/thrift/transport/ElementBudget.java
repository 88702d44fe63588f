package dev.skep.thrift.transport;

import org.apache.thrift.protocol.TProtocolException;

/**
 * How many container elements one message may bring. An element takes at least a byte on the wire but tens of bytes as an object;
 * ordinary messages spend more than sixteen bytes on one.
 */
final class ElementBudget {
    private static final int BYTES_PER_ELEMENT = 16;
    private static final int MIN_ELEMENTS = 10_000;

    private final long perMessage;
    private long left;

    ElementBudget(int maxMessageBytes) {
        perMessage = Math.max(MIN_ELEMENTS, maxMessageBytes / BYTES_PER_ELEMENT);
        left = perMessage;
    }

    void nextMessage() {
        left = perMessage;
    }

    void spend(int elements) throws TProtocolException {
        left -= elements;
        if (left < 0) {
            throw new TProtocolException(TProtocolException.SIZE_LIMIT,
                    "Cannot read message: its containers have more than %d elements".formatted(perMessage));
        }
    }
}

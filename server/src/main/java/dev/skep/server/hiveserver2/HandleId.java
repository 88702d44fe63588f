package dev.skep.server.hiveserver2;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.UUID;

import dev.skep.thrift.hs2.THandleIdentifier;

/**
 * The name of a session or operation on the wire: a public id and a secret, 16 random bytes each. Who shows both may use the handle, also over
 * another connection.
 */
record HandleId(UUID id, UUID secret) {
    private static final SecureRandom RANDOM = new SecureRandom();

    static HandleId random() {
        return new HandleId(randomUuid(), randomUuid());
    }

    private static UUID randomUuid() {
        return new UUID(RANDOM.nextLong(), RANDOM.nextLong());
    }

    /** Reads what a client sends back; fails with a RefusedException for anything that cannot be one of ours. */
    static HandleId of(THandleIdentifier identifier) {
        return new HandleId(uuid(identifier.bufferForGuid()), uuid(identifier.bufferForSecret()));
    }

    private static UUID uuid(ByteBuffer bytes) {
        if (bytes.remaining() != 16) {
            throw new RefusedException("HY000", "Invalid handle: %d bytes".formatted(bytes.remaining()));
        }
        return new UUID(bytes.getLong(bytes.position()), bytes.getLong(bytes.position() + 8));
    }

    THandleIdentifier toThrift() {
        return new THandleIdentifier(bytes(id), bytes(secret));
    }

    private static ByteBuffer bytes(UUID uuid) {
        return ByteBuffer.allocate(16).putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits())
                .flip();
    }

    /** The id alone, for logs. */
    @Override
    public String toString() {
        return id.toString();
    }
}

package dev.skep.query.plan;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.util.zip.CRC32C;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The serial form of plans, by which another process of the same release can run them. A plan holds all that its run needs, the values of policies too: whoever is given its bytes must be
 * trusted as the server itself is.
 *
 * <p>Layout, big endian: the four bytes {@code SKPL}; a byte for the version of the form, now 1; eight bytes that tell the classes of plans and their components, so that a plan
 * of another release is refused and not misread; then the root node; last the CRC32C of all before. A value is a byte for its kind ({@link SerialTag}) and what belongs to it: a number, a length
 * with as many bytes or values, or for a record the number of its class and the values of its components in their order. A part that stands in several places is written
 * once, later places name it by its number. {@code LIMIT 1} over nothing is {@code SKPL 01}, the fingerprint, {@code 13} and LimitNode's number, then id, input, offset and count, then the sum.
 */
public final class PlanBytes {
    private static final int MAGIC = 0x534b504c;
    private static final byte VERSION = 1;
    private static final SerialTypes TYPES = SerialTypes.OF_PLANS;

    private PlanBytes() {}

    /** Returns the bytes of a plan. Fails with UNSUPPORTED if it reads what only this server has. */
    public static byte[] write(PlanNode plan) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeByte(VERSION);
            out.writeLong(TYPES.fingerprint());
            new SerialWriter(out, TYPES).write(plan);
            out.writeInt(sum(bytes.toByteArray(), bytes.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Returns the plan that {@link #write} made bytes of. Fails with DATA if they are of another release, or no plan. */
    public static PlanNode read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            in.limit(bytes.length - Integer.BYTES);
            if (in.getInt() != MAGIC) {
                throw unreadable("it is none", null);
            }
            if (in.get() != VERSION || in.getLong() != TYPES.fingerprint()) {
                throw unreadable("another release wrote it", null);
            }
            if (sum(bytes, in.limit()) != ByteBuffer.wrap(bytes).getInt(in.limit())) {
                throw unreadable("its bytes are damaged", null);
            }
            Object plan = new SerialReader(in, TYPES).read();
            if (!(plan instanceof PlanNode node) || in.hasRemaining()) {
                throw unreadable("its bytes are damaged", null);
            }
            return node;
        } catch (IllegalArgumentException | ArithmeticException | BufferUnderflowException | DateTimeException
                | StackOverflowError e) {
            throw unreadable("its bytes are damaged", e);
        }
    }

    private static int sum(byte[] bytes, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, length);
        return (int) sum.getValue();
    }

    private static QueryException unreadable(String why, @Nullable Throwable cause) {
        return new QueryException(Reason.DATA, "Cannot read the plan: " + why, cause);
    }
}

package dev.skep.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Base64;

/**
 * What a delegation token says about itself, in the form that Hadoop's {@code AbstractDelegationTokenIdentifier} has: a version byte 0, three
 * texts (a length as {@code VInt}, then UTF-8), two times in milliseconds as {@code VLong}, two numbers as {@code VInt}. Hadoop's
 * {@code VInt} and {@code VLong} are one byte from -112 to 127; otherwise a byte that tells sign and length, then the number.
 *
 * @param realUser who has got the token for its owner; empty if that was the owner
 */
record DelegationTokenId(String owner, String renewer, String realUser, Instant issued, Instant maxTime, int sequence,
        int masterKey) {
    private static final String KIND = "HIVE_DELEGATION_TOKEN";
    private static final int MAX_BYTES = 8 << 10;

    DelegationTokenId {
        requireNonNull(owner, "owner is null");
        requireNonNull(renewer, "renewer is null");
        requireNonNull(realUser, "realUser is null");
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(0);
            writeText(out, owner);
            writeText(out, renewer);
            writeText(out, realUser);
            writeNumber(out, issued.toEpochMilli());
            writeNumber(out, maxTime.toEpochMilli());
            writeNumber(out, sequence);
            writeNumber(out, masterKey);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write into memory", e);
        }
        return bytes.toByteArray();
    }

    /** Fails with an IllegalArgumentException. */
    static DelegationTokenId parse(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (bytes.length > MAX_BYTES || in.readByte() != 0) {
                throw new IllegalArgumentException("Invalid delegation token: its identifier is not of version 0");
            }
            return new DelegationTokenId(readText(in), readText(in), readText(in),
                    Instant.ofEpochMilli(readNumber(in)), Instant.ofEpochMilli(readNumber(in)),
                    (int) readNumber(in), (int) readNumber(in));
        } catch (IOException e) {
            throw new IllegalArgumentException("Invalid delegation token: its identifier ends too early", e);
        }
    }

    /** The token as {@code Token.encodeToUrlString} writes it: identifier, password, kind and an empty service, in base64 for URLs. */
    static String encode(byte[] identifier, byte[] password) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writeNumber(out, identifier.length);
            out.write(identifier);
            writeNumber(out, password.length);
            out.write(password);
            writeText(out, KIND);
            writeText(out, "");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write into memory", e);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /** The identifier and the password of a token. Fails with an IllegalArgumentException. */
    static byte[][] decode(String token) {
        if (token.length() > 2 * MAX_BYTES) {
            throw new IllegalArgumentException("Invalid delegation token: it is too long");
        }
        byte[] bytes = Base64.getUrlDecoder().decode(token.strip());
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return new byte[][]{readBytes(in), readBytes(in)};
        } catch (IOException e) {
            throw new IllegalArgumentException("Invalid delegation token: it ends too early", e);
        }
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        writeNumber(out, bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(readBytes(in), UTF_8);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        long length = readNumber(in);
        if (length < 0 || length > in.available()) {
            throw new IllegalArgumentException("Invalid delegation token: a part of it has a wrong length");
        }
        return in.readNBytes((int) length);
    }

    private static void writeNumber(DataOutputStream out, long number) throws IOException {
        if (number >= -112 && number <= 127) {
            out.writeByte((int) number);
            return;
        }
        long magnitude = number < 0 ? ~number : number;
        int length = (Long.SIZE - Long.numberOfLeadingZeros(magnitude) + 7) / 8;
        out.writeByte((number < 0 ? -120 : -112) - length);
        for (int i = length - 1; i >= 0; i--) {
            out.writeByte((int) (magnitude >>> (8 * i)));
        }
    }

    private static long readNumber(DataInputStream in) throws IOException {
        byte first = in.readByte();
        if (first >= -112) {
            return first;
        }
        boolean isNegative = first < -120;
        int length = isNegative ? -120 - first : -112 - first;
        long magnitude = 0;
        for (int i = 0; i < length; i++) {
            magnitude = magnitude << 8 | in.readUnsignedByte();
        }
        return isNegative ? ~magnitude : magnitude;
    }
}

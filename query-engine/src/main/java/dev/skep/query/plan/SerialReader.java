package dev.skep.query.plan;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Reads what {@link SerialWriter} writes. Fails with an IllegalArgumentException, BufferUnderflowException or DateTimeException on anything else. */
final class SerialReader {
    private final ByteBuffer in;
    private final SerialTypes types;
    private final List<SharedNode> shared = new ArrayList<>();

    SerialReader(ByteBuffer in, SerialTypes types) {
        this.in = in;
        this.types = types;
    }

    @Nullable
    Object read() {
        int tag = in.get();
        return switch (tag) {
            case SerialTag.NULL -> null;
            case SerialTag.TRUE -> true;
            case SerialTag.FALSE -> false;
            case SerialTag.BYTE -> in.get();
            case SerialTag.SHORT -> in.getShort();
            case SerialTag.INT -> in.getInt();
            case SerialTag.LONG -> in.getLong();
            case SerialTag.FLOAT -> Float.intBitsToFloat(in.getInt());
            case SerialTag.DOUBLE -> Double.longBitsToDouble(in.getLong());
            case SerialTag.STRING -> new String(bytes(), StandardCharsets.UTF_8);
            case SerialTag.BYTES -> bytes();
            case SerialTag.DECIMAL -> {
                int scale = in.getInt();
                yield new BigDecimal(new BigInteger(bytes()), scale);
            }
            case SerialTag.DATE -> LocalDate.ofEpochDay(in.getLong());
            case SerialTag.TIMESTAMP ->
                LocalDateTime.of(LocalDate.ofEpochDay(in.getLong()), LocalTime.ofNanoOfDay(in.getLong()));
            case SerialTag.PERIOD -> Period.of(in.getInt(), in.getInt(), in.getInt());
            case SerialTag.DURATION -> Duration.ofSeconds(in.getLong(), in.getInt());
            case SerialTag.LIST -> list();
            case SerialTag.MAP -> map();
            case SerialTag.ENUM -> constant(in.getInt(), in.getInt());
            case SerialTag.RECORD -> record(in.getInt());
            case SerialTag.SHARED -> shared.get(at(in.getInt(), shared.size()));
            default -> throw new IllegalArgumentException("tag " + tag);
        };
    }

    /** Each element takes a byte at least, so that a length cannot make more than there is. */
    private int length() {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("length " + length);
        }
        return length;
    }

    private static int at(int index, int size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("index " + index);
        }
        return index;
    }

    private byte[] bytes() {
        byte[] bytes = new byte[length()];
        in.get(bytes);
        return bytes;
    }

    private List<@Nullable Object> list() {
        int length = length();
        List<@Nullable Object> list = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            list.add(read());
        }
        return list;
    }

    private Map<@Nullable Object, @Nullable Object> map() {
        int length = length();
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < length; i++) {
            Object key = read();
            map.put(key, read());
        }
        return map;
    }

    private Object constant(int number, int ordinal) {
        Class<?> type = types.type(number);
        Object[] constants = type == null ? null : type.getEnumConstants();
        if (constants == null) {
            throw new IllegalArgumentException("enum " + number);
        }
        return constants[at(ordinal, constants.length)];
    }

    private Object record(int number) {
        Class<?> type = types.type(number);
        if (type == null || !type.isRecord()) {
            throw new IllegalArgumentException("record " + number);
        }
        SerialTypes.RecordForm form = types.formOf(type);
        int place = shared.size();
        @Nullable
        Object[] parts = new @Nullable Object[form.components().size()];
        // A part that is shared is numbered before what is below it, as it was written.
        boolean isShared = type == SharedNode.class;
        if (isShared) {
            shared.add(SharedNodePlace.EMPTY);
        }
        for (int i = 0; i < parts.length; i++) {
            parts[i] = read();
        }
        try {
            Object made = form.constructor().newInstance(parts);
            if (isShared) {
                shared.set(place, (SharedNode) made);
            }
            return made;
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("parts of " + type.getSimpleName(), e);
        }
    }

    /** Stands for a shared part while its own parts are read. */
    private static final class SharedNodePlace {
        private static final SharedNode EMPTY = new SharedNode(-1, new ValuesNode(-1, List.of(), List.of()));
    }
}

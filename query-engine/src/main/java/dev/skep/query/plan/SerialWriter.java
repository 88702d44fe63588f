package dev.skep.query.plan;

import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import org.jspecify.annotations.Nullable;

/** Writes the values of a plan, each after its tag. One object writes one plan. */
final class SerialWriter {
    private final DataOutputStream out;
    private final SerialTypes types;
    /** Shared parts by what they are, so that they stay shared. */
    private final Map<SharedNode, Integer> shared = new IdentityHashMap<>();

    SerialWriter(DataOutputStream out, SerialTypes types) {
        this.out = out;
        this.types = types;
    }

    void write(@Nullable Object value) throws IOException {
        switch (value) {
            case null -> out.writeByte(SerialTag.NULL);
            case Boolean v -> out.writeByte(v ? SerialTag.TRUE : SerialTag.FALSE);
            case Byte v -> tagged(SerialTag.BYTE).writeByte(v);
            case Short v -> tagged(SerialTag.SHORT).writeShort(v);
            case Integer v -> tagged(SerialTag.INT).writeInt(v);
            case Long v -> tagged(SerialTag.LONG).writeLong(v);
            case Float v -> tagged(SerialTag.FLOAT).writeInt(Float.floatToRawIntBits(v));
            case Double v -> tagged(SerialTag.DOUBLE).writeLong(Double.doubleToRawLongBits(v));
            case String v -> {
                out.writeByte(SerialTag.STRING);
                bytes(v.getBytes(StandardCharsets.UTF_8));
            }
            case byte[] v -> {
                out.writeByte(SerialTag.BYTES);
                bytes(v);
            }
            case BigDecimal v -> {
                tagged(SerialTag.DECIMAL).writeInt(v.scale());
                bytes(v.unscaledValue().toByteArray());
            }
            case LocalDate v -> tagged(SerialTag.DATE).writeLong(v.toEpochDay());
            case LocalDateTime v -> {
                tagged(SerialTag.TIMESTAMP).writeLong(v.toLocalDate().toEpochDay());
                out.writeLong(v.toLocalTime().toNanoOfDay());
            }
            case Period v -> {
                tagged(SerialTag.PERIOD).writeInt(v.getYears());
                out.writeInt(v.getMonths());
                out.writeInt(v.getDays());
            }
            case Duration v -> {
                tagged(SerialTag.DURATION).writeLong(v.getSeconds());
                out.writeInt(v.getNano());
            }
            case List<?> list -> {
                tagged(SerialTag.LIST).writeInt(list.size());
                for (Object element : list) {
                    write(element);
                }
            }
            case Map<?, ?> map -> {
                tagged(SerialTag.MAP).writeInt(map.size());
                // In one order, so that equal plans have equal bytes.
                List<Map.Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
                entries.sort(Comparator.comparing(entry -> String.valueOf(entry.getKey())));
                for (Map.Entry<?, ?> entry : entries) {
                    write(entry.getKey());
                    write(entry.getValue());
                }
            }
            case Enum<?> constant -> {
                tagged(SerialTag.ENUM).writeInt(number(constant.getDeclaringClass()));
                out.writeInt(constant.ordinal());
            }
            case SystemTable table -> throw new QueryException(Reason.UNSUPPORTED,
                    "Cannot write the plan: it reads sys.%s, whose rows only this server has".formatted(table.name()));
            case SharedNode node -> {
                Integer known = shared.get(node);
                if (known == null) {
                    shared.put(node, shared.size());
                    record(node);
                } else {
                    tagged(SerialTag.SHARED).writeInt(known);
                }
            }
            default -> record(value);
        }
    }

    private DataOutputStream tagged(int tag) throws IOException {
        out.writeByte(tag);
        return out;
    }

    private void bytes(byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private int number(Class<?> type) {
        int number = types.number(type);
        if (number < 0) {
            throw new QueryException(Reason.UNSUPPORTED,
                    "Cannot write the plan: a value of %s has no serial form".formatted(type.getSimpleName()));
        }
        return number;
    }

    private void record(Object value) throws IOException {
        tagged(SerialTag.RECORD).writeInt(number(value.getClass()));
        for (RecordComponent component : types.formOf(value.getClass()).components()) {
            Object part;
            try {
                part = component.getAccessor().invoke(value);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Cannot read %s of a plan".formatted(component), e);
            }
            write(part);
        }
    }
}

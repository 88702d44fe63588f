package dev.skep.server.adopt;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.apache.thrift.TBase;
import org.apache.thrift.TFieldIdEnum;
import org.apache.thrift.meta_data.FieldMetaData;
import org.jspecify.annotations.Nullable;

/**
 * What a struct of the wire says, as a tree of sorted maps in which generations of metastores can be compared: a field that is absent, empty, zero or false says the same. Maps of the user,
 * such as parameters, are kept as they are.
 */
record Facts(Map<String, Object> values) {

    /** Reads a struct; fields of one of the {@code ignored} names, at any depth, are left out. */
    static Facts of(TBase<?, ?> struct, Set<String> ignored) {
        return new Facts(read(struct, ignored));
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static TreeMap<String, Object> read(TBase struct, Set<String> ignored) {
        TreeMap<String, Object> facts = new TreeMap<>();
        Map<? extends TFieldIdEnum, FieldMetaData> fields = FieldMetaData.getStructMetaDataMap(struct.getClass());
        for (TFieldIdEnum field : fields.keySet()) {
            if (!ignored.contains(field.getFieldName()) && struct.isSet(field)) {
                Object value = value(struct.getFieldValue(field), ignored);
                if (value != null) {
                    facts.put(field.getFieldName(), value);
                }
            }
        }
        return facts;
    }

    /** Null for what says nothing. */
    private static @Nullable Object value(@Nullable Object value, Set<String> ignored) {
        return switch (value) {
            case null -> null;
            case TBase<?, ?> struct -> emptyToNull(read(struct, ignored));
            case Map<?, ?> map -> {
                TreeMap<String, Object> entries = new TreeMap<>();
                map.forEach((key, one) -> entries.put(String.valueOf(key), String.valueOf(one)));
                yield emptyToNull(entries);
            }
            case Set<?> set -> {
                TreeSet<String> texts = new TreeSet<>();
                set.forEach(one -> texts.add(String.valueOf(one)));
                yield texts.isEmpty() ? null : List.copyOf(texts);
            }
            case Collection<?> list -> {
                List<Object> elements = new ArrayList<>();
                list.forEach(one -> elements.add(Objects.requireNonNullElse(value(one, ignored), "")));
                yield elements.isEmpty() ? null : elements;
            }
            case byte[] bytes -> bytes.length == 0 ? null : HexFormat.of().formatHex(bytes);
            case ByteBuffer buffer -> {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.duplicate().get(bytes);
                yield bytes.length == 0 ? null : HexFormat.of().formatHex(bytes);
            }
            case Boolean flag -> flag ? flag : null;
            case Double number -> number == 0 ? null : number;
            case Number number -> number.longValue() == 0 ? null : Long.valueOf(number.longValue());
            case String text -> text.isEmpty() ? null : text;
            default -> String.valueOf(value);
        };
    }

    private static @Nullable Object emptyToNull(TreeMap<String, Object> map) {
        return map.isEmpty() ? null : map;
    }

    /** What differs from {@code other}, {@code field: mine, not theirs}; empty if nothing does. */
    List<String> differences(Facts other) {
        List<String> differences = new ArrayList<>();
        compare("", values, other.values, differences);
        return differences;
    }

    private static void compare(String path, @Nullable Object mine, @Nullable Object theirs, List<String> found) {
        if (Objects.equals(mine, theirs)) {
            return;
        }
        if (mine instanceof Map<?, ?> map && theirs instanceof Map<?, ?> others) {
            Set<Object> keys = new TreeSet<>(map.keySet());
            keys.addAll(others.keySet());
            keys.forEach(key -> compare(path.isEmpty() ? String.valueOf(key) : path + "." + key, map.get(key),
                    others.get(key), found));
        } else if (mine instanceof List<?> list && theirs instanceof List<?> others && list.size() == others.size()) {
            for (int i = 0; i < list.size(); i++) {
                compare(path + "[" + i + "]", list.get(i), others.get(i), found);
            }
        } else {
            found.add("%s is %s, not %s".formatted(path, text(mine), text(theirs)));
        }
    }

    private static String text(@Nullable Object value) {
        return value == null ? "absent" : "'" + value + "'";
    }
}

package dev.skep.server.hms.expression;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.skep.server.hms.expression.KryoBytes.Flagged;
import dev.skep.server.hms.expression.KryoClasses.Field;

/**
 * Reads the graph of objects in a blob. An object is a {@link Node}, a list a {@link List}, a date a LocalDate; texts, numbers and booleans are themselves, and a java.sql.Date of
 * Hive 2.3 is {@link Midnight}.
 */
final class KryoGraph {
    /** How deep objects may lie in one another; a level of an expression has two. */
    private static final int MAX_DEPTH = 400;
    /** Numbers of the classes that every Kryo registers, and of the first that Hive 2.3 does. */
    private static final int INT = 2;
    private static final int STRING = 3;
    private static final int BOOLEAN = 5;
    private static final int BYTE = 6;
    private static final int SHORT = 8;
    private static final int LONG = 9;
    private static final int DOUBLE = 10;
    private static final int SQL_DATE_OF_KRYO_3 = 12;
    private static final int NAMED = 1;

    /** An object by its class and fields. */
    record Node(String type, Map<String, @Nullable Object> fields) {
        @Nullable
        Object get(String field) {
            return fields.get(field);
        }
    }

    /** Milliseconds since 1970 at which a day began where the client is. */
    record Midnight(long millis) {}

    private static final class Reference {
        private @Nullable Object object;
    }

    private final KryoBytes bytes;
    private final boolean isKryo5;
    private final List<String> names = new ArrayList<>();
    private final List<Reference> references = new ArrayList<>();
    private int depth;

    private KryoGraph(KryoBytes bytes, boolean isKryo5) {
        this.bytes = bytes;
        this.isKryo5 = isKryo5;
    }

    /** Whether bytes begin as a blob does. */
    static boolean isBlob(byte[] blob) {
        return blob.length > 3 && blob[0] == 1 && (blob[1] == 0 || blob[1] == 1 && blob[2] == 0);
    }

    /** The expression in a blob; the root of Hive 4 has its class before it, that of older ones has not. */
    static Node read(byte[] blob) throws UnreadableExpressionException {
        if (!isBlob(blob)) {
            throw new UnreadableExpressionException("it does not begin as an object of Hive's");
        }
        KryoBytes bytes = new KryoBytes(blob);
        KryoGraph graph = new KryoGraph(bytes, blob[1] == 0);
        Object root = graph.isKryo5 ? graph.object() : graph.referenced(KryoClasses.FUNCTION);
        if (bytes.remaining() > 0) {
            throw new UnreadableExpressionException("%d bytes are left after it".formatted(bytes.remaining()));
        }
        if (!(root instanceof Node node) || !node.type().equals(KryoClasses.FUNCTION)) {
            throw new UnreadableExpressionException("it is no call of a function");
        }
        return node;
    }

    /** An object behind its class. */
    private @Nullable Object object() throws UnreadableExpressionException {
        int type = bytes.count();
        return switch (type) {
            case 0 -> null;
            case NAMED -> referenced(name());
            case INT -> bytes.zigzagInt();
            case STRING -> text();
            case BOOLEAN -> bytes.truth();
            case BYTE -> (byte) bytes.octet();
            case SHORT -> (short) (isKryo5 ? bytes.littleEndian(2) : bytes.bigEndian(2));
            case LONG -> bytes.zigzagLong();
            case DOUBLE -> Double.longBitsToDouble(isKryo5 ? bytes.littleEndian(8) : bytes.bigEndian(8));
            case SQL_DATE_OF_KRYO_3 -> {
                if (isKryo5) {
                    throw unknown(type);
                }
                yield begun(this::midnight);
            }
            default -> throw unknown(type);
        };
    }

    private static UnreadableExpressionException unknown(int type) {
        return new UnreadableExpressionException("it holds an object of the registered class %d".formatted(type - 2));
    }

    private String name() throws UnreadableExpressionException {
        int number = bytes.count();
        if (number < names.size()) {
            return names.get(number);
        }
        String name = bytes.text();
        if (number > names.size() || name == null) {
            throw new UnreadableExpressionException("it has no class %d".formatted(number));
        }
        names.add(name);
        return name;
    }

    private interface Content {
        @Nullable
        Object read() throws UnreadableExpressionException;
    }

    /** What a reference stands for: null, what was read before, or what begins here. */
    private @Nullable Object begun(Content content) throws UnreadableExpressionException {
        int number = bytes.count();
        if (number == 0) {
            return null;
        }
        if (number > 1) {
            if (number - 2 >= references.size() || references.get(number - 2).object == null) {
                throw new UnreadableExpressionException("it refers to an object that is not before it");
            }
            return references.get(number - 2).object;
        }
        if (++depth > MAX_DEPTH) {
            throw new UnreadableExpressionException("it is deeper than %d objects".formatted(MAX_DEPTH));
        }
        Reference reference = new Reference();
        references.add(reference);
        reference.object = content.read();
        depth--;
        return reference.object;
    }

    private @Nullable Object referenced(String type) throws UnreadableExpressionException {
        return switch (type) {
            case KryoClasses.ARRAY_LIST -> begun(this::list);
            case KryoClasses.INSPECTORS -> begun(this::array);
            default -> {
                List<Field> fields = KryoClasses.fieldsOf(type);
                yield begun(() -> node(type, fields));
            }
        };
    }

    private Node node(String type, List<Field> fields) throws UnreadableExpressionException {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (Field field : fields) {
            values.put(field.name(), switch (field.kind()) {
                case INT -> bytes.zigzagInt();
                case LONG -> bytes.zigzagLong();
                case BOOLEAN -> bytes.truth();
                case TEXT -> text();
                case TEXTS -> texts();
                case OBJECT -> object();
                case ENUM -> isKryo5 ? enumOfKryo5() : begun(bytes::count);
                case BYTES -> begun(this::raw);
                case DATE -> begun(this::date);
            });
        }
        return new Node(type, values);
    }

    /** Behind whether it is null, but no object to refer to. */
    private @Nullable Object enumOfKryo5() throws UnreadableExpressionException {
        return bytes.truth() ? Integer.valueOf(bytes.count()) : null;
    }

    private @Nullable Object text() throws UnreadableExpressionException {
        return begun(bytes::text);
    }

    private Object midnight() throws UnreadableExpressionException {
        return new Midnight(bytes.bigEndian(Long.BYTES));
    }

    private Object raw() throws UnreadableExpressionException {
        return bytes.raw(bytes.count() - 1);
    }

    private Object date() throws UnreadableExpressionException {
        int year;
        int month;
        int day;
        if (isKryo5) {
            year = bytes.count();
            month = bytes.octet();
            day = bytes.octet();
        } else {
            day = (short) bytes.bigEndian(2);
            month = (short) bytes.bigEndian(2);
            year = bytes.zigzagInt();
        }
        try {
            return LocalDate.of(year, month, day);
        } catch (DateTimeException e) {
            throw new UnreadableExpressionException("%d-%d-%d is no date".formatted(year, month, day));
        }
    }

    /** Elements take a byte at least, so that a list cannot be longer than what is left. */
    private int size(int size) throws UnreadableExpressionException {
        if (size < 0 || size > bytes.remaining()) {
            throw new UnreadableExpressionException("it ends within a list of %d".formatted(size));
        }
        return size;
    }

    private Object array() throws UnreadableExpressionException {
        return elements(size(bytes.count() - 1), this::object);
    }

    private Object list() throws UnreadableExpressionException {
        if (!isKryo5) {
            return elements(size(bytes.count()), this::object);
        }
        Flagged header = bytes.flagged();
        int size = size(header.number() - 1);
        if (!header.flag() || size == 0) {
            return elements(size, this::object);
        }
        if (bytes.count() != NAMED) {
            throw new UnreadableExpressionException("it holds a list of an unknown class");
        }
        String type = name();
        // Whether an element may be null, which its reference tells as well.
        bytes.truth();
        return elements(size, () -> referenced(type));
    }

    /** A list of texts, whose class is known and therefore not written. */
    private @Nullable Object texts() throws UnreadableExpressionException {
        if (bytes.count() != NAMED || !name().equals(KryoClasses.ARRAY_LIST)) {
            throw new UnreadableExpressionException("it holds a list of texts of an unknown class");
        }
        return begun(() -> elements(size(isKryo5 ? bytes.flagged().number() - 1 : bytes.count()), this::text));
    }

    private static List<@Nullable Object> elements(int size, Content content) throws UnreadableExpressionException {
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            elements.add(content.read());
        }
        return elements;
    }
}

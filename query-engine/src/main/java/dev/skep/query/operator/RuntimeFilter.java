package dev.skep.query.operator;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import dev.skep.query.function.vector.ColumnHash;
import dev.skep.query.function.vector.Hashing;
import dev.skep.storage.predicate.ByteString;
import dev.skep.storage.predicate.Domain;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import org.jspecify.annotations.Nullable;

/** What a join's build side knows of one key: its range, and an exact or an approximate set of its values. Immutable; a value that it refuses is certainly not there. */
public final class RuntimeFilter {
    private static final int MAX_LISTED = 64;
    private static final long MAX_BITMAP = 1L << 28;

    private final Domain domain;
    private final long min;
    private final long max;
    private final long @Nullable [] bitmap;
    private final long[] bloom;

    private RuntimeFilter(Domain domain, long min, long max, long @Nullable [] bitmap, long[] bloom) {
        this.domain = domain;
        this.min = min;
        this.max = max;
        this.bitmap = bitmap;
        this.bloom = bloom;
    }

    /** Returns a filter that lets pass at least the values of {@code keys} at {@code rows[0 .. count)}, none of them null. */
    public static RuntimeFilter of(ColumnVector keys, DataType type, int[] rows, int count) {
        if (count == 0) {
            return new RuntimeFilter(Domain.none(), 1, 0, new long[0], new long[0]);
        }
        if (keys instanceof IntVector || keys instanceof LongVector) {
            return ofNumbers(keys, type, rows, count);
        }
        return new RuntimeFilter(texts(keys, type, rows, count), 0, 0, null, bloom(keys, rows, count));
    }

    private static long number(ColumnVector keys, int row) {
        return keys instanceof IntVector ints ? ints.values()[row] : ((LongVector) keys).values()[row];
    }

    private static RuntimeFilter ofNumbers(ColumnVector keys, DataType type, int[] rows, int count) {
        long low = Long.MAX_VALUE;
        long high = Long.MIN_VALUE;
        for (int k = 0; k < count; k++) {
            long value = number(keys, rows[k]);
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        Domain range = Domain.range(new Domain.Range(comparable(low, type), true, comparable(high, type), true));
        if (count <= MAX_LISTED) {
            List<Comparable<?>> values = new ArrayList<>();
            for (int k = 0; k < count; k++) {
                values.add(comparable(number(keys, rows[k]), type));
            }
            range = Domain.of(values);
        }
        long span = high - low;
        if (span >= 0 && span < MAX_BITMAP && span / 64 < Math.max(1024, 4L * count)) {
            long[] bits = new long[(int) (span >> 6) + 1];
            for (int k = 0; k < count; k++) {
                long at = number(keys, rows[k]) - low;
                bits[(int) (at >> 6)] |= 1L << at;
            }
            return new RuntimeFilter(range, low, high, bits, new long[0]);
        }
        return new RuntimeFilter(range, low, high, null, bloom(keys, rows, count));
    }

    private static Comparable<?> comparable(long value, DataType type) {
        return type instanceof DecimalType decimal ? BigDecimal.valueOf(value, decimal.scale()) : (Comparable<?>) value;
    }

    private static Domain texts(ColumnVector keys, DataType type, int[] rows, int count) {
        if (count > MAX_LISTED || !(keys instanceof BytesVector bytes) || type == PrimitiveType.BINARY) {
            return Domain.notNull();
        }
        List<Comparable<?>> values = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            values.add(new ByteString(java.util.Arrays.copyOfRange(bytes.data(), bytes.offsets()[rows[k]],
                    bytes.offsets()[rows[k] + 1])));
        }
        return Domain.of(values);
    }

    private static long[] bloom(ColumnVector keys, int[] rows, int count) {
        long[] words = new long[Integer.highestOneBit(Math.max(16, Math.min(1 << 24, count / 2)))];
        for (int k = 0; k < count; k++) {
            long hash = ColumnHash.of(keys, rows[k]);
            words[(int) (hash >>> 32) & words.length - 1] |= mask(hash);
        }
        return words;
    }

    private static long mask(long hash) {
        return 1L << hash | 1L << (hash >> 6) | 1L << (hash >> 12);
    }

    /** What a reader may skip by. */
    public Domain domain() {
        return domain;
    }

    private boolean passes(long value) {
        if (value < min || value > max) {
            return false;
        }
        if (bitmap != null) {
            long at = value - min;
            return (bitmap[(int) (at >> 6)] >> at & 1) != 0;
        }
        return inBloom(Hashing.mix(value));
    }

    private boolean inBloom(long hash) {
        long mask = mask(hash);
        return (bloom[(int) (hash >>> 32) & bloom.length - 1] & mask) == mask;
    }

    private boolean passes(FlatVector vector, int index) {
        return switch (vector) {
            case IntVector v -> passes(v.values()[index]);
            case LongVector v -> passes(v.values()[index]);
            default -> bloom.length > 0 && inBloom(ColumnHash.of(vector, index));
        };
    }

    /** Tests columns of one reader: counts how much it helps and gives up where it does not. Belongs to one thread. */
    public final class Test implements RowTest {
        private static final int TRIAL = 50_000;
        private static final int MAX_DICTIONARY = 1 << 16;
        private @Nullable FlatVector lastDictionary;
        private boolean[] passing = new boolean[0];
        private @Nullable FlatVector nextDictionary;
        private long seen;
        private long tested;
        private long passed;

        @Override
        public int select(ColumnVector vector, int[] rows, int count, int[] out) {
            if (tested > TRIAL && passed * 10 > tested * 9) {
                System.arraycopy(rows, 0, out, 0, count);
                return count;
            }
            int n = run(vector, rows, count, out);
            tested += count;
            passed += n;
            return n;
        }

        @Override
        public boolean excludes(FlatVector values, boolean mayBeNull) {
            // Nulls match nothing. A large dictionary is not looked at.
            if (values.length() > MAX_DICTIONARY) {
                return false;
            }
            for (boolean one : passing(values)) {
                if (one) {
                    return false;
                }
            }
            return true;
        }

        private int run(ColumnVector vector, int[] rows, int count, int[] out) {
            int n = 0;
            if (vector instanceof DictionaryVector dictionary && isWorthTesting(dictionary.dictionary(), count)) {
                boolean[] known = passing(dictionary.dictionary());
                int[] ids = dictionary.ids();
                boolean[] nulls = dictionary.nulls();
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    out[n] = row;
                    n += (nulls == null || !nulls[row]) && known[ids[row]] ? 1 : 0;
                }
                return n;
            }
            if (vector instanceof DictionaryVector dictionary && dictionary.nulls() == null
                    && dictionary.dictionary() instanceof LongVector values) {
                int[] ids = dictionary.ids();
                long[] longs = values.values();
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    out[n] = row;
                    n += passes(longs[ids[row]]) ? 1 : 0;
                }
                return n;
            }
            if (vector.mayHaveNulls() || !(vector instanceof IntVector || vector instanceof LongVector)) {
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    out[n] = row;
                    n += !vector.isNull(row) && passesAny(vector, row) ? 1 : 0;
                }
                return n;
            }
            if (vector instanceof IntVector v) {
                int[] values = v.values();
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    out[n] = row;
                    n += passes(values[row]) ? 1 : 0;
                }
            } else {
                long[] values = ((LongVector) vector).values();
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    out[n] = row;
                    n += passes(values[row]) ? 1 : 0;
                }
            }
            return n;
        }

        private boolean passesAny(ColumnVector vector, int row) {
            return switch (vector) {
                case FlatVector flat -> passes(flat, row);
                case DictionaryVector dictionary -> passes(dictionary.dictionary(), dictionary.ids()[row]);
                case dev.skep.storage.vector.ConstantVector constant -> passesAny(constant.value(), 0);
                default -> bloom.length > 0 && inBloom(ColumnHash.of(vector, row));
            };
        }

        /** Once so many rows referred to a dictionary as it has values. */
        private boolean isWorthTesting(FlatVector dictionary, int count) {
            if (dictionary == lastDictionary) {
                return true;
            }
            if (dictionary != nextDictionary) {
                nextDictionary = dictionary;
                seen = 0;
            }
            seen += count;
            return dictionary.length() <= MAX_DICTIONARY && seen >= dictionary.length();
        }

        private boolean[] passing(FlatVector dictionary) {
            if (lastDictionary != dictionary) {
                boolean[] known = new boolean[dictionary.length()];
                for (int i = 0; i < known.length; i++) {
                    known[i] = passes(dictionary, i);
                }
                lastDictionary = dictionary;
                passing = known;
            }
            return passing;
        }
    }
}

package dev.skep.storage.orc;

import dev.skep.storage.orc.ColumnStreams.Positions;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.SelectionVector;
import dev.skep.storage.vector.Values;
import org.apache.orc.OrcProto.ColumnEncoding;
import org.apache.orc.OrcProto.Stream.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one flat column of a stripe. Rows that nobody asks for are passed over when the next ones are wanted: by the index where whole row groups
 * lie between, else run by run. What it returns is valid until the next call.
 */
abstract sealed class StripeColumn permits IntegerColumns, FixedColumns, DecimalColumns, TimestampColumn, TextColumn {
    /** From this many eighths of the rows on it is cheaper to decode all. */
    private static final int DENSE_EIGHTHS = 5;

    final ColumnStreams streams;
    private final ColumnVector nothing;
    private final BitRuns present;
    private boolean hasPresent;
    /** The row of the stripe at which the streams stand. */
    private long row;
    private boolean[] nulls = new boolean[0];
    private int[] from = new int[0];
    private int[] to = new int[0];

    StripeColumn(ColumnStreams streams, DataType type) {
        this.streams = streams;
        this.nothing = Values.vector(type, null);
        this.present = new BitRuns(streams.stream(Kind.PRESENT));
    }

    /** Begins a stripe, or those of its row groups that were fetched, at the beginning of its streams. */
    final void open() {
        streams.open();
        hasPresent = streams.has(Kind.PRESENT);
        present.open();
        row = 0;
        try {
            openValues();
        } catch (DecodeException e) {
            throw DecodeException.corrupt("column %d: %s", streams.id(), e.getMessage());
        }
    }

    /** The {@code count} rows from row {@code start} of the stripe on, which no earlier call was about; of those that are not {@code chosen} (null: all are) the values are unspecified. */
    final ColumnVector read(long start, int count, @Nullable SelectionVector chosen) {
        moveTo(start);
        row += count;
        boolean[] marks = null;
        int values = count;
        if (hasPresent) {
            if (nulls.length < count) {
                nulls = new boolean[count];
            }
            values -= present.readBits(nulls, count, false);
            if (values == 0) {
                return new ConstantVector(count, nothing);
            }
            marks = values == count ? null : nulls;
        }
        if (chosen == null || chosen.length() * 8L > count * (long) DENSE_EIGHTHS) {
            return all(count, values, marks);
        }
        if (marks == null) {
            return picked(count, values, chosen.rows(), chosen.rows(), chosen.length(), null);
        }
        int picks = findPicks(chosen, marks);
        return picked(count, values, from, to, picks, marks);
    }

    /** Says in {@code from} which of the values that are there, and in {@code to} which row each is of. */
    private int findPicks(SelectionVector chosen, boolean[] marks) {
        if (from.length < chosen.length()) {
            from = new int[chosen.length()];
            to = new int[chosen.length()];
        }
        int picks = 0;
        int values = 0;
        int at = 0;
        for (int i = 0; i < chosen.length(); i++) {
            int wanted = chosen.rows()[i];
            for (; at < wanted; at++) {
                values += marks[at] ? 0 : 1;
            }
            if (!marks[wanted]) {
                from[picks] = values;
                to[picks++] = wanted;
            }
        }
        return picks;
    }

    private void moveTo(long target) {
        int stride = streams.stride();
        if (stride > 0 && target / stride > row / stride) {
            long group = target / stride;
            Positions positions = streams.positions(Math.toIntExact(group));
            if (hasPresent) {
                positions.seek(streams.stream(Kind.PRESENT));
                present.seekBits(positions.next(), positions.next());
            }
            seekValues(positions);
            row = group * stride;
        }
        while (row < target) {
            int step = (int) Math.min(1 << 20, target - row);
            skipValues(hasPresent ? present.skipBits(step) : step);
            row += step;
        }
    }

    /** True if what all row groups share is not known yet of the stripe. */
    boolean needsShared() {
        return false;
    }

    /** Begins the streams of the values. */
    abstract void openValues();

    /** Goes where the index says, beginning with the first stream behind the one of nulls. */
    abstract void seekValues(Positions positions);

    /** Passes over {@code count} values. */
    abstract void skipValues(int count);

    /** Reads {@code rows} rows of which {@code values} are not null, those that are not {@code marks}. */
    abstract ColumnVector all(int rows, int values, boolean @Nullable [] marks);

    /** Passes over {@code values} values, of which the {@code picks} at the places {@code from} are wanted in the rows {@code to}. */
    abstract ColumnVector picked(int rows, int values, int[] from, int[] to, int picks, boolean @Nullable [] marks);

    /** A null at each of {@code rows} rows. */
    final ColumnVector nothing(int rows) {
        return new ConstantVector(rows, nothing);
    }

    /** True if integers are in runs of version 2. Fails if the column has an encoding that its type does not know. */
    final boolean isVersion2() {
        ColumnEncoding.Kind kind = streams.encoding().getKind();
        return switch (kind) {
            case DIRECT -> false;
            case DIRECT_V2 -> true;
            case DICTIONARY, DICTIONARY_V2 -> throw DecodeException.corrupt("encoding %s", kind);
        };
    }

    /** Fails if the column has an encoding other than the plain one. */
    final void checkDirect() {
        if (streams.encoding().getKind() != ColumnEncoding.Kind.DIRECT) {
            throw DecodeException.corrupt("encoding %s", streams.encoding().getKind());
        }
    }

    /** Moves values that stand together to the rows they are of, from the last one on. */
    static void spread(int[] values, int count, int rows, boolean[] marks) {
        int from = count;
        for (int i = rows - 1; i >= 0; i--) {
            values[i] = marks[i] ? 0 : values[--from];
        }
    }

    static void spread(long[] values, int count, int rows, boolean[] marks) {
        int from = count;
        for (int i = rows - 1; i >= 0; i--) {
            values[i] = marks[i] ? 0 : values[--from];
        }
    }
}

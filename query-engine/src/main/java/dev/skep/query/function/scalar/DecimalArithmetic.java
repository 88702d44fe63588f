package dev.skep.query.function.scalar;

import java.math.BigInteger;

import dev.skep.query.function.StrictKernel;
import dev.skep.query.function.scalar.Arithmetic.Operation;
import dev.skep.query.function.vector.Buffers;
import dev.skep.query.function.vector.ColumnReader;
import dev.skep.query.function.vector.Int128;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.LongVector;
import org.jspecify.annotations.Nullable;

/** The four operations and the remainder on decimals of any precision and scale. Quotients are rounded half up; more than 38 digits fail. */
public final class DecimalArithmetic extends StrictKernel {
    private final Operation operation;
    private final DecimalType left;
    private final DecimalType right;
    private final DecimalType result;
    private final Int128 wide = new Int128();
    private final Int128 first = new Int128();
    private final Int128 second = new Int128();

    public DecimalArithmetic(Operation operation, DecimalType left, DecimalType right, DecimalType result) {
        this.operation = operation;
        this.left = left;
        this.right = right;
        this.result = result;
    }

    @Override
    protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length, boolean @Nullable [] nulls,
            Buffers out) {
        if (left.isShort() && right.isShort()) {
            long[] a = in[0].longs(rows, count);
            long[] b = in[1].longs(rows, count);
            boolean sameScale = left.scale() <= result.scale() && right.scale() <= result.scale();
            if (operation == Operation.MULTIPLY && result.scale() == left.scale() + right.scale()) {
                return multiply(a, b, rows, count, length, nulls, out);
            }
            if (result.isShort() && sameScale && (operation == Operation.ADD || operation == Operation.SUBTRACT)) {
                return new LongVector(length, addScaled(a, b, rows, count, out.longs(length)), nulls);
            }
        }
        long[] lowA = left.isShort() ? in[0].longs(rows, count) : in[0].low(rows, count);
        long[] highA = left.isShort() ? null : in[0].high(rows, count);
        long[] lowB = right.isShort() ? in[1].longs(rows, count) : in[1].low(rows, count);
        long[] highB = right.isShort() ? null : in[1].high(rows, count);
        long[] low = out.longs(length);
        long[] high = result.isShort() ? low : out.high(length);
        boolean isProduct = operation == Operation.MULTIPLY && result.scale() == left.scale() + right.scale();
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            long la = lowA[row];
            long lb = lowB[row];
            long ha = highA == null ? la >> 63 : highA[row];
            long hb = highB == null ? lb >> 63 : highB[row];
            if (isProduct) {
                wide.multiply(ha, la, hb, lb);
            } else {
                general(ha, la, hb, lb);
            }
            if (result.isShort()) {
                if (!wide.hasAtMost(result.precision())) {
                    throw Arithmetic.outOfRange(result, operation);
                }
                low[row] = wide.low();
            } else {
                low[row] = wide.low();
                high[row] = wide.high();
            }
        }
        return result.isShort() ? new LongVector(length, low, nulls) : new Int128Vector(length, high, low, nulls);
    }

    private ColumnVector multiply(long[] a, long[] b, int[] rows, int count, int length, boolean @Nullable [] nulls,
            Buffers out) {
        long[] low = out.longs(length);
        if (result.isShort()) {
            for (int k = 0; k < count; k++) {
                int row = rows[k];
                low[row] = a[row] * b[row];
            }
            return new LongVector(length, low, nulls);
        }
        long[] high = out.high(length);
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            long x = a[row];
            long y = b[row];
            high[row] = Math.multiplyHigh(x, y);
            low[row] = x * y;
        }
        return new Int128Vector(length, high, low, nulls);
    }

    private long[] addScaled(long[] a, long[] b, int[] rows, int count, long[] to) {
        long factorA = Int128.powerOfTen(result.scale() - left.scale());
        long factorB = Int128.powerOfTen(result.scale() - right.scale());
        if (operation == Operation.SUBTRACT) {
            factorB = -factorB;
        }
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            to[row] = a[row] * factorA + b[row] * factorB;
        }
        return to;
    }

    private void general(long ha, long la, long hb, long lb) {
        switch (operation) {
            case ADD -> {
                first.rescale(ha, la, left.scale(), result.scale());
                second.rescale(hb, lb, right.scale(), result.scale());
                wide.add(first.high(), first.low(), second.high(), second.low());
            }
            case SUBTRACT -> {
                first.rescale(ha, la, left.scale(), result.scale());
                second.rescale(hb, lb, right.scale(), result.scale());
                wide.subtract(first.high(), first.low(), second.high(), second.low());
            }
            case MULTIPLY -> {
                BigInteger product = Int128.big(ha, la).multiply(Int128.big(hb, lb));
                int change = result.scale() - left.scale() - right.scale();
                wide.set(change >= 0
                        ? product.multiply(Int128.bigPowerOfTen(change))
                        : Int128.divideHalfUp(product, Int128.bigPowerOfTen(-change)));
            }
            case DIVIDE -> {
                int up = result.scale() + right.scale() - left.scale();
                if (up >= 0) {
                    wide.divide(ha, la, up, hb, lb);
                } else {
                    if ((hb | lb) == 0) {
                        throw Arithmetic.byZero();
                    }
                    wide.set(Int128.divideHalfUp(Int128.big(ha, la),
                            Int128.big(hb, lb).multiply(Int128.bigPowerOfTen(-up))));
                }
            }
            case MODULUS -> {
                if ((hb | lb) == 0) {
                    throw Arithmetic.byZero();
                }
                int scale = Math.max(left.scale(), right.scale());
                BigInteger x = Int128.big(ha, la).multiply(Int128.bigPowerOfTen(scale - left.scale()));
                BigInteger y = Int128.big(hb, lb).multiply(Int128.bigPowerOfTen(scale - right.scale()));
                BigInteger remainder = x.remainder(y);
                wide.set(remainder.shiftRight(64).longValue(), remainder.longValue());
                wide.rescale(wide.high(), wide.low(), scale, result.scale());
            }
        }
    }
}

package dev.skep.query.function.vector;

import java.math.BigDecimal;
import java.math.BigInteger;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;

/** A 128-bit number that can be set again and again, and arithmetic on it with the limits of decimals (38 digits). Not for several threads. */
public final class Int128 {
    private static final BigInteger LIMIT = BigInteger.TEN.pow(38);
    private static final BigInteger[] POWERS = new BigInteger[77];
    private static final long[] LONG_POWERS = new long[19];
    private static final long MAX_HIGH = 0x4B3B4CA85A86C47AL;

    static {
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = BigInteger.TEN.pow(i);
        }
        for (int i = 0; i < LONG_POWERS.length; i++) {
            LONG_POWERS[i] = POWERS[i].longValueExact();
        }
    }

    private long high;
    private long low;

    public long high() {
        return high;
    }

    public long low() {
        return low;
    }

    public static long powerOfTen(int exponent) {
        return LONG_POWERS[exponent];
    }

    public static BigInteger bigPowerOfTen(int exponent) {
        return POWERS[exponent];
    }

    public static QueryException overflow() {
        return new QueryException(Reason.DATA, "Cannot compute decimal: the result has more than 38 digits");
    }

    public void set(long valueHigh, long valueLow) {
        high = valueHigh;
        low = valueLow;
    }

    /** Sets the number; fails if it has more than 38 digits. */
    public void set(BigInteger value) {
        if (value.abs().compareTo(LIMIT) >= 0) {
            throw overflow();
        }
        high = value.shiftRight(64).longValue();
        low = value.longValue();
    }

    public static BigInteger big(long high, long low) {
        if (high == low >> 63) {
            return BigInteger.valueOf(low);
        }
        BigInteger lowPart = BigInteger.valueOf(low >>> 1).shiftLeft(1).or(BigInteger.valueOf(low & 1));
        return BigInteger.valueOf(high).shiftLeft(64).or(lowPart);
    }

    public BigInteger big() {
        return big(high, low);
    }

    public BigDecimal decimal(int scale) {
        return new BigDecimal(big(), scale);
    }

    public static boolean fitsLong(long high, long low) {
        return high == low >> 63;
    }

    public static int compare(long highA, long lowA, long highB, long lowB) {
        return highA != highB ? Long.compare(highA, highB) : Long.compareUnsigned(lowA, lowB);
    }

    /** Fails if the number has more than 38 digits. */
    public void check() {
        if (high >= MAX_HIGH || high <= -MAX_HIGH) {
            if (big().abs().compareTo(LIMIT) >= 0) {
                throw overflow();
            }
        }
    }

    public void add(long highA, long lowA, long highB, long lowB) {
        long sum = lowA + lowB;
        long carry = Long.compareUnsigned(sum, lowA) < 0 ? 1 : 0;
        high = highA + highB + carry;
        low = sum;
        check();
    }

    public void subtract(long highA, long lowA, long highB, long lowB) {
        long borrow = Long.compareUnsigned(lowA, lowB) < 0 ? 1 : 0;
        high = highA - highB - borrow;
        low = lowA - lowB;
        check();
    }

    public void multiply(long highA, long lowA, long highB, long lowB) {
        if (highA == lowA >> 63 && highB == lowB >> 63) {
            high = Math.multiplyHigh(lowA, lowB);
            low = lowA * lowB;
            check();
        } else {
            set(big(highA, lowA).multiply(big(highB, lowB)));
        }
    }

    /** Sets the quotient of a * 10^scaleUp and b, rounded half up. */
    public void divide(long highA, long lowA, int scaleUp, long highB, long lowB) {
        if ((highB | lowB) == 0) {
            throw new QueryException(Reason.DATA, "Cannot divide: division by zero");
        }
        set(divideHalfUp(big(highA, lowA).multiply(POWERS[scaleUp]), big(highB, lowB)));
    }

    public static BigInteger divideHalfUp(BigInteger dividend, BigInteger divisor) {
        BigInteger[] parts = dividend.divideAndRemainder(divisor);
        if (parts[1].abs().shiftLeft(1).compareTo(divisor.abs()) >= 0) {
            return parts[0].add(BigInteger.valueOf((long) dividend.signum() * divisor.signum()));
        }
        return parts[0];
    }

    public static long divideHalfUp(long dividend, long divisor) {
        long quotient = dividend / divisor;
        long remainder = dividend % divisor;
        if (remainder != 0 && Math.abs(remainder) >= Math.abs(divisor) - Math.abs(remainder)) {
            quotient += (dividend < 0) == (divisor < 0) ? 1 : -1;
        }
        return quotient;
    }

    /** Sets the number a at {@code fromScale} as a number at {@code toScale}, rounded half up. */
    public void rescale(long highA, long lowA, int fromScale, int toScale) {
        int change = toScale - fromScale;
        if (change == 0) {
            set(highA, lowA);
        } else if (change > 0 && change <= 18) {
            long power = LONG_POWERS[change];
            multiply(highA, lowA, 0, power);
        } else if (change > 0) {
            set(big(highA, lowA).multiply(POWERS[change]));
        } else if (change >= -18 && fitsLong(highA, lowA) && lowA != Long.MIN_VALUE) {
            long quotient = divideHalfUp(lowA, LONG_POWERS[-change]);
            set(quotient >> 63, quotient);
        } else {
            set(divideHalfUp(big(highA, lowA), POWERS[-change]));
        }
    }

    /** True if the number has at most {@code precision} digits. */
    public boolean hasAtMost(int precision) {
        if (precision <= 18) {
            return fitsLong(high, low) && low > -LONG_POWERS[precision] && low < LONG_POWERS[precision];
        }
        return fitsLong(high, low) || big().abs().compareTo(POWERS[precision]) < 0;
    }

    public double doubleValue(int scale) {
        if (fitsLong(high, low) && scale <= 18 && Math.abs(low) < 1L << 53) {
            return (double) low / LONG_POWERS[scale];
        }
        return decimal(scale).doubleValue();
    }
}

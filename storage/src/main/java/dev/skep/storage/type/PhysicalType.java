package dev.skep.storage.type;

/** The form in which a vector holds values; several logical types share one form. */
public enum PhysicalType {
    /** One {@code boolean} a row. */
    BOOLEAN,
    /** One {@code int} a row: tinyint, smallint, int, date (days since 1970-01-01), interval year to month (months). */
    INT,
    /** One {@code long} a row: bigint, timestamp (microseconds since 1970-01-01 00:00), decimals of up to 18 digits (unscaled), interval day to second (microseconds). */
    LONG,
    /** Two {@code long}s a row, high and low half of a two's complement number: decimals of 19 to 38 digits (unscaled). */
    INT128,
    /** One {@code float} a row. */
    FLOAT,
    /** One {@code double} a row. */
    DOUBLE,
    /** A run of bytes a row: string, varchar and char as UTF-8, binary. */
    BYTES,
    /** A run of elements of a child vector. */
    LIST,
    /** A run of entries of two child vectors. */
    MAP,
    /** One row of each child vector. */
    STRUCT
}

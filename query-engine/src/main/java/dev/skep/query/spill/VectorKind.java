package dev.skep.query.spill;

/** How a vector is written; the ordinal is the byte in the file. */
enum VectorKind {
    BOOLEAN, INT, LONG, INT128, FLOAT, DOUBLE, BYTES,
    /** A dictionary, then ids. */
    NEW_DICTIONARY,
    /** Ids into the column's last dictionary. */
    SAME_DICTIONARY,
    /** A vector of one row. */
    CONSTANT, STRUCT, LIST, MAP;

    private static final VectorKind[] ALL = values();

    static VectorKind of(int code) {
        if (code < 0 || code >= ALL.length) {
            throw new IndexOutOfBoundsException("no kind of vector has the number " + code);
        }
        return ALL[code];
    }
}

package dev.skep.query.plan;

/** What a value's first byte tells. */
final class SerialTag {
    static final int NULL = 0;
    static final int TRUE = 1;
    static final int FALSE = 2;
    static final int BYTE = 3;
    static final int SHORT = 4;
    static final int INT = 5;
    static final int LONG = 6;
    static final int FLOAT = 7;
    static final int DOUBLE = 8;
    static final int STRING = 9;
    static final int BYTES = 10;
    static final int DECIMAL = 11;
    static final int DATE = 12;
    static final int TIMESTAMP = 13;
    static final int PERIOD = 14;
    static final int DURATION = 15;
    static final int LIST = 16;
    static final int MAP = 17;
    static final int ENUM = 18;
    static final int RECORD = 19;
    static final int SHARED = 20;

    private SerialTag() {}
}

package dev.skep.query.function.vector;

import org.jspecify.annotations.Nullable;

/**
 * What is made of a text argument, such as a compiled pattern: once for a constant, and otherwise again only where a row's text differs from the row's
 * before. Nothing is made before a row asks, as making may fail and no row may have the text. Belongs to one kernel.
 */
public final class Prepared<P> {
    private final Maker<P> maker;
    private final Span span = new Span();
    private byte[] text = new byte[0];
    private @Nullable P prepared;
    private @Nullable Object constant;

    /** Makes the object. */
    @FunctionalInterface
    public interface Maker<P> {
        /** Makes it of these bytes, which are the maker's own; fails with a QueryException of reason DATA where they are wrong. */
        P make(byte[] text);
    }

    public Prepared(Maker<P> maker) {
        this.maker = maker;
    }

    /** Returns what is made of the argument at {@code row}, which must not be null. */
    public P at(ColumnReader argument, int row) {
        P known = prepared;
        if (known != null && argument.isConstant() && argument.base() == constant) {
            return known;
        }
        span.read(argument, row);
        if (known == null || !span.equalTo(text)) {
            byte[] own = span.copy();
            known = maker.make(own);
            prepared = known;
            text = own;
        }
        constant = argument.isConstant() ? argument.base() : null;
        return known;
    }
}

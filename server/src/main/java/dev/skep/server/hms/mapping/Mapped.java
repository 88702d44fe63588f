package dev.skep.server.hms.mapping;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Function;

/** A list whose elements are made when they are asked for: each is garbage once it is written, so that long answers are never held as a whole. */
public final class Mapped<F, T> extends AbstractList<T> implements RandomAccess {
    private final List<F> from;
    private final Function<? super F, ? extends T> mapping;

    public Mapped(List<F> from, Function<? super F, ? extends T> mapping) {
        this.from = from;
        this.mapping = mapping;
    }

    @Override
    public T get(int index) {
        return mapping.apply(from.get(index));
    }

    @Override
    public int size() {
        return from.size();
    }
}

package dev.skep.storage.orc;

import java.util.function.Consumer;

import dev.skep.storage.scan.ReadMemory;

/** A request's memory for a reader that takes every failure for one of its file: it is told of those that are not. */
final class Lender implements ReadMemory {
    private final ReadMemory memory;
    private final Consumer<RuntimeException> refused;

    Lender(ReadMemory memory, Consumer<RuntimeException> refused) {
        this.memory = memory;
        this.refused = refused;
    }

    @Override
    public void set(long bytes) {
        try {
            memory.set(bytes);
        } catch (RuntimeException e) {
            refused.accept(e);
            throw e;
        }
    }

    @Override
    public boolean trySet(long bytes) {
        return memory.trySet(bytes);
    }
}

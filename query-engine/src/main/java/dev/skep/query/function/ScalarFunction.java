package dev.skep.query.function;

import java.util.List;

import dev.skep.query.function.FunctionCatalog.Signature;
import dev.skep.storage.type.DataType;
import org.jspecify.annotations.Nullable;

/**
 * A scalar function.
 *
 * @param names the canonical name first, then aliases
 * @param isDeterministic see {@link FunctionCatalog#isDeterministic}
 */
public record ScalarFunction(List<String> names, boolean isDeterministic, Resolver resolver, KernelFactory kernels) {
    public ScalarFunction {
        names = List.copyOf(names);
    }

    /** Finds the overload for types of arguments. */
    @FunctionalInterface
    public interface Resolver {
        /** Returns argument types and result type ({@code name} is the canonical name), or null if no overload fits. */
        @Nullable
        Signature resolve(String name, List<DataType> arguments);
    }

    /** Makes kernels. */
    @FunctionalInterface
    public interface KernelFactory {
        /** Returns a kernel for arguments of just these types. */
        ScalarKernel create(List<DataType> arguments, DataType result);
    }
}

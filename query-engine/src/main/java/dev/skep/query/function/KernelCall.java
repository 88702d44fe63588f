package dev.skep.query.function;

import static java.util.Objects.requireNonNull;

import java.util.List;

import dev.skep.storage.type.DataType;

/**
 * The call that a kernel is made for.
 *
 * @param arguments the types of the values that the kernel gets, lambdas left out
 * @param result the type of the kernel's result
 * @param lambdas the call's lambdas, in order
 */
public record KernelCall(List<DataType> arguments, DataType result, List<Lambda> lambdas) {
    public KernelCall {
        arguments = List.copyOf(arguments);
        requireNonNull(result, "result is null");
        lambdas = List.copyOf(lambdas);
    }

    public KernelCall(List<DataType> arguments, DataType result) {
        this(arguments, result, List.of());
    }

    public DataType argument(int index) {
        return arguments.get(index);
    }
}

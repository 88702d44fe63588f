package dev.skep.query.function.scalar;

import java.util.List;

import dev.skep.query.function.Coercions;
import dev.skep.query.function.FunctionCatalog.Signature;
import dev.skep.query.function.ScalarFunction;
import dev.skep.query.function.ScalarFunction.KernelFactory;
import dev.skep.query.function.ScalarFunction.Resolver;
import dev.skep.storage.type.DataType;
import org.jspecify.annotations.Nullable;

/** Short ways to declare functions. */
final class Functions {
    private Functions() {}

    /** A function of fixed types; {@code names} are separated by blanks, the canonical one first. */
    static ScalarFunction fixed(String names, List<DataType> parameters, DataType result, KernelFactory kernels) {
        return function(names, (name, arguments) -> signature(name, arguments, parameters, result), kernels);
    }

    static ScalarFunction function(String names, Resolver resolver, KernelFactory kernels) {
        return new ScalarFunction(List.of(names.split(" ")), true, resolver, kernels);
    }

    static @Nullable Signature signature(String name, List<DataType> arguments, List<DataType> parameters,
            DataType result) {
        if (arguments.size() != parameters.size()) {
            return null;
        }
        for (int i = 0; i < arguments.size(); i++) {
            boolean text = arguments.get(i).isText() && parameters.get(i).isText();
            if (!text && !Coercions.isImplicit(arguments.get(i), parameters.get(i))) {
                return null;
            }
        }
        return new Signature(name, parameters, result);
    }
}

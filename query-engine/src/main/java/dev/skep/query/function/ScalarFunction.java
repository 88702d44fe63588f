package dev.skep.query.function;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.function.FunctionCatalog.Signature;
import dev.skep.query.function.FunctionTraits.Determinism;
import dev.skep.storage.type.DataType;
import org.jspecify.annotations.Nullable;

/**
 * A scalar function, declared as
 *
 * <pre>
 * ScalarFunction.named("starts_with").takes("(string, string) -> boolean").isTotal().cost(5)
 *         .computedBy(call -> RowKernels.booleans(...))
 * </pre>
 *
 * @param names the canonical name first, then aliases
 * @param signatures its overloads as they are declared; empty where a resolver computes them
 */
public record ScalarFunction(List<String> names, FunctionTraits traits, List<FunctionSignature> signatures,
        Resolver resolver, KernelFactory kernels) {
    public ScalarFunction {
        names = List.copyOf(names);
        requireNonNull(traits, "traits is null");
        signatures = List.copyOf(signatures);
        requireNonNull(resolver, "resolver is null");
        requireNonNull(kernels, "kernels is null");
        if (names.isEmpty()) {
            throw new IllegalArgumentException("Invalid function: it has no name");
        }
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
        /** Returns a new kernel for arguments of just these types; it fails for no value of an argument, as no row may have it. */
        ScalarKernel create(KernelCall call);
    }

    /** Begins the declaration of a function; the canonical name comes first. */
    public static Declaration named(String... names) {
        return new Declaration(List.of(names));
    }

    /** A declaration under way. */
    public static final class Declaration {
        private final List<String> names;
        private final List<FunctionSignature> signatures = new ArrayList<>();
        private FunctionTraits traits = FunctionTraits.DEFAULT;
        private @Nullable Resolver resolver;

        private Declaration(List<String> names) {
            this.names = names;
        }

        /** Adds an overload in the form of {@link FunctionSignature}; where several fit the one that casts nothing counts, else the first. */
        public Declaration takes(String signature) {
            signatures.add(FunctionSignature.parse(signature));
            return this;
        }

        /** For operators of the language, whose rules of types are beyond signatures. */
        public Declaration resolvedBy(Resolver rules) {
            resolver = rules;
            return this;
        }

        /** There is a value for all arguments. */
        public Declaration isTotal() {
            traits = new FunctionTraits(traits.determinism(), true, traits.cost());
            return this;
        }

        /** Each row has a value of its own, whatever the arguments. */
        public Declaration isRandom() {
            traits = new FunctionTraits(Determinism.PER_ROW, traits.isTotal(), traits.cost());
            return this;
        }

        /** About how much a row costs, in additions of two bigints. */
        public Declaration cost(int additions) {
            traits = new FunctionTraits(traits.determinism(), traits.isTotal(), additions);
            return this;
        }

        public ScalarFunction computedBy(KernelFactory kernels) {
            Resolver rules = resolver;
            if ((rules == null) == signatures.isEmpty()) {
                throw new IllegalArgumentException(
                        "Invalid function '%s': it needs either signatures or a resolver".formatted(names.getFirst()));
            }
            List<FunctionSignature> declared = List.copyOf(signatures);
            return new ScalarFunction(names, traits, declared,
                    rules == null ? (name, arguments) -> FunctionSignature.resolve(declared, name, arguments) : rules,
                    kernels);
        }
    }
}

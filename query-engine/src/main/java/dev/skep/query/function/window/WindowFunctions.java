package dev.skep.query.function.window;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.skep.query.function.FunctionCatalog.Signature;
import dev.skep.query.function.FunctionSignature;
import dev.skep.storage.type.DataType;

/** Names and types of the window functions that are not aggregates. */
public final class WindowFunctions {
    private static final Map<String, List<FunctionSignature>> SIGNATURES = new LinkedHashMap<>();

    static {
        declare("row_number", "() -> bigint");
        declare("rank", "() -> bigint");
        declare("dense_rank", "() -> bigint");
        declare("percent_rank", "() -> double");
        declare("cume_dist", "() -> double");
        declare("ntile", "(bigint) -> bigint");
        declare("lag", "(T) -> T", "(T, bigint) -> T", "(T, bigint, T) -> T");
        declare("lead", "(T) -> T", "(T, bigint) -> T", "(T, bigint, T) -> T");
        declare("first_value", "(T) -> T");
        declare("last_value", "(T) -> T");
        declare("nth_value", "(T, bigint) -> T");
    }

    private WindowFunctions() {}

    private static void declare(String name, String... signatures) {
        SIGNATURES.put(name, Stream.of(signatures).map(FunctionSignature::parse).toList());
    }

    public static Set<String> names() {
        return Set.copyOf(SIGNATURES.keySet());
    }

    /** See {@link dev.skep.query.function.FunctionCatalog#window}. */
    public static Optional<Signature> resolve(String name, List<DataType> arguments) {
        return Optional
                .ofNullable(FunctionSignature.resolve(SIGNATURES.getOrDefault(name, List.of()), name, arguments));
    }
}

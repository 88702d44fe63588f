package dev.skep.query.function.window;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.skep.query.function.Coercions;
import dev.skep.query.function.FunctionCatalog.Signature;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.PrimitiveType;

/** Names and types of the window functions that are not aggregates. */
public final class WindowFunctions {
    private static final Set<String> NAMES = Set.of("row_number", "rank", "dense_rank", "percent_rank", "cume_dist",
            "ntile", "lag", "lead", "first_value", "last_value", "nth_value");

    private WindowFunctions() {}

    public static Set<String> names() {
        return NAMES;
    }

    /** See {@link dev.skep.query.function.FunctionCatalog#window}. */
    public static Optional<Signature> resolve(String name, List<DataType> arguments) {
        return switch (name) {
            case "row_number", "rank", "dense_rank" -> arguments.isEmpty()
                    ? Optional.of(new Signature(name, arguments, PrimitiveType.BIGINT))
                    : Optional.empty();
            case "percent_rank", "cume_dist" -> arguments.isEmpty()
                    ? Optional.of(new Signature(name, arguments, PrimitiveType.DOUBLE))
                    : Optional.empty();
            case "ntile" -> arguments.size() == 1 && Coercions.isImplicit(arguments.getFirst(), PrimitiveType.BIGINT)
                    ? Optional.of(new Signature(name, List.of(PrimitiveType.BIGINT), PrimitiveType.BIGINT))
                    : Optional.empty();
            case "first_value", "last_value" -> arguments.size() == 1
                    ? Optional.of(new Signature(name, arguments, arguments.getFirst()))
                    : Optional.empty();
            case "nth_value" -> arguments.size() == 2 && Coercions.isImplicit(arguments.get(1), PrimitiveType.BIGINT)
                    ? Optional.of(new Signature(name, List.of(arguments.getFirst(), PrimitiveType.BIGINT),
                            arguments.getFirst()))
                    : Optional.empty();
            case "lag", "lead" -> shifted(name, arguments);
            default -> Optional.empty();
        };
    }

    private static Optional<Signature> shifted(String name, List<DataType> arguments) {
        if (arguments.isEmpty() || arguments.size() > 3
                || (arguments.size() > 1 && !Coercions.isImplicit(arguments.get(1), PrimitiveType.BIGINT))
                || (arguments.size() > 2 && !Coercions.isImplicit(arguments.get(2), arguments.getFirst()))) {
            return Optional.empty();
        }
        List<DataType> parameters = List.of(arguments.getFirst(), PrimitiveType.BIGINT, arguments.getFirst());
        return Optional.of(new Signature(name, parameters.subList(0, arguments.size()), arguments.getFirst()));
    }
}

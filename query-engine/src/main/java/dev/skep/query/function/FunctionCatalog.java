package dev.skep.query.function;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.skep.storage.type.DataType;

/** Which functions there are and what they return: what analysis must know. Names are in lower case, aliases included. */
public interface FunctionCatalog {
    /** The form {@code try(value)}, which is no function: it decides how its argument is computed. */
    String TRY = "try";

    /** What a call resolves to: the types that the arguments are to be cast to, and the type of the result. {@code name} is the canonical name for the plan. */
    record Signature(String name, List<DataType> arguments, DataType result) {
        public Signature {
            arguments = List.copyOf(arguments);
        }
    }

    /** Names that the text of a query may call; operators are computed by further ones. */
    Set<String> scalarNames();

    /** Like {@link #scalarNames}. */
    Set<String> aggregateNames();

    /** Window functions that are not aggregates. */
    Set<String> windowNames();

    /** Returns the overload for arguments of these types, allowing implicit casts; empty if there is none. */
    Optional<Signature> scalar(String name, List<DataType> arguments);

    Optional<Signature> aggregate(String name, List<DataType> arguments);

    Optional<Signature> window(String name, List<DataType> arguments);

    /** True if a call with the same arguments gives the same value within one statement, so that it may be computed while planning. */
    boolean isDeterministic(String scalarName);
}

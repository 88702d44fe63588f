package dev.skep.server.hms.compat;

import dev.skep.metastore.model.FunctionName;

/** Messages whose words Spark reads to tell an absent object from a failure (seen in Shim_v0_13 of Spark 3.5.7 and 4.0.1: {@code NAME does not exist}). */
public final class SparkMessages {
    private SparkMessages() {}

    public static String noFunction(FunctionName function) {
        return "Cannot find function %s: %s does not exist".formatted(function, function.name());
    }
}

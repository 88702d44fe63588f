package dev.skep.query.function.scalar;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.function.FunctionCatalog.Signature;
import dev.skep.query.function.ScalarFunction;
import dev.skep.query.function.scalar.TimeKernels.Part;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** Functions of dates and timestamps. */
public final class TimeFunctions {
    private TimeFunctions() {}

    public static List<ScalarFunction> all() {
        List<ScalarFunction> functions = new ArrayList<>();
        functions.add(part("year", Part.YEAR));
        functions.add(part("quarter", Part.QUARTER));
        functions.add(part("month", Part.MONTH));
        functions.add(part("week week_of_year", Part.WEEK));
        functions.add(part("day day_of_month", Part.DAY));
        functions.add(part("day_of_week dow", Part.DAY_OF_WEEK));
        functions.add(part("day_of_year doy", Part.DAY_OF_YEAR));
        functions.add(part("year_of_week yow", Part.YEAR_OF_WEEK));
        functions.add(part("hour", Part.HOUR));
        functions.add(part("minute", Part.MINUTE));
        functions.add(part("second", Part.SECOND));
        functions.add(part("millisecond", Part.MILLISECOND));
        functions.add(Functions.function("date_trunc",
                (name, arguments) -> last(name, arguments, List.of(PrimitiveType.STRING), true),
                (arguments, result) -> new TimeKernels.Truncate(result)));
        functions.add(Functions.function("date_add",
                (name, arguments) -> last(name, arguments, List.of(PrimitiveType.STRING, PrimitiveType.BIGINT), true),
                (arguments, result) -> new TimeKernels.Add(result)));
        functions.add(Functions.function("date_diff", TimeFunctions::difference,
                (arguments, result) -> new TimeKernels.Between(arguments.getLast())));
        functions.add(Functions.fixed("from_unixtime", List.of(PrimitiveType.DOUBLE), PrimitiveType.TIMESTAMP,
                (arguments, result) -> new TimeKernels.FromUnixTime()));
        functions.add(Functions.fixed("to_unixtime", List.of(PrimitiveType.TIMESTAMP), PrimitiveType.DOUBLE,
                (arguments, result) -> new TimeKernels.ToUnixTime()));
        functions.add(Functions.function("date", TimeFunctions::date,
                (arguments, result) -> new CastKernel(arguments.getFirst(), PrimitiveType.DATE, false)));
        functions.add(Functions.fixed("last_day_of_month", List.of(PrimitiveType.DATE), PrimitiveType.DATE,
                (arguments, result) -> new TextKernels.IntFunction(TimeFunctions::lastDay)));
        return functions;
    }

    private static int lastDay(int day) {
        int civil = dev.skep.query.function.vector.Calendar.civil(day);
        int length = dev.skep.query.function.vector.Calendar.monthLength(civil >> 16, civil >> 8 & 0xFF);
        return day - (civil & 0xFF) + length;
    }

    private static boolean isTime(DataType type) {
        return type == PrimitiveType.DATE || type == PrimitiveType.TIMESTAMP;
    }

    private static ScalarFunction part(String names, Part part) {
        return Functions.function(names, (name, arguments) -> {
            if (arguments.size() != 1) {
                return null;
            }
            DataType type = arguments.getFirst();
            return isTime(type) && !(part.isTime() && type == PrimitiveType.DATE)
                    ? new Signature(name, arguments, PrimitiveType.BIGINT)
                    : null;
        }, (arguments, result) -> new TimeKernels.Extract(part, arguments.getFirst()));
    }

    private static @Nullable Signature last(String name, List<DataType> arguments, List<DataType> before,
            boolean isResult) {
        if (arguments.size() != before.size() + 1 || !isTime(arguments.getLast())) {
            return null;
        }
        List<DataType> parameters = new ArrayList<>(before);
        parameters.add(arguments.getLast());
        return Functions.signature(name, arguments, parameters,
                isResult ? arguments.getLast() : PrimitiveType.BIGINT);
    }

    private static @Nullable Signature difference(String name, List<DataType> arguments) {
        if (arguments.size() != 3 || !isTime(arguments.get(1)) || !isTime(arguments.get(2))) {
            return null;
        }
        DataType type = arguments.get(1) == arguments.get(2) ? arguments.get(1) : PrimitiveType.TIMESTAMP;
        return Functions.signature(name, arguments, List.of(PrimitiveType.STRING, type, type), PrimitiveType.BIGINT);
    }

    private static @Nullable Signature date(String name, List<DataType> arguments) {
        return arguments.size() == 1 && (arguments.getFirst().isText() || isTime(arguments.getFirst()))
                ? new Signature(name, arguments, PrimitiveType.DATE)
                : null;
    }
}

package dev.skep.query.function.scalar;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.function.RowKernels;
import dev.skep.query.function.ScalarFunction;
import dev.skep.query.function.scalar.TimeKernels.Part;
import dev.skep.storage.type.PrimitiveType;

/** Functions of dates and timestamps. */
public final class TimeFunctions {
    private TimeFunctions() {}

    public static List<ScalarFunction> all() {
        List<ScalarFunction> functions = new ArrayList<>();
        functions.add(part(Part.YEAR, "year"));
        functions.add(part(Part.QUARTER, "quarter"));
        functions.add(part(Part.MONTH, "month"));
        functions.add(part(Part.WEEK, "week", "week_of_year"));
        functions.add(part(Part.DAY, "day", "day_of_month"));
        functions.add(part(Part.DAY_OF_WEEK, "day_of_week", "dow"));
        functions.add(part(Part.DAY_OF_YEAR, "day_of_year", "doy"));
        functions.add(part(Part.YEAR_OF_WEEK, "year_of_week", "yow"));
        functions.add(part(Part.HOUR, "hour"));
        functions.add(part(Part.MINUTE, "minute"));
        functions.add(part(Part.SECOND, "second"));
        functions.add(part(Part.MILLISECOND, "millisecond"));
        functions.add(ScalarFunction.named("date_trunc").takes("(string, T:time) -> T").cost(10)
                .computedBy(call -> new TimeKernels.Truncate(call.result())));
        functions.add(ScalarFunction.named("date_add").takes("(string, bigint, T:time) -> T").cost(10)
                .computedBy(call -> new TimeKernels.Add(call.result())));
        functions.add(ScalarFunction.named("date_diff").takes("(string, T:time, T) -> bigint").cost(10)
                .computedBy(call -> new TimeKernels.Between(call.argument(2))));
        functions.add(ScalarFunction.named("from_unixtime").takes("(double) -> timestamp")
                .computedBy(call -> new TimeKernels.FromUnixTime()));
        functions.add(ScalarFunction.named("to_unixtime").takes("(timestamp) -> double").isTotal()
                .computedBy(call -> new TimeKernels.ToUnixTime()));
        functions.add(ScalarFunction.named("date").takes("(T:text) -> date").takes("(T:time) -> date").cost(10)
                .computedBy(call -> new CastKernel(call.argument(0), PrimitiveType.DATE, false)));
        functions.add(ScalarFunction.named("last_day_of_month").takes("(date) -> date").cost(10)
                .computedBy(call -> RowKernels.ints(TimeFunctions::lastDay)));
        return functions;
    }

    private static int lastDay(int day) {
        int civil = dev.skep.query.function.vector.Calendar.civil(day);
        int length = dev.skep.query.function.vector.Calendar.monthLength(civil >> 16, civil >> 8 & 0xFF);
        return day - (civil & 0xFF) + length;
    }

    private static ScalarFunction part(Part part, String... names) {
        ScalarFunction.Declaration declaration = ScalarFunction.named(names).isTotal().cost(5)
                .takes("(timestamp) -> bigint");
        if (!part.isTime()) {
            declaration.takes("(date) -> bigint");
        }
        return declaration.computedBy(call -> new TimeKernels.Extract(part, call.argument(0)));
    }
}

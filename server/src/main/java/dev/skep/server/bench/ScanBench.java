package dev.skep.server.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import dev.skep.server.tpch.TpchData;
import dev.skep.storage.type.Field;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code skep bench scan}: what it costs to read the largest table of TPC-H. */
@Command(name = "scan", description = "Scans of TPC-H's lineitem on Skep, DuckDB and any JDBC engine: extremes of all columns by their values and by footers, counts, one of 84 partitions.", mixinStandardHelpOptions = true)
public final class ScanBench implements Callable<Integer> {
    private static final String TABLE = "lineitem";
    /** True for every row, yet not known before the values are read. */
    private static final String EVERY_ROW = " WHERE l_linenumber + 0 > 0";

    @Mixin
    private QueryBenchOptions options = new QueryBenchOptions();

    @Override
    public Integer call() throws Exception {
        new QueryBench(QuerySet.TPCH, options).runScans(scans(), scansOfMonths());
        return 0;
    }

    /** Queries over the table as it is, by what they are called. */
    static Map<String, String> scans() {
        List<String> extremes = new ArrayList<>();
        Map<String, String> scans = new LinkedHashMap<>();
        for (Field column : TpchData.columns(TABLE)) {
            extremes.add("min(%1$s), max(%1$s)".formatted(column.name()));
        }
        String all = "SELECT " + String.join(", ", extremes) + " FROM " + TABLE;
        scans.put("values", all + EVERY_ROW);
        scans.put("min-max", all);
        scans.put("count", "SELECT count(*) FROM " + TABLE);
        scans.put("nonnull", TpchData.columns(TABLE).stream().map(column -> "count(" + column.name() + ")")
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + TABLE)));
        return scans;
    }

    /** Queries over the table in one partition for each month. */
    static Map<String, String> scansOfMonths() {
        String values = "SELECT count(*), sum(l_quantity), min(l_shipdate), max(l_shipdate), max(l_comment) FROM "
                + MonthlyTable.NAME;
        Map<String, String> scans = new LinkedHashMap<>();
        scans.put("1 of 84", values + " WHERE " + MonthlyTable.KEY + " = 199506");
        scans.put("all 84", values);
        return scans;
    }
}

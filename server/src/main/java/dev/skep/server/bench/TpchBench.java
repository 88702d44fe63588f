package dev.skep.server.bench;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code skep bench tpch}: the 22 queries of TPC-H. */
@Command(name = "tpch", description = "The 22 queries of TPC-H on Skep, DuckDB and any JDBC engine.", mixinStandardHelpOptions = true)
public final class TpchBench implements Callable<Integer> {
    @Mixin
    private QueryBenchOptions options = new QueryBenchOptions();

    @Override
    public Integer call() throws Exception {
        new QueryBench(QuerySet.TPCH, options).run();
        return 0;
    }
}

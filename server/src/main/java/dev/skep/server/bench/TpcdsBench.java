package dev.skep.server.bench;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code skep bench tpcds}: the 99 queries of TPC-DS. */
@Command(name = "tpcds", description = "The 99 queries of TPC-DS on Skep, DuckDB and any JDBC engine.", mixinStandardHelpOptions = true)
public final class TpcdsBench implements Callable<Integer> {
    @Mixin
    private QueryBenchOptions options = new QueryBenchOptions();

    @Override
    public Integer call() throws Exception {
        new QueryBench(QuerySet.TPCDS, options).run();
        return 0;
    }
}

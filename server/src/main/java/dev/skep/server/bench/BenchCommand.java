package dev.skep.server.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code skep bench}: measurements. */
@Command(name = "bench", description = "Measures Skep against other engines and metastores in the same run.", mixinStandardHelpOptions = true, subcommands = {
        TpchBench.class, TpcdsBench.class, ScanBench.class, FetchBench.class, ConcurrencyBench.class,
        MetastoreBench.class, StartBench.class, CommandLine.HelpCommand.class})
public final class BenchCommand {}

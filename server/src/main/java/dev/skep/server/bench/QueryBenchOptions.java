package dev.skep.server.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import picocli.CommandLine.Option;

/** The options that the benches of query sets share. */
final class QueryBenchOptions {
    @Option(names = "--scale", defaultValue = "1", description = "1 is about 1 GB of text (default ${DEFAULT-VALUE}).")
    double scale;

    @Option(names = "--format", defaultValue = "parquet", description = "parquet or orc; DuckDB always reads the Parquet files (default ${DEFAULT-VALUE}).")
    String format = "parquet";

    @Option(names = "--compression", defaultValue = "snappy", description = "snappy, zstd or none (default ${DEFAULT-VALUE}).")
    String compression = "snappy";

    @Option(names = "--warmup", defaultValue = "12", description = "An engine is warm for a query when its last three runs agree within 5 %%, after this many at the latest (default ${DEFAULT-VALUE}).")
    int warmup;

    @Option(names = "--rounds", defaultValue = "5", description = "Runs that count (default ${DEFAULT-VALUE}).")
    int rounds;

    @Option(names = "--queries", split = ",", description = "Only these queries (default all).")
    List<Integer> queries = new ArrayList<>();

    @Option(names = "--data", defaultValue = "skep-bench", description = "Where the data set is made and kept (default ${DEFAULT-VALUE}).")
    Path data = Path.of("skep-bench");

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting of the Skep server that is measured.")
    List<String> settings = new ArrayList<>();

    @Option(names = "--url", description = "JDBC URL of one more engine that sees the same tables, for example a Trino whose hive catalog has this server as its metastore; the command waits until it answers.")
    String url = "";

    @Option(names = "--jar", description = "The JDBC driver of that engine.")
    Path jar = Path.of("");

    @Option(names = "--user", defaultValue = "bench", description = "User at that engine (default ${DEFAULT-VALUE}).")
    String user = "bench";

    @Option(names = "--pid", description = "Process of that engine, for its processor time.")
    long pid;

    @Option(names = "--trino-tables", description = "That engine is a Trino with a metastore of its own: its schema and tables over the same files are made first, and analyzed.")
    boolean withTrinoTables;

    @Option(names = "--no-duckdb", description = "Without DuckDB.")
    boolean withoutDuckDb;
}

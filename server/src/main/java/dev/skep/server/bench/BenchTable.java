package dev.skep.server.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints the figures of queries: a line a query, each engine's wall and processor time, and the first engine's against the others'. */
final class BenchTable {
    private final List<String> engines;
    private final double[] wallSums;
    private final double[] cpuSums;
    private final List<Double>[] wallRatios;
    private final List<Double>[] cpuRatios;

    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of generic lists
    BenchTable(List<String> engines) {
        this.engines = engines;
        wallSums = new double[engines.size()];
        cpuSums = new double[engines.size()];
        wallRatios = new List[engines.size()];
        cpuRatios = new List[engines.size()];
        for (int i = 0; i < engines.size(); i++) {
            wallRatios[i] = new ArrayList<>();
            cpuRatios[i] = new ArrayList<>();
        }
    }

    void printHead() {
        StringBuilder line = new StringBuilder("query  ");
        for (String engine : engines) {
            line.append(cell(engine + " wall")).append(cell("CPU"));
        }
        for (int i = 1; i < engines.size(); i++) {
            line.append(cell("/" + engines.get(i) + " wall")).append(cell("CPU"));
        }
        System.out.println(line.append(cell("read MB")).append(cell("memory MB")).append(cell("spilled MB")));
    }

    void print(String name, List<QueryRuns> runs) {
        for (QueryRuns run : runs) {
            if (!run.failure().isEmpty()) {
                System.out.println("%-7s failed on %s".formatted(name, run.failure().replace('\n', ' ')));
                return;
            }
        }
        StringBuilder line = new StringBuilder("%-7s".formatted(name));
        for (int i = 0; i < runs.size(); i++) {
            QueryRuns run = runs.get(i);
            line.append(cell("%s%.1f", run.isWarm() ? "" : "~", run.wallMillis()))
                    .append(cell("%.1f", run.cpuMillis()));
            wallSums[i] += run.wallMillis();
            cpuSums[i] += run.cpuMillis();
        }
        QueryRuns first = runs.getFirst();
        for (int i = 1; i < runs.size(); i++) {
            double wall = first.wallMillis() / runs.get(i).wallMillis();
            double cpu = first.cpuMillis() / runs.get(i).cpuMillis();
            wallRatios[i].add(wall);
            cpuRatios[i].add(cpu);
            line.append(cell("%.2f", wall)).append(cell("%.2f", cpu));
        }
        System.out.println(
                line.append(cell("%.1f", first.bytesRead() / 1e6)).append(cell("%.1f", first.peakMemory() / 1e6))
                        .append(cell("%.1f", first.spilledBytes() / 1e6)));
    }

    void printMeans() {
        StringBuilder line = new StringBuilder("sum    ");
        for (int i = 0; i < engines.size(); i++) {
            line.append(cell("%.1f", wallSums[i])).append(cell("%.1f", cpuSums[i]));
        }
        for (int i = 1; i < engines.size(); i++) {
            line.append(cell("%.2f", wallSums[0] / wallSums[i])).append(cell("%.2f", cpuSums[0] / cpuSums[i]));
        }
        System.out.println(line);
        for (int i = 1; i < engines.size(); i++) {
            System.out.printf(Locale.ROOT,
                    "geometric mean of %s / %s over %d queries: wall %.2f, CPU %.2f; the worst: wall %.2f, CPU %.2f%n",
                    engines.getFirst(), engines.get(i), wallRatios[i].size(), geometricMean(wallRatios[i]),
                    geometricMean(cpuRatios[i]), worst(wallRatios[i]), worst(cpuRatios[i]));
        }
    }

    private static double geometricMean(List<Double> ratios) {
        return Math.exp(ratios.stream().mapToDouble(Math::log).average().orElse(Double.NaN));
    }

    private static double worst(List<Double> ratios) {
        return ratios.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
    }

    private static String cell(String format, Object... values) {
        return "%14s".formatted(String.format(Locale.ROOT, format, values));
    }
}

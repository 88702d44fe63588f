package dev.skep.server.bench;

import java.util.List;
import java.util.Locale;

/** Prints the figures as a table in Markdown, a line when a case is done. */
final class MetastoreTable {
    private final List<MetastoreTarget> targets;

    MetastoreTable(List<MetastoreTarget> targets) {
        this.targets = targets;
    }

    void printHead() {
        StringBuilder head = new StringBuilder("| case |");
        StringBuilder rule = new StringBuilder("|---|");
        for (int i = 0; i < targets.size(); i++) {
            String of = targets.size() == 1 ? "" : i == 0 ? "first " : "second ";
            System.out.printf("# %s= %s%n", of, targets.get(i));
            head.append(" %scalls/s | %sp50 ms | %sp99 ms |".formatted(of, of, of));
            rule.append("---|---|---|");
            if (targets.get(i).hasProcess()) {
                head.append(" %sCPU ms |".formatted(of));
                rule.append("---|");
            }
        }
        if (targets.size() == 2) {
            head.append(" calls/s first : second | p99 first : second |");
            rule.append("---|---|");
        }
        System.out.println(head);
        System.out.println(rule);
    }

    void print(String name, List<Samples> samples) {
        StringBuilder line = new StringBuilder("| ").append(name).append(" |");
        for (int i = 0; i < samples.size(); i++) {
            Samples one = samples.get(i);
            line.append(String.format(Locale.ROOT, " %s | %s | %s |", number(one.perSecond()),
                    number(one.quantileMillis(0.5)), number(one.quantileMillis(0.99))));
            if (targets.get(i).hasProcess()) {
                line.append(' ').append(number(one.cpuMillisPerCall())).append(" |");
            }
        }
        if (samples.size() == 2) {
            line.append(String.format(Locale.ROOT, " %.1f | %.2f |",
                    samples.get(0).perSecond() / samples.get(1).perSecond(),
                    samples.get(0).quantileMillis(0.99) / samples.get(1).quantileMillis(0.99)));
        }
        System.out.println(line);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }
}

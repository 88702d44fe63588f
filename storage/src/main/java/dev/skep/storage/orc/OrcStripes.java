package dev.skep.storage.orc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.skep.storage.file.Location;
import dev.skep.storage.scan.ScanRequest;
import org.apache.orc.OrcFile.WriterVersion;
import org.apache.orc.Reader;
import org.apache.orc.StripeInformation;
import org.apache.orc.StripeStatistics;
import org.jspecify.annotations.Nullable;

/**
 * The stripes of a file that a request asks for: those whose middle byte is in its part and whose statistics leave a chance.
 *
 * @param stripes the chosen ones
 * @param runs neighbours together, as byte ranges of the kind that orc-core takes: each names the stripes that start in it
 * @param rows rows of the chosen stripes
 */
record OrcStripes(List<StripeInformation> stripes, List<Run> runs, int skipped, long rows) {

    /** A range of bytes that holds the first bytes of some stripes. */
    record Run(long offset, long length) {}

    OrcStripes {
        stripes = List.copyOf(stripes);
        runs = List.copyOf(runs);
    }

    int chosen() {
        return stripes.size();
    }

    static OrcStripes choose(Location file, Reader reader, ScanRequest request, @Nullable OrcPredicates predicates) {
        List<StripeInformation> stripes = reader.getStripes();
        List<StripeStatistics> statistics = statistics(file, reader, predicates);
        List<StripeInformation> chosen = new ArrayList<>();
        List<Run> runs = new ArrayList<>();
        int skipped = 0;
        long rows = 0;
        boolean open = false;
        for (int i = 0; i < stripes.size(); i++) {
            StripeInformation stripe = stripes.get(i);
            boolean inPart = isInPart(stripe, request);
            boolean wanted = inPart && predicates != null
                    && (i >= statistics.size() || predicates.mayMatch(statistics.get(i).getColumnStatistics()));
            if (wanted) {
                Run last = open ? runs.removeLast() : new Run(stripe.getOffset(), 0);
                runs.add(new Run(last.offset, stripe.getOffset() + 1 - last.offset));
                chosen.add(stripe);
                rows += stripe.getNumberOfRows();
            } else if (inPart) {
                skipped++;
            }
            open = wanted;
        }
        return new OrcStripes(chosen, runs, skipped, rows);
    }

    static boolean isInPart(StripeInformation stripe, ScanRequest request) {
        long middle = stripe.getOffset() + stripe.getLength() / 2;
        return middle >= request.splitOffset() && middle - request.splitOffset() < request.splitLength();
    }

    /** The first writer of Hive wrote wrong maxima (HIVE-8732). */
    static List<StripeStatistics> statistics(Location file, Reader reader, @Nullable OrcPredicates predicates) {
        if (predicates == null || predicates.isEmpty() || !reader.getWriterVersion().includes(WriterVersion.HIVE_8732)
                || reader.getStripes().isEmpty()) {
            return List.of();
        }
        try {
            return reader.getStripeStatistics();
        } catch (IOException | RuntimeException e) {
            throw OrcFailures.reading(file, null, reader.getSchema(), e);
        }
    }
}

package dev.skep.storage.orc;

import java.util.List;

import dev.skep.storage.file.Location;
import dev.skep.storage.predicate.ScanPredicate;
import dev.skep.storage.scan.BatchFilter;
import dev.skep.storage.scan.ScanRequest;
import org.apache.orc.Reader;
import org.apache.orc.StripeInformation;
import org.apache.orc.StripeStatistics;
import org.jspecify.annotations.Nullable;

/**
 * What may be skipped by while a file is read: the request's predicate, and what its filter has learned since, as the bound of a top-n, which is asked for before
 * each stripe.
 */
final class LatePredicate {
    private final Location file;
    private final Reader reader;
    private final OrcProjection projection;
    private final ScanRequest request;
    private @Nullable RowGroupFilter rowGroupFilter;
    private ScanPredicate learned = ScanPredicate.all();
    private @Nullable OrcPredicates predicates;
    private @Nullable List<StripeStatistics> statistics;

    /** @param atFirst the request's own, which the stripes were chosen by */
    LatePredicate(Location file, Reader reader, OrcProjection projection, ScanRequest request,
            @Nullable OrcPredicates atFirst) {
        this.file = file;
        this.reader = reader;
        this.projection = projection;
        this.request = request;
        this.predicates = atFirst;
        this.rowGroupFilter = newRowGroupFilter();
    }

    /** Whether a stripe may have a row that is wanted by now. */
    boolean mayMatch(StripeInformation stripe) {
        BatchFilter filter = request.filter();
        ScanPredicate now = filter == null ? ScanPredicate.all() : filter.predicate();
        if (!now.equals(learned)) {
            learned = now;
            predicates = OrcPredicates.of(reader.getSchema(), projection, request.predicate().intersect(now), request);
            rowGroupFilter = newRowGroupFilter();
        }
        OrcPredicates known = predicates;
        if (known == null) {
            return false;
        }
        if (known.isEmpty() || learned.domains().isEmpty()) {
            return true;
        }
        List<StripeStatistics> all = statistics;
        if (all == null) {
            all = OrcStripes.statistics(file, reader, known);
            statistics = all;
        }
        int index = Math.toIntExact(stripe.getStripeId());
        return index >= all.size() || known.mayMatch(all.get(index).getColumnStatistics());
    }

    private @Nullable RowGroupFilter newRowGroupFilter() {
        OrcPredicates known = predicates;
        if (known == null || known.isEmpty() || reader.getRowIndexStride() <= 0) {
            return null;
        }
        var argument = OrcSearchArguments.of(known, reader.getWriterVersion());
        return argument == null ? null : new RowGroupFilter(reader, projection, argument);
    }

    /** Rules out row groups of the stripe that was asked about last; null if it cannot. */
    @Nullable
    RowGroupFilter rowGroupFilter() {
        return rowGroupFilter;
    }
}

package dev.skep.storage.predicate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a reader may skip by: a row is wanted only if every named column's value is in its domain. It says nothing of a row that is not
 * skipped; the caller filters again. Keys are the names of top-level columns in lower case; a column without a key is unrestricted.
 */
public record ScanPredicate(Map<String, Domain> domains) {
    private static final ScanPredicate ALL = new ScanPredicate(Map.of());

    public ScanPredicate {
        domains = Map.copyOf(domains);
    }

    /** Nothing may be skipped. */
    public static ScanPredicate all() {
        return ALL;
    }

    public boolean isAll() {
        return domains.isEmpty();
    }

    /** True if no row can be wanted. */
    public boolean isNone() {
        return domains.values().stream().anyMatch(Domain::isNone);
    }

    /** Returns what both this and {@code other} allow. */
    public ScanPredicate intersect(ScanPredicate other) {
        Map<String, Domain> both = new LinkedHashMap<>(domains);
        other.domains.forEach((column, domain) -> both.merge(column, domain, Domain::intersect));
        return new ScanPredicate(both);
    }

    @Override
    public String toString() {
        return new TreeMap<>(domains).toString();
    }
}

package dev.skep.query.lifecycle;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.query.analyzer.TableFormats;
import dev.skep.query.optimizer.TableStatistics.ColumnFigures;
import dev.skep.storage.StorageException;
import dev.skep.storage.file.FileEntry;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.file.Location;
import dev.skep.storage.predicate.ScanPredicate;
import dev.skep.storage.scan.FileFormat;
import dev.skep.storage.scan.PartSummary;
import dev.skep.storage.scan.PartSummary.ColumnSummary;
import dev.skep.storage.scan.ScanColumn;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;

/**
 * What the metadata of some files of a table says of its columns, for want of better: their ranges, and how many distinct values whole numbers, days and decimals can
 * have at most where that is few beside the rows. What a file says is kept, by location and version. Any thread may ask.
 */
final class FooterFigures {
    private static final int MAX_FOLDERS = 8;
    private static final int MAX_KNOWN = 20_000;
    /** A range with fewer rows than this for each of its values says nothing of how many it has: keys are unique, or leave gaps. */
    private static final double MIN_ROWS_PER_VALUE = 2;

    private final FileSystem files;
    private final Map<String, FileFormat> formats;
    private final Map<String, OfFile> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, OfFile> eldest) {
            return size() > MAX_KNOWN;
        }
    };

    /** What a file says of a column: NaN where it has no value, {@code isKnown} false where it does not tell. */
    private record OfFile(boolean isKnown, double low, double high) {}

    FooterFigures(FileSystem files, Map<String, FileFormat> formats) {
        this.files = files;
        this.formats = formats;
    }

    /** Files of one format that stand for all of a table, or of some of its partitions. */
    final class Sample {
        private final FileFormat format;
        private final Map<String, String> properties;
        private final List<FileEntry> entries;
        private final double rows;
        private final Map<String, ColumnFigures> figures = new HashMap<>();

        private Sample(FileFormat format, Map<String, String> properties, List<FileEntry> entries, double rows) {
            this.format = format;
            this.properties = properties;
            this.entries = entries;
            this.rows = rows;
        }

        /** What the files say of a column together. */
        ColumnFigures column(ScanColumn column) {
            return figures.computeIfAbsent(column.name(), name -> compute(column));
        }

        private ColumnFigures compute(ScanColumn column) {
            double low = Double.NaN;
            double high = Double.NaN;
            for (FileEntry entry : entries) {
                OfFile one = ofFile(entry, column);
                if (!one.isKnown) {
                    return ColumnFigures.UNKNOWN;
                }
                low = Double.isNaN(low) || one.low < low ? one.low : low;
                high = Double.isNaN(high) || one.high > high ? one.high : high;
            }
            if (!(low <= high)) {
                return ColumnFigures.UNKNOWN;
            }
            double values = values(column, low, high);
            return new ColumnFigures(values * MIN_ROWS_PER_VALUE <= rows ? values : -1, low, high);
        }

        private OfFile ofFile(FileEntry entry, ScanColumn column) {
            String key = entry.location() + "|" + entry.version() + "|" + column.name() + "|" + column.type();
            synchronized (known) {
                OfFile found = known.get(key);
                if (found != null) {
                    return found;
                }
            }
            OfFile found = read(entry, column);
            synchronized (known) {
                known.put(key, found);
            }
            return found;
        }

        private OfFile read(FileEntry entry, ScanColumn column) {
            try {
                PartSummary summary = format.summarize(files.open(entry), new ScanRequest(List.of(column),
                        ScanPredicate.all(), null, 0, Long.MAX_VALUE, properties), new ScanMetrics());
                if (summary != null) {
                    ColumnSummary of = summary.columns().getFirst();
                    if (of.least() != null && of.greatest() != null) {
                        double low = number(of.least(), column);
                        double high = number(of.greatest(), column);
                        return new OfFile(low <= high, low, high);
                    }
                    return new OfFile(of.nulls() == summary.rows(), Double.NaN, Double.NaN);
                }
            } catch (StorageException | IllegalArgumentException e) {
                // The query itself will tell what is wrong; an estimate need not.
            }
            return new OfFile(false, Double.NaN, Double.NaN);
        }
    }

    /** How many values of the type lie in a range, infinite where they are not counted. */
    private static double values(ScanColumn column, double low, double high) {
        return switch (column.type().physical()) {
            case BOOLEAN -> 2;
            case INT -> high - low + 1;
            case LONG, INT128 -> column.type() instanceof DecimalType decimal
                    ? (high - low) * Math.pow(10, decimal.scale()) + 1
                    : high - low + 1;
            case FLOAT, DOUBLE, BYTES, LIST, MAP, STRUCT -> Double.POSITIVE_INFINITY;
        };
    }

    private static double number(ColumnVector vector, ScanColumn column) {
        return switch (Values.value(vector, column.type(), 0)) {
            case Boolean v -> v ? 1 : 0;
            case BigDecimal v -> v.doubleValue();
            case Number v -> v.doubleValue();
            case LocalDate v -> v.toEpochDay();
            case LocalDateTime v -> v.toEpochSecond(ZoneOffset.UTC);
            case null, default -> Double.NaN;
        };
    }

    /**
     * Looks for files in some of {@code folders}, evenly chosen.
     *
     * @param rows about how many rows all folders have
     * @param listings lists a folder
     * @return null if their format tells nothing
     */
    @Nullable
    Sample sample(List<StorageDescriptor> folders, Map<String, String> properties, double rows,
            Function<Location, FolderSample> listings) {
        FileFormat format = null;
        List<FileEntry> entries = new ArrayList<>();
        List<StorageDescriptor> chosen = FolderSample.evenly(folders, MAX_FOLDERS);
        for (StorageDescriptor folder : chosen) {
            TableFormats library = TableFormats.ofLibrary(folder.serDe().library());
            FileFormat here = library == null ? null : formats.get(library.formatName());
            if (here == null || folder.location() == null || format != null && here != format) {
                return null;
            }
            format = here;
            try {
                entries.addAll(FolderSample.evenly(listings.apply(Location.of(folder.location())).files(),
                        Math.max(1, FolderSample.MAX_FILES / chosen.size())));
            } catch (StorageException | IllegalArgumentException e) {
                return null;
            }
        }
        return format == null || entries.isEmpty() || rows < 0 ? null : new Sample(format, properties, entries, rows);
    }
}

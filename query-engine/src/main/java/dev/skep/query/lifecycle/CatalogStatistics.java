package dev.skep.query.lifecycle;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.model.ColumnStatistics;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.Table;
import dev.skep.query.analyzer.CatalogScan;
import dev.skep.query.analyzer.CatalogTable;
import dev.skep.query.analyzer.TableFormats;
import dev.skep.query.optimizer.TableStatistics;
import dev.skep.storage.StorageException;
import dev.skep.storage.file.FileEntry;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.file.Location;
import dev.skep.storage.scan.FileFormat;
import org.jspecify.annotations.Nullable;

/**
 * Sizes of tables: from the catalog's parameters, else from the metadata of some of the files, scaled by size. What files say is kept, by location
 * and version.
 */
public final class CatalogStatistics implements TableStatistics {
    private static final String ROWS = "numRows";
    private static final int MAX_FILES = 16;
    private static final int MAX_FOLDERS = 8;
    private static final int MAX_KNOWN = 10_000;
    /** For formats that do not tell: a row of text has about as many bytes. */
    private static final double BYTES_PER_ROW = 100;

    private final FileSystem files;
    private final Map<String, FileFormat> formats;
    private final Map<String, Long> knownRows;

    public CatalogStatistics(FileSystem files, Map<String, FileFormat> formats) {
        this.files = files;
        this.formats = formats;
        knownRows = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                return size() > MAX_KNOWN;
            }
        };
    }

    @Override
    public double rows(CatalogTable catalogTable, CatalogScan.@Nullable Selection selection) {
        Table table = catalogTable.table();
        if (selection == null) {
            long rows = parameter(table.parameters());
            return rows >= 0 ? rows : ofFolder(table, table.storage());
        }
        double total = 0;
        int counted = 0;
        int asked = 0;
        for (Partition partition : selection.partitions()) {
            double rows = parameter(partition.parameters());
            if (rows < 0 && asked < MAX_FOLDERS) {
                asked++;
                rows = ofFolder(table, partition.storage());
            }
            if (rows >= 0) {
                total += rows;
                counted++;
            }
        }
        if (selection.partitions().isEmpty()) {
            return 0;
        }
        return counted == 0 ? -1 : total / counted * selection.partitions().size();
    }

    private static long parameter(Map<String, String> parameters) {
        String text = parameters.get(ROWS);
        if (text == null) {
            return -1;
        }
        try {
            long rows = Long.parseLong(text.trim());
            // Hive writes 0 where nobody has counted.
            return rows > 0 ? rows : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private double ofFolder(Table table, StorageDescriptor storage) {
        TableFormats known = TableFormats.ofLibrary(storage.serDe().library());
        FileFormat format = known == null ? null : formats.get(known.formatName());
        if (format == null || storage.location() == null) {
            return -1;
        }
        try (Stream<FileEntry> listing = files.listFiles(Location.of(storage.location()))) {
            List<FileEntry> found = listing.filter(entry -> isData(entry.location())).toList();
            long bytes = found.stream().mapToLong(FileEntry::length).sum();
            long countedBytes = 0;
            double rows = 0;
            for (FileEntry entry : found.subList(0, Math.min(MAX_FILES, found.size()))) {
                long inFile = rowsOf(format, entry);
                rows += inFile >= 0 ? inFile : entry.length() / BYTES_PER_ROW;
                countedBytes += entry.length();
            }
            return countedBytes == 0 ? 0 : rows * bytes / countedBytes;
        } catch (StorageException | IllegalArgumentException e) {
            // The query itself will tell what is wrong; an estimate need not.
            return -1;
        }
    }

    private static boolean isData(Location location) {
        String name = location.name();
        return !name.startsWith("_") && !name.startsWith(".");
    }

    private long rowsOf(FileFormat format, FileEntry entry) {
        String key = entry.location() + "|" + entry.version();
        synchronized (knownRows) {
            Long known = knownRows.get(key);
            if (known != null) {
                return known;
            }
        }
        long rows = format.countRows(files.open(entry));
        synchronized (knownRows) {
            knownRows.put(key, rows);
        }
        return rows;
    }

    @Override
    public double distinctValues(CatalogTable table, int column) {
        return -1;
    }

    /** Statistics of one statement: those of columns are read once for each table. */
    @Override
    public TableStatistics forStatement() {
        Map<String, Map<String, Double>> distinct = new HashMap<>();
        return new TableStatistics() {
            @Override
            public double rows(CatalogTable table, CatalogScan.@Nullable Selection selection) {
                return CatalogStatistics.this.rows(table, selection);
            }

            @Override
            public double distinctValues(CatalogTable table, int column) {
                if (table.table().isPartitioned()) {
                    // Each partition has statistics of its own, whose distinct values cannot be added.
                    return -1;
                }
                return distinct.computeIfAbsent(table.table().name().toString(), name -> load(table))
                        .getOrDefault(table.columns().get(column).name(), -1.0);
            }
        };
    }

    private static Map<String, Double> load(CatalogTable table) {
        List<String> names = table.columns().stream().map(dev.skep.storage.type.Field::name).toList();
        Map<String, Double> distinct = new HashMap<>();
        List<ColumnStatistics> known;
        try {
            known = table.reads().statistics(table.table().name(), names, "hive");
        } catch (CatalogException e) {
            // The statement tells what is wrong where it matters; an estimate need not.
            known = List.of();
        }
        for (ColumnStatistics statistics : known) {
            double values = switch (statistics.values()) {
                case ColumnStatistics.BooleanValues ignored -> 2;
                case ColumnStatistics.LongValues v -> v.distinct();
                case ColumnStatistics.DoubleValues v -> v.distinct();
                case ColumnStatistics.DecimalValues v -> v.distinct();
                case ColumnStatistics.DateValues v -> v.distinct();
                case ColumnStatistics.TimestampValues v -> v.distinct();
                case ColumnStatistics.StringValues v -> v.distinct();
                case ColumnStatistics.BinaryValues ignored -> -1;
            };
            distinct.put(statistics.column(), values > 0 ? values : -1);
        }
        return distinct;
    }
}

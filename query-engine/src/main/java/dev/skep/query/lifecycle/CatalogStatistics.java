package dev.skep.query.lifecycle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.ColumnStatistics;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.partition.PartitionNames;
import dev.skep.query.analyzer.CatalogReads;
import dev.skep.query.analyzer.CatalogScan;
import dev.skep.query.analyzer.CatalogTable;
import dev.skep.query.analyzer.TableFormats;
import dev.skep.query.optimizer.TableStatistics;
import dev.skep.storage.StorageException;
import dev.skep.storage.file.FileEntry;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.file.Location;
import dev.skep.storage.scan.FileFormat;
import dev.skep.storage.scan.ScanColumn;
import dev.skep.storage.type.Field;
import org.jspecify.annotations.Nullable;

/**
 * Sizes of tables and figures of columns: from the catalog, else from the metadata of some of the files, sizes scaled by length. What files say is kept, by location
 * and version.
 */
public final class CatalogStatistics implements TableStatistics {
    private static final String ROWS = "numRows";
    private static final int MAX_FOLDERS = 8;
    private static final int MAX_KNOWN = 10_000;
    private static final int MAX_SAMPLED = 200;
    /** For formats that do not tell: a row of text has about as many bytes. */
    private static final double BYTES_PER_ROW = 100;

    private final FileSystem files;
    private final Map<String, FileFormat> formats;
    private final Map<String, Long> knownRows;
    private final FooterFigures footers;

    public CatalogStatistics(FileSystem files, Map<String, FileFormat> formats) {
        this.files = files;
        this.formats = formats;
        this.footers = new FooterFigures(files, formats);
        knownRows = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                return size() > MAX_KNOWN;
            }
        };
    }

    @Override
    public double rows(CatalogTable table, CatalogScan.@Nullable Selection selection) {
        return rows(table, selection, folder -> FolderSample.of(files, folder));
    }

    private double rows(CatalogTable catalogTable, CatalogScan.@Nullable Selection selection,
            Function<Location, FolderSample> listings) {
        Table table = catalogTable.table();
        if (selection == null) {
            long rows = parameter(table.parameters());
            return rows >= 0 ? rows : ofFolder(catalogTable.reads(), table.storage(), listings);
        }
        double total = 0;
        int counted = 0;
        int asked = 0;
        for (Partition partition : selection.partitions()) {
            double rows = parameter(partition.parameters());
            if (rows < 0 && asked < MAX_FOLDERS) {
                asked++;
                rows = ofFolder(catalogTable.reads(), partition.storage(), listings);
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

    private double ofFolder(CatalogReads reads, StorageDescriptor storage,
            Function<Location, FolderSample> listings) {
        reads.checkRunning();
        TableFormats known = TableFormats.ofLibrary(storage.serDe().library());
        FileFormat format = known == null ? null : formats.get(known.formatName());
        if (format == null || storage.location() == null) {
            return -1;
        }
        try {
            FolderSample folder = listings.apply(Location.of(storage.location()));
            long countedBytes = 0;
            double rows = 0;
            for (FileEntry entry : folder.files()) {
                reads.checkRunning();
                long inFile = rowsOf(format, entry);
                rows += inFile >= 0 ? inFile : entry.length() / BYTES_PER_ROW;
                countedBytes += entry.length();
            }
            return countedBytes == 0 ? 0 : rows * folder.bytes() / countedBytes;
        } catch (StorageException | IllegalArgumentException e) {
            // The query itself will tell what is wrong; an estimate need not.
            return -1;
        }
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
    public ColumnFigures column(CatalogTable table, CatalogScan.@Nullable Selection selection, int column) {
        return forStatement().column(table, selection, column);
    }

    /** Statistics of one statement: those of columns are read once for each table and choice of partitions. */
    @Override
    public TableStatistics forStatement() {
        return new OfStatement();
    }

    /** Keeps what it has read of the catalog, and which files it has asked. */
    private final class OfStatement implements TableStatistics {
        private final Map<Read, Map<String, ColumnFigures>> figures = new HashMap<>();
        private final Map<Read, Optional<FooterFigures.Sample>> samples = new HashMap<>();
        private final Map<Read, Double> rows = new HashMap<>();
        private final Map<Location, FolderSample> folders = new HashMap<>();

        private record Read(String table, CatalogScan.@Nullable Selection selection) {}

        private static Read read(CatalogTable table, CatalogScan.@Nullable Selection selection) {
            return new Read(table.table().name().toString(), selection);
        }

        @Override
        public double rows(CatalogTable table, CatalogScan.@Nullable Selection selection) {
            return rows.computeIfAbsent(read(table, selection),
                    key -> CatalogStatistics.this.rows(table, selection, this::folder));
        }

        private FolderSample folder(Location location) {
            return folders.computeIfAbsent(location, key -> FolderSample.of(files, key));
        }

        @Override
        public ColumnFigures column(CatalogTable table, CatalogScan.@Nullable Selection selection, int column) {
            Read read = read(table, selection);
            Field field = table.columns().get(column);
            ColumnFigures known = figures.computeIfAbsent(read, key -> load(table, selection)).get(field.name());
            if (known != null || column >= table.dataColumnCount()) {
                return known == null ? ColumnFigures.UNKNOWN : known;
            }
            Optional<FooterFigures.Sample> sample = samples.get(read);
            if (sample == null) {
                sample = Optional.ofNullable(sample(table, selection));
                samples.put(read, sample);
            }
            return sample.map(
                    found -> found.column(new ScanColumn(field.name().toLowerCase(Locale.ROOT), column, field.type())))
                    .orElse(ColumnFigures.UNKNOWN);
        }

        private FooterFigures.@Nullable Sample sample(CatalogTable catalogTable,
                CatalogScan.@Nullable Selection selection) {
            Table table = catalogTable.table();
            List<StorageDescriptor> folders = selection != null
                    ? selection.partitions().stream().map(Partition::storage).toList()
                    : table.partitionKeys().isEmpty() ? List.of(table.storage()) : List.of();
            Map<String, String> properties = new HashMap<>(table.parameters());
            properties.putAll(table.storage().serDe().parameters());
            return footers.sample(folders, properties, rows(catalogTable, selection), this::folder);
        }
    }

    private static Map<String, ColumnFigures> load(CatalogTable table, CatalogScan.@Nullable Selection selection) {
        List<Column> keys = table.table().partitionKeys();
        List<String> names = table.columns().stream().map(Field::name).toList();
        Map<String, ColumnFigures> figures = new HashMap<>();
        try {
            List<ColumnStatistics> known;
            if (keys.isEmpty()) {
                known = table.reads().statistics(table.table().name(), names, "hive");
            } else if (selection == null || selection.partitions().isEmpty()) {
                known = List.of();
            } else {
                known = table.reads().statistics(table.table().name(), sample(keys, selection.partitions()),
                        names.subList(0, table.dataColumnCount()), "hive");
                for (int key = 0; key < keys.size(); key++) {
                    figures.put(keys.get(key).name(), ofKey(key, selection.partitions()));
                }
            }
            known.forEach(one -> figures.put(one.column(), figures(one.values())));
        } catch (CatalogException e) {
            // The statement tells what is wrong where it matters; an estimate need not.
            return figures;
        }
        return figures;
    }

    /** Names of partitions, evenly chosen where there are very many. */
    private static List<String> sample(List<Column> keys, List<Partition> partitions) {
        int step = (partitions.size() + MAX_SAMPLED - 1) / MAX_SAMPLED;
        List<String> names = new ArrayList<>();
        for (int i = 0; i < partitions.size(); i += step) {
            names.add(PartitionNames.name(keys, partitions.get(i).values()));
        }
        return names;
    }

    private static ColumnFigures ofKey(int key, List<Partition> partitions) {
        Set<String> values = new HashSet<>();
        partitions.forEach(partition -> values.add(partition.values().get(key)));
        return new ColumnFigures(values.size(), Double.NaN, Double.NaN);
    }

    private static ColumnFigures figures(ColumnStatistics.Values values) {
        return switch (values) {
            case ColumnStatistics.BooleanValues ignored -> new ColumnFigures(2, 0, 1);
            case ColumnStatistics.LongValues v -> figures(v.distinct(), v.low(), v.high());
            case ColumnStatistics.DoubleValues v -> figures(v.distinct(), v.low(), v.high());
            case ColumnStatistics.DecimalValues v -> figures(v.distinct(), v.low(), v.high());
            case ColumnStatistics.DateValues v -> figures(v.distinct(), v.low(), v.high());
            case ColumnStatistics.TimestampValues v -> figures(v.distinct(), v.low(), v.high());
            case ColumnStatistics.StringValues v -> figures(v.distinct(), null, null);
            case ColumnStatistics.BinaryValues ignored -> ColumnFigures.UNKNOWN;
        };
    }

    private static ColumnFigures figures(long distinct, @Nullable Number low, @Nullable Number high) {
        return new ColumnFigures(distinct > 0 ? distinct : -1, low == null ? Double.NaN : low.doubleValue(),
                high == null ? Double.NaN : high.doubleValue());
    }
}

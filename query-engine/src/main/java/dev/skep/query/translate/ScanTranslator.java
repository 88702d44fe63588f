package dev.skep.query.translate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.Table;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.analyzer.CatalogScan;
import dev.skep.query.analyzer.CatalogTable;
import dev.skep.query.analyzer.PartitionValues;
import dev.skep.query.analyzer.TableFormats;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.ScanNode;
import dev.skep.query.plan.ScanNode.ScanPartition;
import dev.skep.storage.file.Location;
import dev.skep.storage.predicate.ScanPredicate;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** Turns a scan of a catalog's table into a scan of folders. */
final class ScanTranslator {
    private final PlanTranslator plans;

    ScanTranslator(PlanTranslator plans) {
        this.plans = plans;
    }

    PlanNode scan(CatalogScan scan) {
        CatalogTable catalogTable = scan.catalogTable();
        Table table = catalogTable.table();
        List<ScanNode.Column> columns = new ArrayList<>();
        for (int i = 0; i < catalogTable.columns().size(); i++) {
            Field field = catalogTable.columns().get(i);
            ScanNode.Source source = i < catalogTable.dataColumnCount()
                    ? new ScanNode.FileColumn(i)
                    : new ScanNode.PartitionKey(i - catalogTable.dataColumnCount());
            columns.add(new ScanNode.Column(field.name(), field.type(), source));
        }
        columns.add(new ScanNode.Column(CatalogTable.PATH_COLUMN, PrimitiveType.STRING, new ScanNode.FilePath()));
        return new ScanNode(plans.id(), table.name(), columns, folders(scan, table), ScanPredicate.all(), null,
                List.of(),
                plans.rows(scan));
    }

    private static List<ScanPartition> folders(CatalogScan scan, Table table) {
        if (!table.isPartitioned()) {
            return List.of(new ScanPartition(List.of(), location(table.storage(), table.name().toString()),
                    TableFormats.of(table.name(), table.storage()).formatName(),
                    TableFormats.properties(table.parameters(), table.storage())));
        }
        CatalogScan.Selection selection = scan.selection();
        if (selection == null) {
            throw new QueryException(Reason.INTERNAL,
                    "Cannot scan %s: its partitions were not looked up".formatted(table.name()));
        }
        List<Field> keys = scan.catalogTable().columns().subList(scan.catalogTable().dataColumnCount(),
                scan.catalogTable().columns().size());
        Map<StorageDescriptor, Map<String, String>> shared = new HashMap<>();
        List<ScanPartition> folders = new ArrayList<>();
        for (Partition partition : selection.partitions()) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                values.add(PartitionValues.parse(keys.get(i).name(), keys.get(i).type(), partition.values().get(i)));
            }
            StorageDescriptor storage = partition.storage();
            Map<String, String> properties = shared.computeIfAbsent(storage.withLocation(null).withColumns(List.of()),
                    key -> Map.copyOf(TableFormats.properties(table.parameters(), key)));
            folders.add(new ScanPartition(values, location(storage, table.name() + " " + partition.values()),
                    TableFormats.of(table.name(), storage).formatName(), properties));
        }
        return folders;
    }

    private static Location location(StorageDescriptor storage, String what) {
        if (storage.location() == null) {
            throw new QueryException(Reason.CATALOG, "Cannot read %s: it has no location".formatted(what));
        }
        try {
            return Location.of(storage.location());
        } catch (IllegalArgumentException e) {
            throw new QueryException(Reason.CATALOG, "Cannot read %s: %s".formatted(what, e.getMessage()), e);
        }
    }
}

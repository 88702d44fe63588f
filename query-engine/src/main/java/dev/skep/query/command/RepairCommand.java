package dev.skep.query.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.skep.metastore.catalog.DataRemoval;
import dev.skep.metastore.catalog.Partitions;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.partition.PartitionNames;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.query.QueryException;
import dev.skep.query.analyzer.PartitionValues;
import dev.skep.query.parser.Statement;
import dev.skep.storage.file.FileEntry;
import dev.skep.storage.file.Location;

/** MSCK REPAIR TABLE: brings the catalog in line with the folders {@code key=value} below the table's. */
final class RepairCommand {
    private static final int BATCH = 1_000;

    private final CommandContext context;

    RepairCommand(CommandContext context) {
        this.context = context;
    }

    CommandResult run(Statement.RepairTable statement) {
        Table table = context.changeableTable(statement.name());
        if (!table.isPartitioned() || table.storage().location() == null) {
            throw CommandContext.error(statement.name(), "Table %s is not partitioned".formatted(table.name()));
        }
        Location root = Location.of(table.storage().location());
        List<List<String>> found = new ArrayList<>();
        collect(table, root, 0, new ArrayList<>(), found);
        Set<List<String>> known = new HashSet<>();
        List<Partition> present = context.session().partitions().list(table.name(), PartitionPredicate.all(), Partitions.UNLIMITED);
        present.forEach(partition -> known.add(partition.values()));
        List<String> report = new ArrayList<>();
        if (statement.addByDefault() || statement.addsAndDrops() || !statement.drops()) {
            add(table, root, found.stream().filter(values -> !known.contains(values)).toList(), report);
        }
        if (statement.drops()) {
            drop(table, root, present, new HashSet<>(found), report);
        }
        return CommandResult.texts("result", report);
    }

    private void collect(Table table, Location folder, int depth, List<String> values, List<List<String>> found) {
        Column key = table.partitionKeys().get(depth);
        for (FileEntry entry : context.files().list(folder)) {
            Optional<String> value = entry.isDirectory() ? value(key, entry.location().name()) : Optional.empty();
            if (value.isEmpty()) {
                continue;
            }
            List<String> path = new ArrayList<>(values);
            path.add(value.get());
            if (depth + 1 == table.partitionKeys().size()) {
                found.add(path);
            } else {
                collect(table, entry.location(), depth + 1, path, found);
            }
        }
    }

    /** The value that a folder's name gives; none for other names and for texts that are no value of the key. */
    private static Optional<String> value(Column key, String name) {
        String prefix = key.name() + "=";
        if (!name.startsWith(prefix)) {
            return Optional.empty();
        }
        String value = PartitionNames.unescape(name.substring(prefix.length()));
        try {
            PartitionValues.parse(key.name(), key.dataType(), value);
            return Optional.of(value);
        } catch (QueryException e) {
            return Optional.empty();
        }
    }

    private void add(Table table, Location root, List<List<String>> missing, List<String> report) {
        for (int start = 0; start < missing.size(); start += BATCH) {
            List<Partition> batch = new ArrayList<>();
            for (List<String> values : missing.subList(start, Math.min(start + BATCH, missing.size()))) {
                String name = PartitionNames.name(table.partitionKeys(), values);
                batch.add(new Partition(table.name(), values, CommandContext.now(), 0,
                        table.storage().withLocation(root.resolve(name).text()), Map.of(), -1));
                report.add("Repair: Added partition to metastore %s:%s".formatted(table.name().name(), name));
            }
            context.session().partitions().add(table.name(), batch, Partitions.IfExists.SKIP);
        }
    }

    private void drop(Table table, Location root, List<Partition> present, Set<List<String>> found, List<String> report) {
        List<PartitionPredicate> gone = new ArrayList<>();
        for (Partition partition : present) {
            String location = partition.storage().location();
            boolean below = location == null || root.contains(Location.of(location));
            if (below && !found.contains(partition.values())) {
                gone.add(new PartitionPredicate.Values(partition.values().stream().map(Optional::of).toList()));
                report.add("Repair: Dropped partition from metastore %s:%s".formatted(table.name().name(),
                        PartitionNames.name(table.partitionKeys(), partition.values())));
            }
        }
        if (!gone.isEmpty()) {
            context.session().partitions().drop(table.name(), gone, DataRemoval.KEEP, Partitions.IfExists.SKIP);
        }
    }
}

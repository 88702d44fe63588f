package dev.skep.query.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import dev.skep.metastore.catalog.DataRemoval;
import dev.skep.metastore.catalog.Partitions.IfExists;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.catalog.Partitions;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.partition.PartitionNames;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.parser.Statement;
import dev.skep.storage.file.FileEntry;
import dev.skep.storage.file.Location;

/** MSCK REPAIR TABLE: makes the catalog's partitions agree with the folders {@code key=value} below the table's. */
final class RepairTableCommand {
    private static final int ADDED_AT_ONCE = 1_000;

    private final CommandContext context;
    private final Table table;
    /** Folders by the names of the partitions that they are. */
    private final Map<String, Location> folders = new TreeMap<>();
    private final List<String> lines = new ArrayList<>();

    private RepairTableCommand(CommandContext context, Table table) {
        this.context = context;
        this.table = table;
    }

    static CommandResult run(Statement.RepairTable statement, CommandContext context) {
        Table table = context.table(statement.name());
        String location = table.storage().location();
        if (!table.isPartitioned() || location == null) {
            throw new QueryException(Reason.ANALYSIS,
                    "Cannot repair %s: it is not a partitioned table".formatted(table.name()));
        }
        context.catalog().tables().tableFor(
                statement.drops() && !statement.addsAndDrops() ? Privilege.DELETE : Privilege.INSERT, table.name());
        RepairTableCommand command = new RepairTableCommand(context, table);
        command.walk(Location.of(location), new ArrayList<>());
        command.compare(statement);
        return CommandResult.lines("result", command.lines);
    }

    private void walk(Location folder, List<String> values) {
        List<Column> keys = table.partitionKeys();
        if (values.size() == keys.size()) {
            folders.putIfAbsent(PartitionNames.name(keys, values), folder);
            return;
        }
        context.control().check();
        for (FileEntry entry : context.services().files().list(folder)) {
            String name = entry.location().name();
            int equals = name.indexOf('=');
            if (!entry.isDirectory() || equals <= 0 || !PartitionNames.unescape(name.substring(0, equals))
                    .toLowerCase(Locale.ROOT).equals(keys.get(values.size()).name())) {
                continue;
            }
            List<String> deeper = new ArrayList<>(values);
            deeper.add(PartitionNames.unescape(name.substring(equals + 1)));
            if (isValid(deeper, entry.location())) {
                walk(entry.location(), deeper);
            }
        }
    }

    private boolean isValid(List<String> values, Location folder) {
        Column key = table.partitionKeys().get(values.size() - 1);
        try {
            dev.skep.query.analyzer.PartitionValues.parse(key.name(), key.dataType(), values.getLast());
            return !values.getLast().isEmpty();
        } catch (QueryException e) {
            lines.add("Repair: Cannot add partition %s: %s".formatted(folder, e.getMessage()));
            return false;
        }
    }

    private void compare(Statement.RepairTable statement) {
        Map<String, Partition> known = new TreeMap<>();
        for (Partition partition : context.catalog().partitions().list(table.name(), PartitionPredicate.all(),
                Partitions.UNLIMITED)) {
            known.put(PartitionNames.name(table.partitionKeys(), partition.values()), partition);
        }
        List<String> absent = new ArrayList<>();
        Set<String> missing = new HashSet<>(folders.keySet());
        missing.removeAll(known.keySet());
        known.forEach((name, partition) -> {
            if (isGone(name, partition)) {
                absent.add(name);
            }
        });
        List<String> added = missing.stream().sorted().toList();
        tell("Partitions not in metastore:", added);
        tell("Partitions missing from filesystem:", absent);
        if (statement.addByDefault() || statement.addsAndDrops()) {
            add(added);
        }
        if (statement.drops()) {
            drop(absent, known);
        }
    }

    private boolean isGone(String name, Partition partition) {
        String location = partition.storage().location();
        if (location == null) {
            return false;
        }
        Location place = Location.of(location);
        if (place.equals(folders.get(name))) {
            return false;
        }
        context.control().check();
        return context.services().files().find(place).isEmpty();
    }

    private void tell(String what, List<String> names) {
        if (!names.isEmpty()) {
            StringBuilder line = new StringBuilder(what);
            names.forEach(name -> line.append('\t').append(table.name().name()).append(':').append(name));
            lines.add(line.toString());
        }
    }

    private void add(List<String> names) {
        for (int start = 0; start < names.size(); start += ADDED_AT_ONCE) {
            context.control().check();
            List<Partition> some = new ArrayList<>();
            for (String name : names.subList(start, Math.min(names.size(), start + ADDED_AT_ONCE))) {
                Location folder = folders.get(name);
                if (folder != null) {
                    some.add(AlterTableCommand.newPartition(table,
                            PartitionNames.values(table.partitionKeys(), name).orElseThrow(), folder.text()));
                }
            }
            context.catalog().partitions().add(table.name(), some, IfExists.SKIP);
            some.forEach(partition -> lines.add("Repair: Added partition to metastore %s:%s".formatted(
                    table.name().name(), PartitionNames.name(table.partitionKeys(), partition.values()))));
        }
    }

    private void drop(List<String> names, Map<String, Partition> known) {
        List<PartitionPredicate> predicates = new ArrayList<>();
        for (String name : names) {
            Partition partition = known.get(name);
            if (partition != null) {
                predicates.add(
                        new PartitionPredicate.Values(partition.values().stream().map(Optional::of).toList()));
            }
        }
        context.control().check();
        if (!predicates.isEmpty()) {
            context.catalog().partitions().drop(table.name(), predicates, DataRemoval.KEEP, IfExists.SKIP);
        }
        names.forEach(name -> lines
                .add("Repair: Dropped partition from metastore %s:%s".formatted(table.name().name(), name)));
    }
}

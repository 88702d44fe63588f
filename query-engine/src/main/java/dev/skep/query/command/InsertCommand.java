package dev.skep.query.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.skep.metastore.catalog.Partitions.IfExists;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.partition.PartitionNames;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.command.Statistics.Counts;
import dev.skep.query.command.TableWrite.Written;
import dev.skep.query.parser.Statement;
import dev.skep.storage.file.FileEntry;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.file.Location;

/**
 * INSERT INTO and INSERT OVERWRITE. New files stand beside the old ones until all are complete; then partitions are added, and an overwrite deletes the
 * files that were there when it began, of the table or of the partitions that it wrote.
 */
final class InsertCommand {
    private final CommandContext context;
    private final InsertPlan plan;
    private final boolean overwrite;
    /** Files that were there before, by the folder of the table or partition. */
    private final Map<Location, List<Location>> before = new HashMap<>();

    private InsertCommand(CommandContext context, InsertPlan plan, boolean overwrite) {
        this.context = context;
        this.plan = plan;
        this.overwrite = overwrite;
    }

    static CommandResult run(Statement.Insert statement, CommandContext context) {
        InsertPlan plan = InsertPlan.of(statement, context);
        if (statement.ifNotExists() && plan.onlyPartition() != null && !plan.existing().isEmpty()) {
            return CommandResult.written(0);
        }
        return CommandResult.written(new InsertCommand(context, plan, statement.overwrite()).run());
    }

    private long run() {
        if (overwrite) {
            remember();
        }
        Map<Location, List<Location>> replaced = new HashMap<>();
        Map<String, List<Written>> written = new LinkedHashMap<>();
        long rows = TableWrite.run(context, plan.node(), files -> {
            files.forEach(file -> written.computeIfAbsent(file.partition(), ignored -> new ArrayList<>()).add(file));
            String only = plan.onlyPartition();
            if (overwrite && only != null) {
                written.computeIfAbsent(only, ignored -> new ArrayList<>());
            }
            if (plan.table().isPartitioned()) {
                addPartitions(written);
            }
            if (overwrite) {
                written.keySet().forEach(partition -> {
                    Location folder = folder(partition);
                    replaced.put(folder, before.getOrDefault(folder, List.of()));
                });
            }
        });
        if (overwrite && !plan.table().isPartitioned()) {
            replaced.putAll(before);
            written.computeIfAbsent("", ignored -> new ArrayList<>());
        }
        FileSystem files = context.services().files();
        replaced.values().forEach(old -> old.forEach(files::delete));
        statistics(written);
        return rows;
    }

    /** The folder of the table, or of a partition by the name that the writer gives it. */
    private Location folder(String partition) {
        Location elsewhere = plan.node().folders().get(partition);
        if (elsewhere != null) {
            return elsewhere;
        }
        return partition.isEmpty() ? plan.node().location() : plan.node().location().resolve(partition);
    }

    private void remember() {
        FileSystem files = context.services().files();
        Location root = plan.node().location();
        String only = plan.onlyPartition();
        if (!plan.table().isPartitioned() || only != null) {
            Location folder = folder(only == null ? "" : only);
            before.put(folder, TableWrite.visibleFiles(files, folder).stream().map(FileEntry::location).toList());
            return;
        }
        int depth = plan.table().partitionKeys().size();
        for (FileEntry file : TableWrite.visibleFiles(files, root)) {
            String[] parts = file.location().text().substring(root.text().length() + 1).split("/");
            if (parts.length > depth) {
                Location folder = root.resolve(String.join("/", List.of(parts).subList(0, depth)));
                before.computeIfAbsent(folder, ignored -> new ArrayList<>()).add(file.location());
            }
        }
        for (Location folder : plan.node().folders().values()) {
            context.control().check();
            before.put(folder, TableWrite.visibleFiles(files, folder).stream().map(FileEntry::location).toList());
        }
    }

    private void addPartitions(Map<String, List<Written>> written) {
        Table table = plan.table();
        List<Partition> added = new ArrayList<>();
        written.forEach((name, files) -> {
            Partition existing = plan.existing().get(name);
            if (existing != null) {
                checkFormat(name, existing);
                return;
            }
            List<String> values = PartitionNames.values(table.partitionKeys(), name)
                    .orElseThrow(() -> new QueryException(Reason.INTERNAL,
                            "Cannot add partition '%s' to %s: it is no name of one".formatted(name, table.name())));
            Partition partition = AlterTableCommand.newPartition(table, values, folder(name).text());
            added.add(Statistics.withParameters(partition, TableWrite.counts(files).in(Map.of())));
        });
        if (!added.isEmpty()) {
            context.catalog().partitions().add(table.name(), added, IfExists.SKIP);
        }
    }

    private void checkFormat(String name, Partition existing) {
        String library = existing.storage().serDe().library();
        if (plan.onlyPartition() == null && library != null
                && !library.equals(plan.table().storage().serDe().library())) {
            throw new QueryException(Reason.UNSUPPORTED,
                    "Cannot insert into partition %s of %s: its files have another format (%s) than the table's; name the partition in the statement"
                            .formatted(name, plan.table().name(), library));
        }
    }

    private void statistics(Map<String, List<Written>> written) {
        if (!plan.table().isPartitioned()) {
            Counts counts = TableWrite.counts(written.getOrDefault("", List.of()));
            if (overwrite) {
                Statistics.change(context, plan.table().name(), counts::in);
                context.catalog().statistics().deleteOfTable(plan.table().name(), null, null);
            } else if (counts.files() > 0) {
                Statistics.change(context, plan.table().name(), parameters -> Statistics.added(parameters, counts));
            }
            return;
        }
        List<Partition> changed = new ArrayList<>();
        written.forEach((name, files) -> {
            Partition existing = plan.existing().get(name);
            if (existing != null) {
                Counts counts = TableWrite.counts(files);
                Map<String, String> parameters = overwrite
                        ? counts.in(existing.parameters())
                        : Statistics.added(existing.parameters(), counts);
                if (!parameters.equals(existing.parameters())) {
                    changed.add(Statistics.withParameters(existing, parameters));
                }
            }
        });
        if (!changed.isEmpty()) {
            context.catalog().partitions().changeCounts(plan.table().name(), changed);
        }
    }
}

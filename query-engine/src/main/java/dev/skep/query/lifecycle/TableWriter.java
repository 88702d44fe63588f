package dev.skep.query.lifecycle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.skep.metastore.access.AuthorizedTable;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.catalog.Partitions;
import dev.skep.metastore.catalog.Tables.Cascade;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.partition.PartitionNames;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.analyzer.CatalogTable;
import dev.skep.query.analyzer.PartitionValues;
import dev.skep.query.analyzer.TableFormats;
import dev.skep.query.command.CommandContext;
import dev.skep.query.command.PartitionSpecs;
import dev.skep.query.command.TableDefinitions;
import dev.skep.query.command.WriteStatistics;
import dev.skep.query.parser.PartitionTerm;
import dev.skep.query.parser.Statement;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.WriteNode;
import dev.skep.query.translate.WritePlans;
import dev.skep.storage.StorageException;
import dev.skep.storage.file.FileEntry;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.file.Location;
import dev.skep.storage.type.Field;
import org.jspecify.annotations.Nullable;

/**
 * INSERT and CREATE TABLE AS: plan, execute, then tell the catalog. Files have names that begin with the statement's own prefix; until the catalog
 * is told they can be taken back, and are when anything fails.
 */
final class TableWriter {
    private final CatalogSession session;
    private final CommandContext context;
    private final FileSystem files;
    private final String prefix;
    private final PlanRunner runner;

    /** Runs a plan to its end and returns its rows; see {@link StatementQuery}. */
    interface PlanRunner {
        List<List<@Nullable Object>> run(PlanNode plan);
    }

    TableWriter(CommandContext context, String queryId, PlanRunner runner) {
        session = context.session();
        this.context = context;
        files = context.files();
        prefix = queryId.replaceAll("[^A-Za-z0-9]", "") + "_";
        this.runner = runner;
    }

    /** A file as the plan's write node tells it. */
    private record Written(String partition, Location location, long rows, long bytes) {}

    /** The plan of an INSERT, ready to run, and what its commit will need. */
    record Prepared(WriteNode plan, Table table, boolean overwrite, @Nullable List<String> staticPartition,
            List<Location> oldFiles) {}

    /** Plans {@code INSERT}; {@code query} is the plan of its query. */
    Prepared prepareInsert(Statement.Insert statement, PlanNode query) {
        AuthorizedTable authorized = context.authorized(statement.table());
        Table table = context.changeableTable(statement.table());
        checkWritable(authorized);
        if (!statement.partition().isEmpty()) {
            PartitionSpecs.checkKeys(table, statement.partition());
        }
        List<Field> data = fields(table.storage().columns());
        List<Field> keys = fields(table.partitionKeys());
        PlanNode rows = WritePlans.rows(query, targets(statement, table, data, keys, query.outputs().size()));
        Map<String, String> fixed = fixedValues(statement.partition(), table);
        boolean whole = table.isPartitioned() && fixed.size() == keys.size();
        List<String> staticPartition = whole ? keys.stream().map(key -> fixed.get(key.name())).toList() : null;
        if (staticPartition != null && statement.ifNotExists()
                && session.partitions().find(table.name(), staticPartition).isPresent()) {
            throw new QueryException(Reason.ALREADY_EXISTS, "Cannot insert into %s: the partition exists".formatted(table.name()));
        }
        Map<String, Location> folders = folders(table, fixed);
        WriteNode plan = write(rows, table, location(table), data, keys, folders);
        List<Location> old = statement.overwrite() && (staticPartition != null || !table.isPartitioned())
                ? oldFiles(staticPartition == null ? location(table) : folder(table, staticPartition, folders))
                : List.of();
        return new Prepared(plan, table, statement.overwrite(), staticPartition, old);
    }

    private static void checkWritable(AuthorizedTable authorized) {
        Table table = authorized.visible();
        if (!authorized.hiddenColumns().isEmpty()) {
            throw new QueryException(Reason.ACCESS_DENIED,
                    "Cannot write to %s: not all of its columns may be seen".formatted(table.name()));
        }
        if (table.storage().buckets() > 0) {
            throw new QueryException(Reason.UNSUPPORTED, "Cannot write to %s: it is bucketed".formatted(table.name()));
        }
        CatalogTable.checkKind(table);
        TableFormats.of(table.name(), table.storage());
    }

    private static List<Field> fields(List<Column> columns) {
        return columns.stream().map(column -> new Field(column.name(), column.dataType())).toList();
    }

    private static Map<String, String> fixedValues(List<PartitionTerm> terms, Table table) {
        Map<String, String> fixed = new HashMap<>();
        for (PartitionTerm term : terms) {
            if (term.isDynamic()) {
                continue;
            }
            if (term.operator() != PartitionTerm.Operator.EQUAL) {
                throw new QueryException(Reason.ANALYSIS, "line %d:%d: expected '=' after '%s'".formatted(term.line(),
                        term.column(), term.key()), term.line(), term.column(), null);
            }
            for (Column key : table.partitionKeys()) {
                if (key.name().equals(term.key())) {
                    fixed.put(key.name(), PartitionSpecs.value(key, term));
                }
            }
        }
        return fixed;
    }

    private static List<WritePlans.Target> targets(Statement.Insert statement, Table table, List<Field> data, List<Field> keys,
            int queryColumns) {
        Map<String, String> fixed = fixedValues(statement.partition(), table);
        List<String> order = new ArrayList<>();
        if (statement.columns() != null) {
            order.addAll(statement.columns());
        } else {
            data.forEach(field -> order.add(field.name()));
        }
        for (Field key : keys) {
            if (!fixed.containsKey(key.name()) && !order.contains(key.name())) {
                order.add(key.name());
            }
        }
        if (order.size() != queryColumns) {
            throw CommandError.at(statement.table(), "Cannot insert into %s: the query has %d columns, %d are needed %s"
                    .formatted(table.name(), queryColumns, order.size(), order));
        }
        checkColumns(statement, table, order, fixed.keySet());
        List<WritePlans.Target> targets = new ArrayList<>();
        for (Field field : data) {
            targets.add(new WritePlans.Target(field, order.indexOf(field.name()), null));
        }
        for (Field key : keys) {
            String value = fixed.get(key.name());
            targets.add(value == null ? new WritePlans.Target(key, order.indexOf(key.name()), null)
                    : new WritePlans.Target(key, -1, PartitionValues.parse(key.name(), key.type(), value)));
        }
        return targets;
    }

    private static void checkColumns(Statement.Insert statement, Table table, List<String> order, Set<String> fixed) {
        Set<String> known = new HashSet<>();
        table.columns().forEach(column -> known.add(column.name()));
        Set<String> seen = new HashSet<>(fixed);
        for (String name : order) {
            if (!known.contains(name)) {
                throw CommandError.at(statement.table(), "Column '%s' of %s does not exist".formatted(name, table.name()));
            }
            if (!seen.add(name)) {
                throw CommandError.at(statement.table(), "Column '%s' of %s is given twice".formatted(name, table.name()));
            }
        }
    }

    private static Location location(Table table) {
        if (table.storage().location() == null) {
            throw new QueryException(Reason.CATALOG, "Cannot write to %s: it has no location".formatted(table.name()));
        }
        return Location.of(table.storage().location());
    }

    /** The partitions that rows may go to and that do not lie where their name says. */
    private Map<String, Location> folders(Table table, Map<String, String> fixed) {
        if (!table.isPartitioned()) {
            return Map.of();
        }
        List<Optional<String>> values = new ArrayList<>();
        for (Column key : table.partitionKeys()) {
            values.add(Optional.ofNullable(fixed.get(key.name())));
        }
        Location root = location(table);
        Map<String, Location> folders = new HashMap<>();
        for (Partition partition : session.partitions().list(table.name(), new PartitionPredicate.Values(values),
                Partitions.UNLIMITED)) {
            String name = PartitionNames.name(table.partitionKeys(), partition.values());
            String location = partition.storage().location();
            if (location != null && !Location.of(location).equals(root.resolve(name))) {
                folders.put(name, Location.of(location));
            }
        }
        return folders;
    }

    private static Location folder(Table table, List<String> values, Map<String, Location> folders) {
        String name = PartitionNames.name(table.partitionKeys(), values);
        Location elsewhere = folders.get(name);
        return elsewhere == null ? location(table).resolve(name) : elsewhere;
    }

    private WriteNode write(PlanNode rows, Table table, Location location, List<Field> data, List<Field> keys,
            Map<String, Location> folders) {
        return new WriteNode(WritePlans.nextId(rows), rows, table.name(), location, data, keys, folders,
                TableFormats.of(table.name(), table.storage()).formatName(),
                TableFormats.properties(table.parameters(), table.storage()), prefix);
    }

    /** Runs a prepared INSERT and commits it. Returns how many rows were written. */
    long insert(Prepared prepared) {
        Table table = prepared.table();
        List<Written> written;
        try {
            written = run(prepared.plan());
            commit(prepared, written);
        } catch (RuntimeException | Error e) {
            takeBack(prepared.plan());
            throw e;
        }
        List<Location> old = new ArrayList<>(prepared.oldFiles());
        if (prepared.overwrite() && table.isPartitioned() && prepared.staticPartition() == null) {
            written.stream().map(file -> file.location().parent()).distinct().forEach(folder -> old.addAll(oldFiles(folder)));
        }
        old.forEach(files::delete);
        return written.stream().mapToLong(Written::rows).sum();
    }

    private List<Written> run(WriteNode plan) {
        List<Written> written = new ArrayList<>();
        for (List<@Nullable Object> row : runner.run(plan)) {
            written.add(new Written(String.valueOf(row.get(0)), Location.of(String.valueOf(row.get(1))), number(row.get(2)),
                    number(row.get(3))));
        }
        return written;
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    /** The files in a folder that are not this statement's. */
    private List<Location> oldFiles(Location folder) {
        try (Stream<FileEntry> listing = files.listFiles(folder)) {
            return listing.map(FileEntry::location).filter(location -> !location.name().startsWith(prefix)
                    && !location.name().startsWith("_") && !location.name().startsWith(".")).toList();
        }
    }

    private void takeBack(WriteNode plan) {
        List<Location> folders = new ArrayList<>(plan.folders().values());
        folders.add(plan.location());
        for (Location folder : folders) {
            try (Stream<FileEntry> listing = files.listFiles(folder)) {
                listing.map(FileEntry::location).filter(location -> location.name().startsWith(prefix)).toList().forEach(files::delete);
            } catch (StorageException e) {
                // The statement has failed already, and its failure says more; files that nobody names do no harm to readers of other prefixes.
                continue;
            }
        }
    }

    private void commit(Prepared prepared, List<Written> written) {
        Table table = prepared.table();
        if (!table.isPartitioned()) {
            Map<String, String> parameters = sizes(table.parameters(), written, prepared.overwrite());
            if (!parameters.equals(table.parameters())) {
                session.tables().alter(table.name(), table.withParameters(parameters), Cascade.TABLE_ONLY, Map.of());
            }
            return;
        }
        addPartitions(table, written, prepared.staticPartition(), prepared.overwrite());
    }

    /** What the parameters say of the size after {@code written} came; unknown stays unknown. */
    private static Map<String, String> sizes(Map<String, String> old, List<Written> written, boolean overwrite) {
        long rows = written.stream().mapToLong(Written::rows).sum();
        long bytes = written.stream().mapToLong(Written::bytes).sum();
        if (overwrite) {
            return WriteStatistics.with(old, rows, written.size(), bytes);
        }
        try {
            String knownRows = old.get("numRows");
            String knownFiles = old.get("numFiles");
            String knownBytes = old.get("totalSize");
            if (knownRows != null && knownFiles != null && knownBytes != null
                    && (Long.parseLong(knownRows) > 0 || Long.parseLong(knownFiles) == 0)) {
                return WriteStatistics.with(old, Long.parseLong(knownRows) + rows,
                        Long.parseLong(knownFiles) + written.size(), Long.parseLong(knownBytes) + bytes);
            }
        } catch (NumberFormatException e) {
            return WriteStatistics.without(old);
        }
        return WriteStatistics.without(old);
    }

    private void addPartitions(Table table, List<Written> written, @Nullable List<String> staticPartition, boolean overwrite) {
        Map<String, List<Written>> byPartition = new LinkedHashMap<>();
        for (Written file : written) {
            byPartition.computeIfAbsent(file.partition(), name -> new ArrayList<>()).add(file);
        }
        if (staticPartition != null) {
            byPartition.putIfAbsent(PartitionNames.name(table.partitionKeys(), staticPartition), List.of());
        }
        Map<String, Partition> present = new HashMap<>();
        for (Partition partition : session.partitions().byNames(table.name(), List.copyOf(byPartition.keySet()))) {
            present.put(PartitionNames.name(table.partitionKeys(), partition.values()), partition);
        }
        List<Partition> added = new ArrayList<>();
        List<Partition> altered = new ArrayList<>();
        byPartition.forEach((name, inPartition) -> {
            Partition old = present.get(name);
            if (old == null) {
                List<String> values = PartitionNames.values(table.partitionKeys(), name).orElseThrow();
                added.add(new Partition(table.name(), values, CommandContext.now(), 0,
                        table.storage().withLocation(location(table).resolve(name).text()),
                        sizes(Map.of(), inPartition, true), -1));
            } else {
                altered.add(new Partition(old.table(), old.values(), old.createTime(), old.lastAccessTime(), old.storage(),
                        sizes(old.parameters(), inPartition, overwrite), old.writeId()));
            }
        });
        if (!added.isEmpty()) {
            session.partitions().add(table.name(), added, Partitions.IfExists.SKIP);
        }
        if (!altered.isEmpty()) {
            session.partitions().alter(table.name(), altered);
        }
    }

    /** The plan of a CREATE TABLE AS and the table that will be created. */
    record PreparedTable(WriteNode plan, Table table, boolean folderExisted) {}

    PreparedTable prepareTable(Statement.CreateTableAs statement, PlanNode query, List<Field> columns) {
        TableName name = context.tableName(statement.name());
        Table defined = TableDefinitions.tableAs(name, statement.external(), statement.columns(), statement.options(), columns,
                session.identity().user());
        if (defined.storage().buckets() > 0) {
            throw new QueryException(Reason.UNSUPPORTED, "Cannot create table %s: Skep does not write buckets".formatted(name));
        }
        Location location = defined.storage().location() == null ? chosen(name) : Location.of(defined.storage().location());
        Table table = defined.withStorage(defined.storage().withLocation(location.text()));
        boolean existed = files.find(location).isPresent();
        if (existed && !oldFiles(location).isEmpty()) {
            throw new QueryException(Reason.ALREADY_EXISTS,
                    "Cannot create table %s: its folder %s is not empty".formatted(name, location));
        }
        List<Field> data = fields(table.storage().columns());
        List<Field> keys = fields(table.partitionKeys());
        List<String> names = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            names.add(statement.columns().isEmpty() ? columns.get(i).name() : statement.columns().get(i).name());
        }
        List<WritePlans.Target> targets = new ArrayList<>();
        for (Field field : Stream.concat(data.stream(), keys.stream()).toList()) {
            targets.add(new WritePlans.Target(field, names.indexOf(field.name()), null));
        }
        return new PreparedTable(write(WritePlans.rows(query, targets), table, location, data, keys, Map.of()), table, existed);
    }

    private Location chosen(TableName name) {
        Database database = session.databases().database(name.database());
        String root = database.managedLocation() == null ? database.location() : database.managedLocation();
        if (root == null) {
            throw new QueryException(Reason.CATALOG, "Cannot create table %s: its database has no location".formatted(name));
        }
        return Location.of(root).resolve(name.name());
    }

    /** Writes the files, then creates the table. Returns how many rows it has. */
    long createTable(PreparedTable prepared, boolean withData) {
        boolean created = false;
        Location location = prepared.plan().location();
        try {
            List<Written> written = withData ? run(prepared.plan()) : List.of();
            Table table = prepared.table();
            files.createDirectories(location);
            session.tables().create(table.isPartitioned() ? table
                    : table.withParameters(sizes(table.parameters(), written, true)));
            created = true;
            if (table.isPartitioned() && !written.isEmpty()) {
                addPartitions(table, written, null, true);
            }
            return written.stream().mapToLong(Written::rows).sum();
        } catch (RuntimeException | Error e) {
            if (created) {
                session.tables().drop(prepared.table().name(), dev.skep.metastore.catalog.DataRemoval.KEEP);
            }
            takeBack(prepared.plan());
            if (!prepared.folderExisted()) {
                files.deleteRecursively(location);
            }
            throw e;
        }
    }
}

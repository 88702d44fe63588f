package dev.skep.conformance.kills;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import dev.skep.thrift.hms.AlreadyExistsException;
import dev.skep.thrift.hms.DropPartitionsRequest;
import dev.skep.thrift.hms.EnvironmentContext;
import dev.skep.thrift.hms.InvalidOperationException;
import dev.skep.thrift.hms.NoSuchObjectException;
import dev.skep.thrift.hms.Partition;
import dev.skep.thrift.hms.RequestPartsSpec;
import dev.skep.thrift.hms.Table;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** A managed table with partitions and statistics, under ever new names. A file in its folder tells whether that has gone along. */
final class TableSubject extends Subject<TableSubject.State> {
    private static final State ABSENT = new State("", "", new TreeMap<>(), 0);
    private static final String FILE = "made-by";
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private final String database;
    private final String prefix;
    private final Path folder;
    private int names;
    private int values;
    private boolean hasFile;
    private String lastName = "";

    TableSubject(Journal journal, Path warehouse, String database, String prefix) {
        super(journal, ABSENT);
        this.database = database;
        this.prefix = prefix;
        this.folder = warehouse.resolve(database + ".db");
    }

    /**
     * @param name empty if there is no table
     * @param partitions the marks by value
     * @param distinct what the statistics say, 0 if there are none
     */
    record State(String name, String mark, SortedMap<String, String> partitions, long distinct) {
        State named(String other, String by) {
            return new State(other, by, partitions, distinct);
        }

        State with(SortedMap<String, String> others) {
            return new State(name, mark, others, distinct);
        }
    }

    @Override
    Change<State> next(State now, Random random, String id) {
        if (now.name().isEmpty()) {
            return create(id);
        }
        int choice = random.nextInt(100);
        if (choice < 25 || now.partitions().isEmpty() && choice >= 45 && choice < 70) {
            return addPartitions(now, 1 + random.nextInt(12), id);
        } else if (choice < 45) {
            return alter(now, now.name(), id);
        } else if (choice < 60) {
            return alterPartitions(now, random, id);
        } else if (choice < 70) {
            return dropPartitions(now, random);
        } else if (choice < 82) {
            return alter(now, prefix + names++, id);
        } else if (choice < 92) {
            return statistics(now, 1 + random.nextInt(1_000_000));
        }
        String name = now.name();
        return new Change<>("drop " + name, ABSENT, List.of("DROP_TABLE " + name),
                client -> client.drop_table(database, name, true), NoSuchObjectException.class);
    }

    private Change<State> create(String id) {
        String name = prefix + names++;
        return new Change<>("create " + name, new State(name, id, new TreeMap<>(), 0), List.of("CREATE_TABLE " + name),
                client -> client.create_table(Structs.table(database, name, id)), AlreadyExistsException.class);
    }

    private Change<State> alter(State now, String name, String id) {
        Table changed = Structs.table(database, name, id);
        changed.getSd().setLocation("file:" + folder.resolve(now.name()));
        // A table that was renamed by the first sending is not there any more for the second.
        boolean isRename = !name.equals(now.name());
        return new Change<>((isRename ? "rename to " : "alter ") + name, now.named(name, id),
                List.of("ALTER_TABLE " + id),
                client -> client.alter_table_with_environment_context(database, now.name(), changed,
                        new EnvironmentContext()),
                isRename ? InvalidOperationException.class : null);
    }

    private Change<State> addPartitions(State now, int count, String id) {
        SortedMap<String, String> after = new TreeMap<>(now.partitions());
        List<Partition> added = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String value = "v%06d".formatted(values++);
            after.put(value, id);
            names.add(value);
            added.add(Structs.partition(database, now.name(), value, id));
        }
        return new Change<>("add %d partitions".formatted(count), now.with(after),
                List.of("ADD_PARTITION " + now.name() + " " + names), client -> client.add_partitions(added),
                AlreadyExistsException.class);
    }

    private static List<String> some(State now, Random random) {
        List<String> chosen = new ArrayList<>();
        for (String value : now.partitions().keySet()) {
            if (random.nextInt(3) == 0) {
                chosen.add(value);
            }
        }
        return chosen.isEmpty() ? List.of(now.partitions().firstKey()) : chosen;
    }

    private Change<State> alterPartitions(State now, Random random, String id) {
        SortedMap<String, String> after = new TreeMap<>(now.partitions());
        List<Partition> changed = new ArrayList<>();
        List<String> events = new ArrayList<>();
        for (String value : some(now, random)) {
            after.put(value, id);
            changed.add(Structs.partition(database, now.name(), value, id));
            events.add("ALTER_PARTITION " + now.name() + " " + value + " " + id);
        }
        return new Change<>("alter %d partitions".formatted(changed.size()), now.with(after), events,
                client -> client.alter_partitions(database, now.name(), changed), null);
    }

    private Change<State> dropPartitions(State now, Random random) {
        SortedMap<String, String> after = new TreeMap<>(now.partitions());
        List<String> names = new ArrayList<>();
        List<String> dropped = some(now, random);
        for (String value : dropped) {
            after.remove(value);
            names.add("p=" + value);
        }
        DropPartitionsRequest request = new DropPartitionsRequest();
        request.setDbName(database);
        request.setTblName(now.name());
        request.setParts(RequestPartsSpec.names(names));
        request.setDeleteData(true);
        request.setIfExists(false);
        return new Change<>("drop %d partitions".formatted(names.size()), now.with(after),
                List.of("DROP_PARTITION " + now.name() + " " + dropped), client -> client.drop_partitions_req(request),
                NoSuchObjectException.class);
    }

    private Change<State> statistics(State now, long distinct) {
        return new Change<>("statistics", new State(now.name(), now.mark(), now.partitions(), distinct),
                List.of("UPDATE_TABLE_COLUMN_STAT " + now.name()), client -> client
                        .update_table_column_statistics(Structs.statistics(database, now.name(), distinct)),
                null);
    }

    @Override
    void changed(State after) {
        String before = lastName;
        lastName = after.name();
        if (!before.isEmpty() && !before.equals(lastName)) {
            await("files left in " + before, () -> isEmpty(folder.resolve(before)));
        }
        if (after.name().isEmpty()) {
            hasFile = false;
        } else if (!hasFile) {
            try {
                Files.writeString(folder.resolve(after.name()).resolve(FILE), after.name());
                hasFile = true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    State read(FailoverClient client, List<State> possible) throws TException {
        List<String> known = possible.stream().map(State::name).filter(name -> !name.isEmpty()).distinct().toList();
        List<Table> tables = client.repeat(server -> server.get_table_objects_by_name(database, known));
        if (tables.isEmpty()) {
            return ABSENT;
        }
        assertThat(tables).as("tables of one that was renamed").hasSize(1);
        Table table = tables.getFirst();
        String name = table.getTableName();
        assertThat(table.getSd().getLocation()).as("folder of " + name)
                .endsWith(folder.resolve(name).toString());
        SortedMap<String, String> partitions = new TreeMap<>();
        for (Partition partition : client.repeat(server -> server.get_partitions(database, name, (short) -1))) {
            partitions.put(partition.getValues().getFirst(), partition.getParameters().getOrDefault(Structs.MARK, ""));
        }
        return new State(name, table.getParameters().getOrDefault(Structs.MARK, ""), partitions,
                distinct(client, name));
    }

    private long distinct(FailoverClient client, String name) throws TException {
        try {
            return client.repeat(server -> server.get_table_column_statistics(database, name, "id")).getStatsObj()
                    .getFirst().getStatsData().getLongStats().getNumDVs();
        } catch (NoSuchObjectException e) {
            return 0;
        }
    }

    @Override
    void checkFolders(State now, @Nullable State gone) {
        if (gone != null && !gone.name().isEmpty() && !gone.name().equals(now.name())) {
            Path left = folder.resolve(gone.name());
            await("files left in " + left, () -> isEmpty(left));
        }
        if (gone != null && now.name().equals(gone.name())) {
            gone.partitions().keySet().stream().filter(value -> !now.partitions().containsKey(value))
                    .map(value -> folder.resolve(now.name()).resolve("p=" + value))
                    .forEach(left -> await("files left in " + left, () -> isEmpty(left)));
        }
        if (now.name().isEmpty()) {
            return;
        }
        Path here = folder.resolve(now.name());
        if (hasFile) {
            await("the file of " + here, () -> Files.exists(here.resolve(FILE)));
        }
        for (String value : now.partitions().keySet()) {
            await("the folder of " + value + " in " + here, () -> Files.isDirectory(here.resolve("p=" + value)));
        }
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    /** What a server that was killed left of folders the others finish within seconds. */
    private static void await(String what, Condition condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        try {
            while (!condition.holds()) {
                assertThat(System.nanoTime()).as(what).isLessThan(end);
                LockSupport.parkNanos(20_000_000);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** True if there is no file in it. A folder that was made for a table which never came to be may stay. */
    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return true;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.noneMatch(Files::isRegularFile);
        } catch (UncheckedIOException e) {
            // Deleted while it was looked at.
            return false;
        }
    }
}

package dev.skep.conformance.kills;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.skep.thrift.hms.AlreadyExistsException;
import dev.skep.thrift.hms.Database;
import dev.skep.thrift.hms.NoSuchObjectException;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** A database with tables, dropped as one; under ever new names. */
final class DatabaseSubject extends Subject<DatabaseSubject.State> {
    private static final State ABSENT = new State("", "", 0);

    private final Path warehouse;
    private final String prefix;
    private int names;

    DatabaseSubject(Journal journal, Path warehouse, String prefix) {
        super(journal, ABSENT);
        this.warehouse = warehouse;
        this.prefix = prefix;
    }

    /** @param name empty if there is none */
    record State(String name, String mark, int tables) {}

    @Override
    Change<State> next(State now, Random random, String id) {
        String name = now.name();
        if (name.isEmpty()) {
            String made = prefix + names++;
            return new Change<>("create database " + made, new State(made, id, 0), List.of("CREATE_DATABASE " + made),
                    client -> client.create_database(Structs.database(made, id)), AlreadyExistsException.class);
        }
        if (now.tables() < 4 && random.nextInt(3) > 0) {
            String table = name + "_t" + now.tables();
            return new Change<>("create " + table, new State(name, now.mark(), now.tables() + 1),
                    List.of("CREATE_TABLE " + table), client -> client.create_table(Structs.table(name, table, id)),
                    AlreadyExistsException.class);
        }
        if (random.nextInt(3) == 0) {
            return new Change<>("alter database " + name, new State(name, id, now.tables()),
                    List.of("ALTER_DATABASE " + id), client -> {
                        Database changed = Structs.database(name, id);
                        client.alter_database(name, changed);
                    }, null);
        }
        List<String> events = new ArrayList<>(List.of("DROP_DATABASE " + name));
        for (int i = 0; i < now.tables(); i++) {
            events.add("DROP_TABLE " + name + "_t" + i);
        }
        return new Change<>("drop database " + name, ABSENT, events, client -> client.drop_database(name, true, true),
                NoSuchObjectException.class);
    }

    @Override
    State read(FailoverClient client, List<State> possible) throws TException {
        for (State state : possible) {
            if (!state.name().isEmpty()) {
                try {
                    Database found = client.repeat(server -> server.get_database(state.name()));
                    return new State(found.getName(), found.getParameters().getOrDefault(Structs.MARK, ""),
                            client.repeat(server -> server.get_all_tables(state.name())).size());
                } catch (NoSuchObjectException e) {
                    continue;
                }
            }
        }
        return ABSENT;
    }

    @Override
    void checkFolders(State now, @Nullable State gone) {
        if (!now.name().isEmpty()) {
            Path folder = warehouse.resolve(now.name() + ".db");
            assertThat(folder).isDirectory();
            for (int i = 0; i < now.tables(); i++) {
                assertThat(Files.isDirectory(folder.resolve(now.name() + "_t" + i))).isTrue();
            }
        }
    }
}

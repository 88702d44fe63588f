package dev.skep.conformance.kills;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.skep.thrift.hms.AlreadyExistsException;
import dev.skep.thrift.hms.Function;
import dev.skep.thrift.hms.FunctionType;
import dev.skep.thrift.hms.NoSuchObjectException;
import dev.skep.thrift.hms.PrincipalType;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** A function, under ever new names. */
final class FunctionSubject extends Subject<FunctionSubject.State> {
    private static final State ABSENT = new State("", "");

    private final String database;
    private final String prefix;
    private int names;

    FunctionSubject(Journal journal, String database, String prefix) {
        super(journal, ABSENT);
        this.database = database;
        this.prefix = prefix;
    }

    /** @param name empty if there is no function */
    record State(String name, String className) {}

    private Function function(String name, String className) {
        Function function = new Function();
        function.setDbName(database);
        function.setFunctionName(name);
        function.setClassName(className);
        function.setOwnerName("ann");
        function.setOwnerType(PrincipalType.USER);
        function.setFunctionType(FunctionType.JAVA);
        function.setResourceUris(new ArrayList<>());
        return function;
    }

    @Override
    Change<State> next(State now, Random random, String id) {
        if (now.name().isEmpty()) {
            String name = prefix + names++;
            return new Change<>("create function " + name, new State(name, "of." + id),
                    List.of("CREATE_FUNCTION " + name), client -> client.create_function(function(name, "of." + id)),
                    AlreadyExistsException.class);
        }
        String name = now.name();
        if (random.nextInt(3) > 0) {
            return new Change<>("alter function " + name, new State(name, "of." + id), List.of(),
                    client -> client.alter_function(database, name, function(name, "of." + id)), null);
        }
        return new Change<>("drop function " + name, ABSENT, List.of("DROP_FUNCTION " + name),
                client -> client.drop_function(database, name), NoSuchObjectException.class);
    }

    @Override
    State read(FailoverClient client, List<State> possible) throws TException {
        for (State state : possible) {
            if (!state.name().isEmpty()) {
                try {
                    Function found = client.repeat(server -> server.get_function(database, state.name()));
                    return new State(found.getFunctionName(), found.getClassName());
                } catch (NoSuchObjectException e) {
                    continue;
                }
            }
        }
        return ABSENT;
    }

    @Override
    void checkFolders(State now, @Nullable State gone) {
        // A function has none.
    }
}

package dev.skep.server.adopt;

import java.util.List;

import dev.skep.thrift.hms.Function;
import org.apache.thrift.TException;

/** Functions of a database. */
final class FunctionAdoption {
    private final Ends ends;
    private final Ledger ledger;

    FunctionAdoption(Ends ends, Ledger ledger) {
        this.ends = ends;
        this.ledger = ledger;
    }

    /** {@code isThere} is false if the database is only planned. */
    void adopt(DatabaseKey database, boolean isThere) throws TException {
        for (String name : Ends.sorted(ends.source().client().get_functions(database.onWire(), "*"))) {
            try {
                Function source = Ends.find(ends.source(), client -> client.get_function(database.onWire(), name));
                if (source != null) {
                    settle(database, name, source, isThere);
                }
            } catch (TException e) {
                if (MetastoreConnection.isBroken(e)) {
                    throw e;
                }
                ledger.failed(Kind.FUNCTION, database + "." + name, Ends.reason(e));
            }
        }
    }

    private void settle(DatabaseKey database, String name, Function source, boolean isThere) throws TException {
        Function wanted = Prepared.function(source, database);
        Function existing = isThere
                ? Ends.find(ends.target(), client -> client.get_function(database.onWire(), name))
                : null;
        if (existing == null) {
            if (ledger.pass() == Pass.WRITE) {
                ends.target().client().create_function(wanted);
            }
            ledger.made(Kind.FUNCTION, database + "." + name);
            return;
        }
        List<String> differences = Prepared.facts(existing, source).differences(Prepared.facts(wanted, source));
        if (differences.isEmpty()) {
            ledger.same(Kind.FUNCTION, 1);
            return;
        }
        if (ledger.pass() == Pass.WRITE) {
            ends.target().client().alter_function(database.onWire(), name, wanted);
        }
        ledger.changed(Kind.FUNCTION, database + "." + name, differences);
    }
}

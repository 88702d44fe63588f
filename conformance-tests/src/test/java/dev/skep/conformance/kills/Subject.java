package dev.skep.conformance.kills;

import java.util.List;
import java.util.Random;

import org.apache.thrift.TException;
import org.apache.thrift.transport.TTransportException;
import org.jspecify.annotations.Nullable;

/**
 * Something in the catalog that only one client changes, so that it knows what must be there. After a call that was cut off there are two states that it can be in, and no third.
 *
 * @param <S> a state, equal to another that looks the same through the wire
 */
abstract class Subject<S extends Record> {
    private final Journal journal;
    private S known;
    private @Nullable Doubt<S> doubt;

    Subject(Journal journal, S first) {
        this.journal = journal;
        this.known = first;
    }

    private record Doubt<S>(String call, Change<S> change) {}

    /**
     * A change to be made.
     *
     * @param events what it leaves in the notification log
     * @param doneAlready the exception by which a second sending learns that the first was done; null where it is done again
     */
    record Change<S>(String text, S after, List<String> events, FailoverClient.Order order,
            @Nullable Class<? extends TException> doneAlready) {}

    /** Chooses what to do next. @param id names the call */
    abstract Change<S> next(S now, Random random, String id);

    /** Reads the state that is there. Fails with an AssertionError for one that is neither of the two. */
    abstract S read(FailoverClient client, List<S> possible) throws TException;

    /** Looks at the folders of the state that is there. @param gone the other one, if a call was cut off */
    abstract void checkFolders(S now, @Nullable S gone);

    /** Called when a change was acknowledged. */
    void changed(S after) {}

    final S known() {
        return known;
    }

    final boolean isInDoubt() {
        return doubt != null;
    }

    /** Makes a change, unless the state is in doubt. */
    final void step(FailoverClient client, Random random) throws TException {
        if (doubt != null) {
            return;
        }
        String id = journal.begin(getClass().getSimpleName());
        Change<S> change = next(known, random, id);
        try {
            client.order(change.order());
            journal.done(id, change.events());
        } catch (TTransportException e) {
            if (random.nextBoolean() || !sentAgain(client, id, change)) {
                journal.lost(id);
                doubt = new Doubt<>(id, change);
                return;
            }
        } catch (TException e) {
            throw new AssertionError("%s (%s) of %s was refused".formatted(id, change.text(), known), e);
        }
        known = change.after();
        changed(known);
    }

    /** As Hive's retrying client does. */
    private boolean sentAgain(FailoverClient client, String id, Change<S> change) {
        try {
            client.order(change.order());
            if (change.doneAlready() == null) {
                journal.doneOnceOrTwice(id, change.events());
            } else {
                journal.done(id, change.events());
            }
            return true;
        } catch (TTransportException e) {
            return false;
        } catch (TException e) {
            if (change.doneAlready() == null || !change.doneAlready().isInstance(e)) {
                throw new AssertionError("%s (%s), sent again, was refused".formatted(id, change.text()), e);
            }
            journal.done(id, change.events());
            return true;
        }
    }

    /** Compares with what a server says, and learns what has come of a call that was cut off. */
    final void verify(FailoverClient client) throws TException {
        S before = known;
        Doubt<S> open = doubt;
        List<S> possible = open == null ? List.of(before) : List.of(before, open.change().after());
        S found = read(client, possible);
        if (!possible.contains(found)) {
            throw new AssertionError("found %s, expected one of %s (%s)".formatted(found, possible,
                    open == null ? "nothing in doubt" : open.call() + " " + open.change().text()));
        }
        if (open != null) {
            boolean isDone = found.equals(open.change().after());
            journal.found(open.call(), isDone, open.change().events());
            known = found;
            doubt = null;
            checkFolders(found, isDone ? before : open.change().after());
            if (isDone) {
                changed(found);
            }
        } else {
            checkFolders(found, null);
        }
    }
}

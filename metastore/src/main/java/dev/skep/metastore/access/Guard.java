package dev.skep.metastore.access;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.model.Table;

/** Every call of a session passes here, with what it wants to do to which object. */
public final class Guard {
    private final Identity identity;

    public Guard(Identity identity) {
        this.identity = identity;
    }

    public Identity identity() {
        return identity;
    }

    /** Returns if the action is allowed; fails with ACCESS_DENIED otherwise. */
    public void check(Action action, CatalogObject object) {
        Decision decision = Decisions.decide(identity, action, object);
        if (!decision.isAllowed()) {
            throw new CatalogException(Reason.ACCESS_DENIED, "Cannot %s: %s".formatted(action, decision.explanation()));
        }
    }

    /** True if the caller may know that the object exists. */
    public boolean sees(CatalogObject object) {
        return Decisions.decide(identity, Action.DESCRIBE, object).isAllowed();
    }

    /** Returns those that the caller may know of. */
    public <T> List<T> visible(List<T> all, Function<T, CatalogObject> object) {
        List<T> visible = new ArrayList<>(all.size());
        for (T one : all) {
            if (sees(object.apply(one))) {
                visible.add(one);
            }
        }
        return visible;
    }

    /** Returns the table with what the caller has to apply to its rows. */
    public AuthorizedTable authorize(Table table) {
        check(Action.DESCRIBE, new CatalogObject.OfTable(table.name()));
        return AuthorizedTable.unrestricted(table);
    }
}

package dev.skep.metastore.access;

/** Decides: a pure function of who asks, what for, and the rules there are. There are no rules yet, and without any everything is allowed. */
public final class Decisions {
    private Decisions() {}

    public static Decision decide(Identity identity, Action action, CatalogObject object) {
        return new Decision(true, "%s may %s %s: no policy is defined".formatted(identity.user(), action, object));
    }
}

package dev.skep.metastore.access;

import java.util.List;

/** Is told of what was decided and changed; called by any thread, must not block for long, and never fails the call. */
public interface AccessLog {
    AccessLog NONE = event -> {};

    void record(Event event);

    /** What happened. */
    enum Outcome {
        /** A call was refused. */
        DENIED,
        /** Rows were filtered, values masked or columns hidden. */
        ALTERED,
        /** A policy, role or tag was changed. */
        CHANGED
    }

    /**
     * One line of the log.
     *
     * @param operation what was asked for: a privilege, or the change of a policy
     * @param object the object's name as text
     * @param policies the names of the policies that decided
     * @param detail a sentence
     */
    record Event(Caller caller, Outcome outcome, String operation, String object, List<String> policies,
            String detail) {
        public Event {
            policies = List.copyOf(policies);
        }
    }
}

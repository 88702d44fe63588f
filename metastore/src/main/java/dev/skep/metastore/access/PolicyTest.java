package dev.skep.metastore.access;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/** What the policies are expected to do for someone; see {@code RUN POLICY TESTS}. */
public record PolicyTest(String name, String user, Set<String> groups, Expectation expectation,
        AccessPolicy.Provenance made) {
    public PolicyTest {
        requireNonNull(name, "name is null");
        requireNonNull(user, "user is null");
        groups = Set.copyOf(groups);
        requireNonNull(expectation, "expectation is null");
    }

    /** What is expected. */
    public sealed interface Expectation {

        /** That a privilege on an object is there, or is not. */
        record Access(Privilege privilege, Scope object, boolean isAllowed) implements Expectation {}

        /** That a query as that user gives one row with one value, which as text is this. */
        record QueryValue(String query, String value) implements Expectation {}

        /** That a query as that user is refused. */
        record QueryDenied(String query) implements Expectation {}
    }
}

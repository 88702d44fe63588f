package dev.skep.query.command;

import java.util.stream.Collectors;

import dev.skep.metastore.access.PolicyTest;
import dev.skep.metastore.access.PolicyTest.Expectation;
import dev.skep.metastore.access.PolicyText;

/** A policy test as the statement that makes it. */
final class PolicyTestText {
    private PolicyTestText() {}

    static String of(PolicyTest test) {
        StringBuilder text = new StringBuilder("CREATE POLICY TEST ").append(name(test.name())).append(" AS USER ")
                .append(name(test.user()));
        if (!test.groups().isEmpty()) {
            text.append(" IN GROUP ").append(test.groups().stream().sorted().map(PolicyTestText::name)
                    .collect(Collectors.joining(", ")));
        }
        text.append(" EXPECT ");
        switch (test.expectation()) {
            case Expectation.Access access -> text.append(access.privilege()).append(" ON ")
                    .append(PolicyText.of(access.object())).append(access.isAllowed() ? " ALLOWED" : " DENIED");
            case Expectation.QueryValue value -> text.append("QUERY ").append(quoted(value.query())).append(" VALUE ")
                    .append(quoted(value.value()));
            case Expectation.QueryDenied denied ->
                text.append("QUERY ").append(quoted(denied.query())).append(" DENIED");
        }
        return text.toString();
    }

    private static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}

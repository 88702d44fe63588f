package dev.skep.query.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.skep.metastore.access.PolicyTest;
import dev.skep.metastore.access.PolicyTest.Expectation;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.PolicyText;
import dev.skep.metastore.access.Scope;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.parser.AccessStatement;
import dev.skep.query.parser.AccessStatement.Expected;
import org.jspecify.annotations.Nullable;

/** CREATE, DROP and SHOW of policy tests. */
final class PolicyTestCommands {
    private PolicyTestCommands() {}

    static CommandResult create(AccessStatement.CreatePolicyTest statement, CommandContext context) {
        PolicyTest test = new PolicyTest(statement.name(), statement.user(), Set.copyOf(statement.groups()),
                expectation(statement, context), PolicyCommands.made(context));
        context.access().define(test, PolicyCommands.replace(statement.replace()));
        return CommandResult.done();
    }

    private static Expectation expectation(AccessStatement.CreatePolicyTest statement, CommandContext context) {
        switch (statement.expected()) {
            case Expected.Access access -> {
                Privilege privilege = Privileges.one(access.privilege());
                Scope object = AccessScopes.of(access.object(), context);
                if (!PolicyTestRun.isOneObject(object)) {
                    throw new QueryException(Reason.ANALYSIS,
                            "Cannot define policy test %s: %s is not one object".formatted(statement.name(),
                                    PolicyText.of(object)));
                }
                if (!Privileges.applicable(object).contains(privilege)) {
                    throw Privileges.at(access.privilege(), "Cannot expect %s on %s".formatted(privilege,
                            Privileges.kind(object)));
                }
                return new Expectation.Access(privilege, object, access.isAllowed());
            }
            case Expected.Query query -> {
                // Whoever runs the test later may have another current database.
                String text = ViewQuery.qualified(query.query(), context.database());
                String value = query.value();
                return value == null ? new Expectation.QueryDenied(text) : new Expectation.QueryValue(text, value);
            }
        }
    }

    static CommandResult drop(AccessStatement.DropPolicyTest statement, CommandContext context) {
        return RoleCommands.ifPresent(statement.ifExists(), () -> context.access().dropPolicyTest(statement.name()));
    }

    static CommandResult show(AccessStatement.ShowPolicyTests statement, CommandContext context) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (PolicyTest test : context.access().policyTests()) {
            rows.add(CommandResult.row(test.name(), test.user(), PolicyTestText.of(test)));
        }
        return CommandResult.rows(AccessColumns.of(statement), rows);
    }
}

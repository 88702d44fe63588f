package dev.skep.query.command;

import java.util.List;

import dev.skep.query.parser.AccessStatement;

/** Leads each statement about access to its command. */
final class AccessCommands {
    private AccessCommands() {}

    static CommandResult run(AccessStatement statement, CommandContext context) {
        return switch (statement) {
            case AccessStatement.CreateRole create -> RoleCommands.create(create, context);
            case AccessStatement.DropRole drop -> RoleCommands.drop(drop, context);
            case AccessStatement.GrantRoles grant -> RoleCommands.grant(grant, context);
            case AccessStatement.RevokeRoles revoke -> RoleCommands.revoke(revoke, context);
            case AccessStatement.ShowRoles ignored -> RoleCommands.show(context);
            case AccessStatement.ShowCurrentRoles ignored -> RoleCommands.current(context);
            case AccessStatement.ShowRoleGrants show -> RoleCommands.grantsOf(show, context);
            case AccessStatement.ShowPrincipals show -> RoleCommands.principals(show, context);
            case AccessStatement.SetRole set -> RoleCommands.refuseSet(set);
            case AccessStatement.Grant grant -> GrantCommands.grant(grant, context);
            case AccessStatement.Revoke revoke -> GrantCommands.revoke(revoke, context);
            case AccessStatement.ShowGrants show -> GrantCommands.show(show, context);
            case AccessStatement.ShowPolicies show -> PolicyCommands.show(show, context);
            case AccessStatement.CreateRowFilter create -> PolicyCommands.create(create, context);
            case AccessStatement.DropRowFilter drop -> PolicyCommands.drop(drop, context);
            case AccessStatement.CreateColumnMask create -> PolicyCommands.create(create, context);
            case AccessStatement.DropColumnMask drop -> PolicyCommands.drop(drop, context);
            case AccessStatement.SetTag set -> TagCommands.set(set, context);
            case AccessStatement.UnsetTag unset -> TagCommands.unset(unset, context);
            case AccessStatement.ShowTags show -> TagCommands.show(show, context);
            case AccessStatement.ExplainAccess explain -> ExplainAccessCommand.run(explain, context);
            case AccessStatement.CreatePolicyTest create -> PolicyTestCommands.create(create, context);
            case AccessStatement.DropPolicyTest drop -> PolicyTestCommands.drop(drop, context);
            case AccessStatement.ShowPolicyTests show -> PolicyTestCommands.show(show, context);
            case AccessStatement.RunPolicyTests run -> PolicyTestRun.run(run, context);
            case AccessStatement.ImportResourcePolicy policy -> {
                context.access().resourcePolicy(policy.json());
                yield CommandResult.done();
            }
            case AccessStatement.DropResourcePolicy ignored -> {
                context.access().resourcePolicy(null);
                yield CommandResult.done();
            }
            case AccessStatement.ShowResourcePolicy ignored -> CommandResult.lines("policy",
                    context.access().resourcePolicy().map(List::of).orElse(List.of()));
        };
    }
}

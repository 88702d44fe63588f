package dev.skep.query.command;

import static dev.skep.query.command.CommandResult.texts;

import java.util.List;

import dev.skep.query.parser.AccessStatement;
import dev.skep.query.result.ResultColumn;

/** Which columns the results of statements about access have. */
final class AccessColumns {
    private AccessColumns() {}

    static List<ResultColumn> of(AccessStatement statement) {
        return switch (statement) {
            case AccessStatement.ShowRoles ignored -> texts("role");
            case AccessStatement.ShowCurrentRoles ignored -> texts("role");
            case AccessStatement.ShowRoleGrants ignored -> texts("role", "grant_option", "grant_time", "grantor");
            case AccessStatement.ShowPrincipals ignored ->
                texts("principal_name", "principal_type", "grant_option", "grantor", "grantor_type", "grant_time");
            case AccessStatement.ShowGrants ignored -> texts("object", "grantee", "privileges", "effect",
                    "grant_option", "conditions", "grantor", "grant_time", "policy");
            case AccessStatement.ShowPolicies ignored -> texts("name", "kind", "statement");
            case AccessStatement.ShowTags ignored -> texts("object", "tag", "value");
            case AccessStatement.ExplainAccess ignored -> texts("subject", "decision", "policies", "reason");
            case AccessStatement.ShowPolicyTests ignored -> texts("name", "user", "statement");
            case AccessStatement.RunPolicyTests ignored -> texts("name", "user", "result", "detail");
            case AccessStatement.ShowResourcePolicy ignored -> texts("policy");
            case AccessStatement.CreateRole ignored -> List.of();
            case AccessStatement.DropRole ignored -> List.of();
            case AccessStatement.GrantRoles ignored -> List.of();
            case AccessStatement.RevokeRoles ignored -> List.of();
            case AccessStatement.SetRole ignored -> List.of();
            case AccessStatement.Grant ignored -> List.of();
            case AccessStatement.Revoke ignored -> List.of();
            case AccessStatement.CreateRowFilter ignored -> List.of();
            case AccessStatement.DropRowFilter ignored -> List.of();
            case AccessStatement.CreateColumnMask ignored -> List.of();
            case AccessStatement.DropColumnMask ignored -> List.of();
            case AccessStatement.SetTag ignored -> List.of();
            case AccessStatement.UnsetTag ignored -> List.of();
            case AccessStatement.CreatePolicyTest ignored -> List.of();
            case AccessStatement.DropPolicyTest ignored -> List.of();
            case AccessStatement.ImportResourcePolicy ignored -> List.of();
            case AccessStatement.DropResourcePolicy ignored -> List.of();
        };
    }
}

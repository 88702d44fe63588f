package dev.skep.query.command;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.skep.metastore.access.AccessPolicy;
import dev.skep.metastore.access.AccessPolicy.ColumnMaskPolicy;
import dev.skep.metastore.access.AccessPolicy.Provenance;
import dev.skep.metastore.access.AccessPolicy.RowFilterPolicy;
import dev.skep.metastore.access.PolicyText;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.catalog.Access.Replace;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.parser.AccessObject;
import dev.skep.query.parser.AccessStatement;
import org.jspecify.annotations.Nullable;

/** Row filters and column masks: defined, dropped and shown. */
final class PolicyCommands {
    private PolicyCommands() {}

    static CommandResult create(AccessStatement.CreateRowFilter statement, CommandContext context) {
        Scope scope = AccessScopes.of(statement.on(), context);
        if (!(scope instanceof Scope.OfTable) && !(scope instanceof Scope.Tagged)) {
            throw new QueryException(Reason.ANALYSIS, "Cannot define row filter %s on %s: only on a table or a tag"
                    .formatted(statement.name(), Privileges.kind(scope)));
        }
        context.access().checkMayDefine(scope);
        AccessScopes.checkExists(scope, context);
        new PolicyExpressions("row filter " + statement.name(), context).checkFilter(statement.condition(), scope);
        context.access().define(new RowFilterPolicy(-1, statement.name(), scope, statement.condition().text(),
                statement.audience(), made(context)), replace(statement.replace()));
        return CommandResult.done();
    }

    static CommandResult create(AccessStatement.CreateColumnMask statement, CommandContext context) {
        Scope scope = AccessScopes.of(statement.on(), context);
        if (!(scope instanceof Scope.OfColumn) && !(scope instanceof Scope.Tagged)) {
            throw new QueryException(Reason.ANALYSIS, "Cannot define column mask %s on %s: only on a column or a tag"
                    .formatted(statement.name(), Privileges.kind(scope)));
        }
        context.access().checkMayDefine(scope);
        AccessScopes.checkExists(scope, context);
        new PolicyExpressions("column mask " + statement.name(), context).checkMask(statement.mask(),
                statement.expression(), scope);
        context.access().define(new ColumnMaskPolicy(-1, statement.name(), scope, statement.mask(),
                statement.audience(), made(context)), replace(statement.replace()));
        return CommandResult.done();
    }

    /** Whom the catalog is told that it comes from; it says so itself as well. */
    static Provenance made(CommandContext context) {
        return new Provenance(context.user(), Instant.now());
    }

    static Replace replace(boolean replaces) {
        return replaces ? Replace.REPLACE : Replace.REFUSE;
    }

    static CommandResult drop(AccessStatement.DropRowFilter statement, CommandContext context) {
        return RoleCommands.ifPresent(statement.ifExists(), () -> context.access().dropRowFilter(statement.name()));
    }

    static CommandResult drop(AccessStatement.DropColumnMask statement, CommandContext context) {
        return RoleCommands.ifPresent(statement.ifExists(), () -> context.access().dropColumnMask(statement.name()));
    }

    static CommandResult show(AccessStatement.ShowPolicies statement, CommandContext context) {
        AccessObject on = statement.on();
        ScopeCover cover = on == null ? null : ScopeCover.of(AccessScopes.of(on, context), context.access());
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (AccessPolicy policy : context.access().policies()) {
            if (cover == null || cover.isTouchedBy(policy.scope())) {
                rows.add(CommandResult.row(policy.name(), kind(policy), PolicyText.of(policy)));
            }
        }
        return CommandResult.rows(AccessColumns.of(statement), rows);
    }

    private static String kind(AccessPolicy policy) {
        return switch (policy) {
            case AccessPolicy.Grant grant -> grant.effect() == AccessPolicy.Effect.ALLOW ? "GRANT" : "DENY";
            case RowFilterPolicy ignored -> "ROW FILTER";
            case ColumnMaskPolicy ignored -> "COLUMN MASK";
        };
    }
}

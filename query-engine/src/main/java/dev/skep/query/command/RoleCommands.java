package dev.skep.query.command;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Role;
import dev.skep.metastore.catalog.Access;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.parser.AccessStatement;
import org.jspecify.annotations.Nullable;

/** Roles: made, given, taken and shown, with Hive's names of columns. */
final class RoleCommands {
    private RoleCommands() {}

    static CommandResult create(AccessStatement.CreateRole statement, CommandContext context) {
        context.access().createRole(statement.name());
        return CommandResult.done();
    }

    static CommandResult drop(AccessStatement.DropRole statement, CommandContext context) {
        return ifPresent(statement.ifExists(), () -> context.access().dropRole(statement.name()));
    }

    /** Runs a removal; with {@code ifExists} it is no failure that nothing is there. */
    static CommandResult ifPresent(boolean ifExists, Runnable removal) {
        try {
            removal.run();
        } catch (CatalogException e) {
            if (!ifExists || e.reason() != CatalogException.Reason.NOT_FOUND) {
                throw e;
            }
        }
        return CommandResult.done();
    }

    static CommandResult grant(AccessStatement.GrantRoles statement, CommandContext context) {
        Access access = context.access();
        for (String role : statement.roles()) {
            for (Principal to : statement.to()) {
                access.grantRole(role, to, statement.adminOption());
            }
        }
        return CommandResult.done();
    }

    static CommandResult revoke(AccessStatement.RevokeRoles statement, CommandContext context) {
        Access access = context.access();
        for (String role : statement.roles()) {
            for (Principal from : statement.from()) {
                access.revokeRole(role, from, statement.adminOptionOnly());
            }
        }
        return CommandResult.done();
    }

    static CommandResult show(CommandContext context) {
        return CommandResult.lines("role", context.access().roles().stream().map(Role::name).toList());
    }

    static CommandResult current(CommandContext context) {
        return CommandResult.lines("role", new ArrayList<>(new TreeSet<>(context.access().self().roles())));
    }

    static CommandResult grantsOf(AccessStatement.ShowRoleGrants statement, CommandContext context) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Role.Member member : context.access().rolesOf(statement.of())) {
            rows.add(CommandResult.row(member.role(), String.valueOf(member.adminOption()), time(member),
                    member.grantor()));
        }
        return CommandResult.rows(AccessColumns.of(statement), rows);
    }

    static CommandResult principals(AccessStatement.ShowPrincipals statement, CommandContext context) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Role.Member member : context.access().membersOf(statement.role())) {
            rows.add(CommandResult.row(member.member().name(), member.member().type().name(),
                    String.valueOf(member.adminOption()), member.grantor(), "USER", time(member)));
        }
        return CommandResult.rows(AccessColumns.of(statement), rows);
    }

    private static String time(Role.Member member) {
        return java.time.Instant.ofEpochSecond(member.grantTime()).toString();
    }

    static CommandResult refuseSet(AccessStatement.SetRole statement) {
        throw new QueryException(Reason.UNSUPPORTED,
                "Cannot set role %s: all roles of a user are always in force; SHOW CURRENT ROLES lists them"
                        .formatted(statement.role()));
    }
}

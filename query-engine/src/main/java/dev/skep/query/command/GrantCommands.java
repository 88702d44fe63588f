package dev.skep.query.command;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.skep.metastore.access.AccessPolicy;
import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.AccessPolicy.Provenance;
import dev.skep.metastore.access.NameGlob;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.PolicyText;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.catalog.Access;
import dev.skep.query.parser.AccessObject;
import dev.skep.query.parser.AccessStatement;
import dev.skep.query.parser.PrivilegeName;
import org.jspecify.annotations.Nullable;

/** GRANT, DENY and REVOKE of privileges, and SHOW GRANTS. */
final class GrantCommands {
    private GrantCommands() {}

    static CommandResult grant(AccessStatement.Grant statement, CommandContext context) {
        Scope object = AccessScopes.of(statement.object(), context);
        Map<Scope, Set<Privilege>> given = new LinkedHashMap<>();
        for (PrivilegeName name : statement.privileges()) {
            for (Scope scope : scopes(name, object)) {
                given.computeIfAbsent(scope, any -> EnumSet.noneOf(Privilege.class))
                        .addAll(Privileges.given(name, statement.effect(), scope));
            }
        }
        given.keySet().forEach(scope -> AccessScopes.checkExists(scope, context));
        Access access = context.access();
        Provenance made = new Provenance(context.user(), Instant.now());
        given.forEach((scope, privileges) -> {
            for (Principal to : statement.to()) {
                access.grant(new Grant(-1, statement.effect(), privileges, scope, to, statement.grantOption(),
                        statement.conditions(), made));
            }
        });
        return CommandResult.done();
    }

    static CommandResult revoke(AccessStatement.Revoke statement, CommandContext context) {
        Scope object = AccessScopes.of(statement.object(), context);
        Map<Scope, Set<Privilege>> taken = new LinkedHashMap<>();
        for (PrivilegeName name : statement.privileges()) {
            for (Scope scope : scopes(name, object)) {
                taken.computeIfAbsent(scope, any -> EnumSet.noneOf(Privilege.class)).addAll(Privileges.taken(name));
            }
        }
        Access access = context.access();
        taken.forEach((scope, privileges) -> {
            for (Principal from : statement.from()) {
                access.revoke(statement.effect(), privileges, scope, from, statement.grantOptionOnly());
            }
        });
        return CommandResult.done();
    }

    /** The object, or the columns of it that the privilege is limited to. */
    private static List<Scope> scopes(PrivilegeName name, Scope object) {
        if (name.columns().isEmpty()) {
            return List.of(object);
        }
        if (!(object instanceof Scope.OfTable table)) {
            throw Privileges.at(name, "Cannot limit %s to columns on %s: only a table has columns"
                    .formatted(name.name(), Privileges.kind(object)));
        }
        List<Scope> columns = new ArrayList<>();
        name.columns().forEach(column -> columns.add(new Scope.OfColumn(table, new NameGlob(column))));
        return columns;
    }

    static CommandResult show(AccessStatement.ShowGrants statement, CommandContext context) {
        AccessObject on = statement.on();
        ScopeCover cover = on == null ? null : ScopeCover.of(AccessScopes.of(on, context), context.access());
        Principal of = statement.of();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (AccessPolicy policy : context.access().policies()) {
            if (policy instanceof Grant grant && (of == null || of.equals(grant.to()))
                    && (cover == null || cover.isTouchedBy(grant.scope()))) {
                rows.add(row(grant));
            }
        }
        return CommandResult.rows(AccessColumns.of(statement), rows);
    }

    private static List<@Nullable Object> row(Grant grant) {
        return CommandResult.row(PolicyText.of(grant.scope()), PolicyText.of(grant.to()),
                Privileges.text(grant.privileges(), grant.effect(), grant.scope()),
                grant.effect() == Effect.ALLOW ? "ALLOW" : "DENY", String.valueOf(grant.grantOption()),
                conditions(grant), grant.made().by(), grant.made().at().toString(),
                grant.name());
    }

    private static String conditions(Grant grant) {
        return grant.conditions().stream().map(PolicyText::of).collect(Collectors.joining(" AND "));
    }
}

package dev.skep.metastore.access;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.GlueAction.Kind;

/**
 * What the actions of a statement mean on its resources. Glue asks for the right to a table on the catalog, the database and the table alike, and a right to a
 * container says nothing about what is in it. Here a grant on a container covers what is in it. So
 * <ul>
 * <li>an action on tables or functions gives privileges by the tables and functions among the resources; the catalog and databases beside them give
 * nothing;
 * <li>a privilege is given on a whole database, or all, only if the statement gives it on every kind of thing in it;
 * <li>an action on a database that would give more than that is refused, but looking at a database ({@code GetDatabase}) is left out: a database is
 * known to whoever has something in it;
 * <li>a denial on a container denies the action on all that is in it.
 * </ul>
 *
 * @param actions with true for those that are named without a wildcard
 */
record GlueStatement(Effect effect, Map<GlueAction, Boolean> actions, List<GlueResource> resources) {

    /** The privileges by scope. Fails with IllegalArgumentException for what cannot be said, naming it. */
    Map<Scope, Set<Privilege>> privileges() {
        Map<Scope, Set<Privilege>> privileges = new LinkedHashMap<>();
        actions.forEach((action, isNamed) -> {
            boolean isUsed = false;
            for (GlueResource resource : resources) {
                isUsed |= add(action, isNamed, resource, privileges);
            }
            if (isNamed && !isUsed) {
                throw new IllegalArgumentException("Invalid resource policy: %s has no %s among its resources"
                        .formatted(action.text(), action.kind().name().toLowerCase(java.util.Locale.ROOT)));
            }
        });
        privileges.forEach((scope, given) -> privileges.forEach((wider, all) -> {
            if (!wider.equals(scope) && Scopes.covers(wider, scope)) {
                given.removeAll(all);
            }
        }));
        privileges.values().removeIf(Set::isEmpty);
        return privileges;
    }

    private boolean add(GlueAction action, boolean isNamed, GlueResource resource,
            Map<Scope, Set<Privilege>> privileges) {
        if (action.kind() == Kind.CATALOG && effect == Effect.ALLOW && !isNamed && !resource.isEverything()) {
            // The right to give rights is not meant by a star that stands for working with tables.
            return false;
        }
        boolean isOfKind = resource.isEverything() || resource.kind() == action.kind();
        boolean isDenialAbove = effect == Effect.DENY && (resource.kind() == Kind.CATALOG
                || resource.kind() == Kind.DATABASE && action.kind() != Kind.CATALOG);
        if (!isOfKind && !isDenialAbove) {
            return false;
        }
        for (Privilege privilege : action.privileges()) {
            boolean isContainer = resource.isEverything() || resource.kind() == Kind.DATABASE;
            if (isContainer && isOnAll(privilege, resource)) {
                put(resource.container(), privilege, privileges);
            } else if (action.kind() == Kind.DATABASE && effect == Effect.ALLOW) {
                if (isNamed && privilege != Privilege.DESCRIBE) {
                    throw new IllegalArgumentException(
                            "Invalid resource policy: %s alone would here give %s on all that is in the database too; allow it on table/%s/* and userDefinedFunction/%s/* as well, or use GRANT"
                                    .formatted(action.text(), privilege, resource.database(), resource.database()));
                }
            } else {
                put(resource.scope(action.kind()), privilege, privileges);
            }
        }
        return true;
    }

    private static void put(Scope scope, Privilege privilege, Map<Scope, Set<Privilege>> privileges) {
        privileges.computeIfAbsent(scope, _ -> EnumSet.noneOf(Privilege.class)).add(privilege);
    }

    /** True if the statement gives a privilege on a container and on every kind of thing in it that can have the privilege. */
    private boolean isOnAll(Privilege privilege, GlueResource container) {
        for (Kind kind : container.isEverything()
                ? Kind.values()
                : new Kind[]{Kind.DATABASE, Kind.TABLE,
                        Kind.FUNCTION}) {
            if (GlueAction.has(kind, privilege) && !isGiven(privilege, kind, container)) {
                return false;
            }
        }
        return true;
    }

    private boolean isGiven(Privilege privilege, Kind kind, GlueResource container) {
        return actions.keySet().stream()
                .anyMatch(action -> action.kind() == kind && action.privileges().contains(privilege))
                && resources.stream().anyMatch(resource -> resource.coversAll(kind, container.database()));
    }

    /** Returns the statement that says a grant's privileges, or fails with IllegalArgumentException if none does. */
    static Written written(Effect effect, Scope scope, Set<Privilege> privileges) {
        return switch (scope) {
            case Scope.OfCatalog of when of.catalog().text().equals("hive") ->
                written(privileges, List.of("*"), Kind.CATALOG, Kind.DATABASE, Kind.TABLE, Kind.FUNCTION);
            case Scope.OfDatabase of when of.catalog().text().equals("hive") -> written(privileges,
                    resources(effect, of.database(), "table/%s/*".formatted(of.database()),
                            "userDefinedFunction/%s/*".formatted(of.database())),
                    Kind.DATABASE, Kind.TABLE, Kind.FUNCTION);
            case Scope.OfTable of when of.catalog().text().equals("hive") -> written(privileges,
                    effect == Effect.DENY
                            ? List.of("table/%s/%s".formatted(of.database(), of.table()))
                            : resources(effect, of.database(), "table/%s/%s".formatted(of.database(), of.table())),
                    Kind.TABLE);
            case Scope.OfFunction of when of.catalog().text().equals("hive") -> written(privileges,
                    effect == Effect.DENY
                            ? List.of("userDefinedFunction/%s/%s".formatted(of.database(), of.function()))
                            : resources(effect, of.database(),
                                    "userDefinedFunction/%s/%s".formatted(of.database(), of.function())),
                    Kind.FUNCTION);
            case Scope.OfCatalog _,Scope.OfDatabase _,Scope.OfTable _,Scope.OfColumn _,Scope.OfFunction _,Scope.OfLocation _,Scope.Tagged _ ->
                throw new IllegalArgumentException(
                        "Cannot write a grant on %s: Glue has no such resource".formatted(PolicyText.of(scope)));
        };
    }

    /** Glue wants the containers among the resources of what is allowed; in a denial they would deny more. */
    private static List<String> resources(Effect effect, NameGlob database, String... inside) {
        List<String> resources = new ArrayList<>();
        if (effect == Effect.ALLOW) {
            resources.add("catalog");
        }
        resources.add("database/" + database);
        resources.addAll(List.of(inside));
        return List.copyOf(resources);
    }

    /** Actions, and resources without what is before them in an ARN. */
    record Written(List<String> actions, List<String> resources) {}

    private static Written written(Set<Privilege> privileges, List<String> resources, Kind... kinds) {
        List<String> actions = new ArrayList<>();
        for (Privilege privilege : EnumSet.copyOf(privileges)) {
            boolean isSaid = false;
            for (Kind kind : kinds) {
                if (GlueAction.has(kind, privilege)) {
                    GlueAction action = GlueAction.of(kind, privilege);
                    if (!privileges.containsAll(action.privileges())) {
                        throw new IllegalArgumentException(
                                "Cannot write %s alone: Glue has no action for it".formatted(privilege));
                    }
                    actions.add(action.text());
                    if (action == GlueAction.GET_PARTITIONS && privileges.contains(Privilege.DESCRIBE)) {
                        actions.add(GlueAction.GET_TABLE.text());
                    }
                    isSaid = true;
                }
            }
            if (!isSaid) {
                throw new IllegalArgumentException(
                        "Cannot write %s: Glue has no action for it on such a resource".formatted(privilege));
            }
        }
        return new Written(List.copyOf(actions), resources);
    }
}

package dev.skep.metastore.catalog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import dev.skep.metastore.access.CatalogObject;
import dev.skep.metastore.access.ColumnMask;
import dev.skep.metastore.access.Decision;
import dev.skep.metastore.access.Entitlements;
import dev.skep.metastore.access.Entitlements.TableAccess;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.access.Origin;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.RowFilter;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.catalog.Access.Explanation;
import dev.skep.metastore.catalog.Access.Line;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;

/** Says what someone may do with a table: to himself, and to who manages the table. */
final class AccessExplanation {
    private static final Set<Privilege> OF_TABLES = EnumSet.of(Privilege.DESCRIBE, Privilege.SELECT, Privilege.INSERT,
            Privilege.DELETE, Privilege.ALTER, Privilege.DROP, Privilege.ANALYZE, Privilege.MANAGE, Privilege.TRUST);

    private final Rooms rooms;
    private final Guard guard;
    private final RuleRights rights;

    AccessExplanation(Rooms rooms, Guard guard, RuleRights rights) {
        this.rooms = rooms;
        this.guard = guard;
        this.rights = rights;
    }

    Explanation explain(Identity who, Origin origin, TableName name, Instant now) {
        Table table = rooms.store().read(tx -> tx.tables().find(name)).orElseThrow(() -> Missing.table(name));
        CatalogObject object = RuleObjects.object(table);
        if (!rights.sees(object)) {
            throw Missing.table(name);
        }
        boolean manages = rights.manages(Scope.OfTable.of(name), object);
        boolean isSelf = who.user().equals(guard.caller().user())
                && guard.identity().groups().containsAll(who.groups()) && guard.identity().roles().containsAll(who.roles());
        if (!manages && !isSelf) {
            throw rights.refused("explain the access of user '%s' to table %s".formatted(who.user(), name),
                    "table " + name, "user '%s' has no MANAGE on it".formatted(guard.caller().user()));
        }
        Entitlements entitlements = guard.policies().entitlementsOf(who);
        List<Line> lines = new ArrayList<>();
        for (Privilege privilege : OF_TABLES) {
            Decision decision = entitlements.decide(privilege, object, origin, now);
            lines.add(new Line(privilege.name(), decision.isAllowed() ? "ALLOWED" : "DENIED", decision.policies(),
                    decision.explanation()));
        }
        TableAccess seen = entitlements.accessTo(table, Privilege.DESCRIBE, origin, now);
        TableAccess read = entitlements.accessTo(table, Privilege.SELECT, origin, now);
        for (Column column : table.columns()) {
            if (seen.columns().contains(column.name()) || manages) {
                lines.add(line(column.name(), seen, read));
            }
        }
        for (RowFilter filter : read.filters()) {
            lines.add(new Line("ROWS", "FILTERED", List.of(filter.policy()), filter.condition()));
        }
        String problem = read.problem();
        if (problem != null) {
            lines.add(new Line("ROWS", "DENIED", read.policies(), problem));
        }
        return new Explanation(entitlements.identity(), name, now, lines);
    }

    private static Line line(String column, TableAccess seen, TableAccess read) {
        String subject = "COLUMN " + column;
        ColumnMask mask = read.masks().get(column);
        if (!read.columns().contains(column)) {
            return seen.columns().contains(column)
                    ? new Line(subject, "DENIED", read.policies(), "its values may not be read")
                    : new Line(subject, "HIDDEN", seen.policies(), "it may not be seen");
        }
        return mask == null
                ? new Line(subject, "ALLOWED", read.policies(), "its values may be read")
                : new Line(subject, "MASKED", List.of(mask.policy()), mask.expression());
    }
}

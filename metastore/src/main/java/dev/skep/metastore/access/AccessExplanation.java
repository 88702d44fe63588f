package dev.skep.metastore.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.Entitlements.ColumnRights;
import dev.skep.metastore.access.Entitlements.TableAccess;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Table;

/**
 * What someone may do with a table, and why: a line for each privilege, for each column, for each row filter, and for what keeps all rows from being read.
 * For one who may know all policies on the table; it names columns that the explained identity does not see.
 */
public final class AccessExplanation {
    private AccessExplanation() {}

    /**
     * One line.
     *
     * @param subject {@code SELECT}, {@code COLUMN ssn}, {@code ROW FILTER europe}, {@code ROWS}
     * @param decision {@code ALLOWED} or {@code DENIED} for privileges; {@code VISIBLE}, {@code MASKED} or {@code HIDDEN} for columns; {@code APPLIED} for filters
     * @param policies the names of the policies that decided
     */
    public record Line(String subject, String decision, List<String> policies, String reason) {
        public Line {
            policies = List.copyOf(policies);
        }
    }

    /** Returns the lines, privileges first, then columns in the table's order, then filters. */
    public static List<Line> of(Entitlements who, Table table, Origin origin, Instant now) {
        List<Line> lines = new ArrayList<>();
        CatalogObject object = new CatalogObject.OfTable(table.name(), Entitlements.owner(table));
        for (Privilege privilege : Privilege.values()) {
            if ((Privileges.bit(privilege) & Privileges.OF_TABLES) != 0) {
                Decision decision = who.decide(privilege, object, origin, now);
                lines.add(new Line(privilege.name(), decision.isAllowed() ? "ALLOWED" : "DENIED",
                        decision.policies(), decision.explanation()));
            }
        }
        TableAccess access = who.accessTo(table, Privilege.SELECT, origin, now);
        ColumnRights rights = who.columnRights(table, origin, now);
        for (Column column : table.columns()) {
            lines.add(column(column.name(), access, rights));
        }
        access.filters().forEach(filter -> lines.add(new Line("ROW FILTER " + filter.policy(), "APPLIED",
                List.of(filter.policy()), "only rows where " + filter.condition())));
        if (access.problem() != null) {
            lines.add(new Line("ROWS", "DENIED", access.policies(), access.problem()));
        }
        return lines;
    }

    private static Line column(String column, TableAccess access, ColumnRights rights) {
        String subject = "COLUMN " + column;
        if (!access.columns().contains(column)) {
            Map<String, Grant> denials = new LinkedHashMap<>();
            rights.denialsOf(Privilege.SELECT, column).forEach(denial -> denials.put(denial.name(), denial));
            return new Line(subject, "HIDDEN", List.copyOf(denials.keySet()), denials.isEmpty()
                    ? "SELECT is not granted"
                    : "DENIED by " + Reasons.list(List.copyOf(denials.values())));
        }
        ColumnMask mask = access.masks().get(column);
        return mask == null
                ? new Line(subject, "VISIBLE", List.of(), "the values themselves")
                : new Line(subject, "MASKED", List.of(mask.policy()), "shown as " + mask.expression());
    }
}

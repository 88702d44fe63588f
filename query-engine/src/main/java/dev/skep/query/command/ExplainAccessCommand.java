package dev.skep.query.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.skep.metastore.access.AddressRange;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.access.Origin;
import dev.skep.metastore.access.Origin.ClientKind;
import dev.skep.metastore.catalog.Access;
import dev.skep.query.parser.AccessStatement;
import org.jspecify.annotations.Nullable;

/** EXPLAIN ACCESS: what someone may do with a table when asking by SQL, and why. */
final class ExplainAccessCommand {
    private ExplainAccessCommand() {}

    static CommandResult run(AccessStatement.ExplainAccess statement, CommandContext context) {
        AddressRange from = statement.from();
        Access.Explanation explanation = context.access().explain(
                new Identity(statement.user(), Set.copyOf(statement.groups()), Set.of()),
                new Origin(from == null ? null : from.network(), ClientKind.SQL),
                context.tableName(statement.table()));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Access.Line line : explanation.lines()) {
            rows.add(CommandResult.row(line.subject(), line.decision(), String.join(", ", line.policies()),
                    line.reason()));
        }
        return CommandResult.rows(AccessColumns.of(statement), rows);
    }
}

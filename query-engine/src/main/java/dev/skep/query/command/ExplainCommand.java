package dev.skep.query.command;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.execution.Execution;
import dev.skep.query.execution.Execution.NodeStatistics;
import dev.skep.query.parser.Statement;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.PlanPrinter;
import dev.skep.query.plan.PolicyNode;
import dev.skep.query.plan.ScanNode;

/** EXPLAIN: the plan as text. EXPLAIN ANALYZE runs a query, leaves its rows out and tells what each node did. */
final class ExplainCommand {
    private ExplainCommand() {}

    static CommandResult run(Statement.Explain statement, CommandContext context) {
        PlanNode plan = plan(statement, context);
        Map<Integer, Long> totals = new HashMap<>();
        countPartitions(plan, context, totals);
        if (!statement.analyze()) {
            return CommandResult.lines("Plan", PlanPrinter.print(plan, totals));
        }
        Map<Integer, NodeStatistics> statistics = measure(plan, context);
        List<String> lines = PlanPrinter.print(plan, totals, id -> {
            NodeStatistics one = statistics.get(id);
            return one == null
                    ? null
                    : new PlanPrinter.Actual(one.rows(), one.cpu(), one.peakMemory(), one.spilled(), one.details());
        });
        return CommandResult.lines("Plan", lines);
    }

    private static PlanNode plan(Statement.Explain statement, CommandContext context) {
        return switch (statement.statement()) {
            case Statement.Select select -> context.plan(select.query()).plan();
            case Statement.Insert insert when !statement.analyze() -> InsertPlan.of(insert, context).node();
            case Statement.CreateTableAs create when !statement.analyze() ->
                CreateTableAsCommand.plan(create, context);
            default -> throw new QueryException(Reason.UNSUPPORTED, statement.analyze()
                    ? "Cannot explain and run this statement: only queries"
                    : "Cannot explain this statement: only queries, INSERT and CREATE TABLE AS have plans");
        };
    }

    private static Map<Integer, NodeStatistics> measure(PlanNode plan, CommandContext context) {
        Execution execution = context.control().begin(context.services().executor(), plan, context.limits());
        try {
            CommandControl.drain(execution, batch -> {});
            return execution.statistics();
        } finally {
            try {
                context.control().ended(execution);
            } finally {
                execution.close();
            }
        }
    }

    private static void countPartitions(PlanNode plan, CommandContext context, Map<Integer, Long> totals) {
        if (plan instanceof PolicyNode) {
            return;
        }
        if (plan instanceof ScanNode scan) {
            // A table that only a view's owner sees whole has no total to tell.
            context.catalog().tables().find(scan.table())
                    .filter(table -> table.isUnrestricted() && table.visible().isPartitioned())
                    .ifPresent(table -> totals.put(scan.id(), (long) context.catalog().partitions()
                            .forScan(table, PartitionPredicate.all()).size()));
        }
        plan.inputs().forEach(input -> countPartitions(input, context, totals));
    }
}

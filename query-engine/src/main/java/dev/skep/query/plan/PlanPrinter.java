package dev.skep.query.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

import dev.skep.metastore.access.EnforcementPoint;
import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.And;
import dev.skep.query.expression.Expression.Call;
import dev.skep.query.expression.Expression.Case;
import dev.skep.query.expression.Expression.Cast;
import dev.skep.query.expression.Expression.Coalesce;
import dev.skep.query.expression.Expression.Comparison;
import dev.skep.query.expression.Expression.FieldAccess;
import dev.skep.query.expression.Expression.In;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.expression.Expression.IsNull;
import dev.skep.query.expression.Expression.Literal;
import dev.skep.query.expression.Expression.Not;
import dev.skep.query.expression.Expression.Or;
import dev.skep.storage.type.Field;
import org.jspecify.annotations.Nullable;

/** A plan as indented text, a line for each node: what it does, on what, and how many rows are expected. */
public final class PlanPrinter {
    private static final int MAX_LIST = 8;
    private static final int NANOS_PER_MICRO = 1_000;

    private final Map<Integer, Long> partitionTotals;
    private final IntFunction<@Nullable Actual> actuals;
    private final List<String> lines = new ArrayList<>();
    private final Set<Integer> printedShared = new HashSet<>();

    /** What a node did in a run. */
    public record Actual(long rows, Duration cpu, long peakMemory, long spilled, String details) {}

    private PlanPrinter(Map<Integer, Long> partitionTotals, IntFunction<@Nullable Actual> actuals) {
        this.partitionTotals = partitionTotals;
        this.actuals = actuals;
    }

    /**
     * Returns the plan's lines.
     *
     * @param partitionTotals by node id of a scan, how many partitions its table has
     */
    public static List<String> print(PlanNode plan, Map<Integer, Long> partitionTotals) {
        return print(plan, partitionTotals, id -> null);
    }

    /** Returns the plan's lines with what each node did, by node id. */
    public static List<String> print(PlanNode plan, Map<Integer, Long> partitionTotals,
            IntFunction<@Nullable Actual> actuals) {
        PlanPrinter printer = new PlanPrinter(partitionTotals, actuals);
        printer.print(plan, 0);
        return printer.lines;
    }

    private void print(PlanNode node, int depth) {
        boolean counts = showsCounts(node);
        StringBuilder line = new StringBuilder("  ".repeat(depth)).append("- ").append(describe(node));
        if (counts && node.estimatedRows() >= 0) {
            line.append("  {rows: ").append(rounded(node.estimatedRows())).append('}');
        }
        lines.add(line.toString());
        if (node instanceof SharedNode && !printedShared.add(node.id())) {
            return;
        }
        Actual actual = actuals.apply(node.id());
        if (actual != null) {
            lines.add("%s    %scpu: %s, memory: %s%s%s".formatted("  ".repeat(depth),
                    counts ? "actual rows: " + actual.rows() + ", " : "", time(actual.cpu()),
                    bytes(actual.peakMemory()),
                    actual.spilled() == 0 ? "" : ", spilled: " + bytes(actual.spilled()),
                    !counts || actual.details().isEmpty() ? "" : ", " + actual.details()));
        }
        if (showsBeneath(node)) {
            node.inputs().forEach(input -> print(input, depth + 1));
        }
    }

    /** What lies below a policy is nobody's who reads the plan. */
    @EnforcementPoint
    private static boolean showsBeneath(PlanNode node) {
        return !(node instanceof PolicyNode);
    }

    /** Counts of all that is made from the rows of a policy can tell of rows that it takes away, by what was skipped for them. */
    @EnforcementPoint
    private static boolean showsCounts(PlanNode node) {
        return !(node instanceof PolicyNode) && node.inputs().stream().allMatch(PlanPrinter::showsCounts);
    }

    private static String rounded(double rows) {
        return rows >= 1e15 ? String.format(Locale.ROOT, "%.2g", rows) : String.valueOf(Math.round(rows));
    }

    private static String time(Duration time) {
        return time.toMillis() > 0 ? time.toMillis() + "ms" : time.toNanos() / NANOS_PER_MICRO + "us";
    }

    private static String bytes(long bytes) {
        if (bytes >= 1L << 20) {
            return (bytes >> 20) + "MB";
        }
        return bytes >= 1L << 10 ? (bytes >> 10) + "kB" : bytes + "B";
    }

    private String describe(PlanNode node) {
        return switch (node) {
            case ScanNode scan -> scan(scan);
            case ValuesNode values -> "Values [%d rows] => %s".formatted(values.rows().size(), names(values.outputs()));
            case FilterNode filter -> "Filter [" + text(filter.predicate(), filter.input().outputs()) + "]";
            case ProjectNode project -> "Project [" + project(project) + "]";
            case ExpandNode expand -> "Expand [%d grouping sets]".formatted(expand.projections().size());
            case AggregateNode aggregate -> aggregate(aggregate);
            case JoinNode join -> join(join);
            case SortNode sort -> "Sort [" + keys(sort.keys(), sort.outputs()) + "]";
            case TopNNode top -> "TopN [%d%s by %s%s]".formatted(top.count(),
                    top.offset() == 0 ? "" : " after " + top.offset(), keys(top.keys(), top.outputs()),
                    top.bound() == TopNNode.NO_BOUND ? "" : "; runtime filter " + top.bound());
            case LimitNode limit -> "Limit [%s%s]".formatted(
                    limit.count() == Long.MAX_VALUE ? "all" : String.valueOf(limit.count()),
                    limit.offset() == 0 ? "" : " after " + limit.offset());
            case WindowNode window -> window(window);
            case UnionNode union -> "Union [%d inputs]".formatted(union.inputs().size());
            case UnnestNode unnest -> "Unnest [%s%s]".formatted(
                    texts(unnest.collections(), unnest.input().outputs()), unnest.keepsEmpty() ? ", keeps empty" : "");
            case SystemScanNode scan ->
                "Scan [table sys.%s] => %s".formatted(scan.table().name(), names(scan.outputs()));
            case SharedNode shared -> "Shared [%d%s]".formatted(shared.id(),
                    printedShared.contains(shared.id()) ? ", as above" : "");
            case PolicyNode policy -> "Policy [%s]".formatted(policy.object());
            case WriteNode write -> "Write [table %s, %s%s]".formatted(write.table(), write.format(),
                    write.partitionKeys().isEmpty() ? "" : ", by " + names(write.partitionKeys()));
        };
    }

    private String scan(ScanNode scan) {
        StringBuilder text = new StringBuilder("Scan [table ").append(scan.table());
        Long total = partitionTotals.get(scan.id());
        boolean partitioned = total != null || scan.partitions().size() != 1
                || !scan.partitions().getFirst().values().isEmpty();
        if (partitioned) {
            text.append(", partitions ").append(scan.partitions().size());
            if (total != null && total >= 0) {
                text.append(" of ").append(total);
            }
        }
        scan.partitions().stream().map(ScanNode.ScanPartition::format).distinct()
                .forEach(format -> text.append(", ").append(format));
        if (!scan.predicate().isAll()) {
            text.append(", skips by ").append(scan.predicate().domains().keySet().stream().sorted()
                    .collect(Collectors.joining(", ")));
        }
        if (scan.filter() != null) {
            text.append(", filter ").append(text(scan.filter(), scan.outputs()));
        }
        for (ScanNode.RuntimeFilterTarget target : scan.runtimeFilters()) {
            text.append(", runtime filter ").append(target.filter()).append(" on ")
                    .append(scan.columns().get(target.column()).name());
        }
        return text.append("] => ").append(names(scan.outputs())).toString();
    }

    private static String names(List<Field> fields) {
        return fields.stream().map(Field::name).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String project(ProjectNode project) {
        List<String> terms = new ArrayList<>();
        for (int i = 0; i < project.names().size(); i++) {
            String text = text(project.expressions().get(i), project.input().outputs());
            String name = project.names().get(i);
            terms.add(text.equals(name) ? name : name + " := " + text);
        }
        return String.join(", ", terms);
    }

    private static String aggregate(AggregateNode node) {
        List<Field> inputs = node.input().outputs();
        List<String> terms = new ArrayList<>();
        for (AggregateNode.Aggregate aggregate : node.aggregates()) {
            String arguments = aggregate.arguments().isEmpty()
                    ? "*"
                    : aggregate.arguments().stream().map(column -> inputs.get(column).name())
                            .collect(Collectors.joining(", "));
            terms.add("%s := %s(%s%s)%s".formatted(aggregate.name(), aggregate.function(),
                    aggregate.distinct() ? "DISTINCT " : "",
                    arguments, aggregate.filter() == null ? "" : " FILTER " + inputs.get(aggregate.filter()).name()));
        }
        String keys = node.keys().stream().map(key -> inputs.get(key).name()).collect(Collectors.joining(", "));
        return "Aggregate [%s%s]".formatted(keys.isEmpty() ? "" : "by " + keys + (terms.isEmpty() ? "" : "; "),
                String.join(", ", terms));
    }

    private static String join(JoinNode node) {
        List<Field> left = node.left().outputs();
        List<Field> right = node.right().outputs();
        List<String> terms = new ArrayList<>();
        for (int i = 0; i < node.leftKeys().size(); i++) {
            terms.add(left.get(node.leftKeys().get(i)).name() + " = " + right.get(node.rightKeys().get(i)).name());
        }
        if (node.residual() != null) {
            List<Field> both = new ArrayList<>(left);
            both.addAll(right);
            terms.add(text(node.residual(), both));
        }
        String name = Arrays.stream(node.kind().name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT)).collect(Collectors.joining());
        String filters = node.runtimeFilters().stream().map(filter -> "runtime filter " + filter.filter())
                .collect(Collectors.joining(", "));
        return "%sJoin [%s%s]".formatted(name, terms.isEmpty() ? "every pair" : String.join(" AND ", terms),
                filters.isEmpty() ? "" : "; " + filters);
    }

    private static String window(WindowNode node) {
        List<Field> inputs = node.input().outputs();
        List<String> terms = new ArrayList<>();
        for (WindowNode.WindowFunction function : node.functions()) {
            List<String> arguments = new ArrayList<>();
            function.arguments().forEach(column -> arguments.add(inputs.get(column).name()));
            function.constants().forEach(constant -> arguments.add(constant.toString()));
            terms.add("%s := %s(%s) %s".formatted(function.name(), function.function(), String.join(", ", arguments),
                    frame(function.frame())));
        }
        String keys = node.partitionKeys().stream().map(key -> inputs.get(key).name())
                .collect(Collectors.joining(", "));
        WindowNode.Best best = node.best();
        return "Window [%s%s%s%s]".formatted(keys.isEmpty() ? "" : "partition by " + keys + "; ",
                node.ordering().isEmpty() ? "" : "order by " + keys(node.ordering(), inputs) + "; ",
                String.join(", ", terms),
                best == null
                        ? ""
                        : "; only %s <= %d".formatted(node.functions().get(best.function()).name(), best.most()));
    }

    private static String frame(WindowNode.Frame frame) {
        return "%s %s..%s".formatted(frame.unit(), bound(frame.start()), bound(frame.end()));
    }

    private static String bound(WindowNode.Bound bound) {
        String kind = bound.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return bound.offset() == null ? kind : bound.offset() + " " + kind;
    }

    private static String keys(List<SortKey> keys, List<Field> fields) {
        return keys.stream().map(key -> fields.get(key.column()).name()
                + (key.direction() == SortKey.Direction.DESCENDING ? " desc" : "")
                + (key.nulls() == SortKey.Nulls.FIRST ? " nulls first" : "")).collect(Collectors.joining(", "));
    }

    private static String texts(List<Expression> expressions, List<Field> inputs) {
        return expressions.stream().map(expression -> text(expression, inputs)).collect(Collectors.joining(", "));
    }

    /** The expression with the names of columns instead of their positions. */
    static String text(Expression expression, List<Field> inputs) {
        return switch (expression) {
            case InputRef ref -> inputs.get(ref.index()).name();
            case Literal literal -> literal.toString();
            case Call call -> call.function() + "(" + texts(call.arguments(), inputs) + ")";
            case Comparison comparison ->
                "%s %s %s".formatted(text(comparison.left(), inputs), comparison.operator().symbol(),
                        text(comparison.right(), inputs));
            case And and -> joined(and.terms(), " AND ", inputs);
            case Or or -> joined(or.terms(), " OR ", inputs);
            case Not not when not.term() instanceof IsNull isNull -> text(isNull.value(), inputs) + " IS NOT NULL";
            case Not not -> "NOT " + text(not.term(), inputs);
            case IsNull isNull -> text(isNull.value(), inputs) + " IS NULL";
            case In in -> text(in.value(), inputs) + " IN " + candidates(in.candidates());
            case Case branches -> branches.branches().stream()
                    .map(branch -> " WHEN " + text(branch.condition(), inputs) + " THEN "
                            + text(branch.result(), inputs))
                    .collect(Collectors.joining("", "CASE", " ELSE " + text(branches.otherwise(), inputs) + " END"));
            case Coalesce coalesce -> "coalesce(" + texts(coalesce.terms(), inputs) + ")";
            case Cast cast ->
                "%s(%s AS %s)".formatted(cast.onFailure() == Expression.OnFailure.NULL ? "try_cast" : "cast",
                        text(cast.value(), inputs), cast.type().sqlName());
            case Expression.OfPolicy ignored -> "(policy)";
            case Expression.Try attempt -> "try(" + text(attempt.value(), inputs) + ")";
            case FieldAccess access -> text(access.struct(), inputs) + "." + access.field();
        };
    }

    private static String joined(List<Expression> terms, String operator, List<Field> inputs) {
        return terms.stream().map(
                term -> term instanceof And || term instanceof Or ? "(" + text(term, inputs) + ")" : text(term, inputs))
                .collect(Collectors.joining(operator));
    }

    private static String candidates(List<Literal> literals) {
        String shown = literals.stream().limit(MAX_LIST).map(Literal::toString).collect(Collectors.joining(", "));
        return "(" + shown + (literals.size() > MAX_LIST ? ", ... " + literals.size() + " in all)" : ")");
    }
}

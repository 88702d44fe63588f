package dev.skep.query.operator.window;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.function.FunctionRegistry;
import dev.skep.query.function.aggregate.Accumulator;
import dev.skep.query.operator.sort.RunCut;
import dev.skep.query.plan.SortKey;
import dev.skep.query.plan.SortKey.Direction;
import dev.skep.query.plan.SortKey.Nulls;
import dev.skep.query.plan.WindowNode;
import dev.skep.query.plan.WindowNode.Best;
import dev.skep.query.plan.WindowNode.Bound.Kind;
import dev.skep.query.plan.WindowNode.Unit;
import dev.skep.query.plan.WindowNode.WindowFunction;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import org.jspecify.annotations.Nullable;

/** What the threads of a window share: its functions, and in what ways each can be computed. */
final class WindowPlan {
    private static final Set<String> RANKS = Set.of("row_number", "rank", "dense_rank");
    private static final Set<String> SHARES = Set.of("percent_rank", "cume_dist", "ntile");
    private static final Set<String> VALUES = Set.of("lag", "lead", "first_value", "last_value", "nth_value");
    /** Aggregates whose result depends on the order of rows, or whose state is too large to have one for each row. */
    private static final Set<String> ONE_BY_ONE = Set.of("array_agg", "collect_list", "listagg", "string_agg",
            "approx_distinct", "single_value");

    private final WindowNode node;
    private final FunctionRegistry functions;
    private final List<DataType> types;

    WindowPlan(WindowNode node, FunctionRegistry functions) {
        this.node = node;
        this.functions = functions;
        this.types = node.input().outputs().stream().map(field -> field.type()).toList();
        for (WindowFunction function : node.functions()) {
            if (isAggregate(function)) {
                // Functions that do not exist fail before anything runs.
                accumulator(function);
            }
        }
    }

    String owner() {
        return "window (node %d)".formatted(node.id());
    }

    List<DataType> types() {
        return types;
    }

    List<WindowFunction> functions() {
        return node.functions();
    }

    List<SortKey> ordering() {
        return node.ordering();
    }

    boolean isPartitioned() {
        return !node.partitionKeys().isEmpty();
    }

    /** Which rows of a run are wanted; null if all are. */
    @Nullable
    RunCut cut() {
        Best best = node.best();
        return best == null
                ? null
                : new RankCut(node.functions().get(best.function()).function(), best.most(),
                        node.partitionKeys().size());
    }

    /** Partition keys, then those of the order. */
    List<SortKey> sortKeys() {
        List<SortKey> keys = new ArrayList<>();
        for (int key : node.partitionKeys()) {
            keys.add(new SortKey(key, Direction.ASCENDING, Nulls.FIRST));
        }
        keys.addAll(node.ordering());
        return keys;
    }

    ColumnVector[] partitionColumns(ColumnBatch batch) {
        ColumnVector[] columns = new ColumnVector[node.partitionKeys().size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = batch.column(node.partitionKeys().get(i));
        }
        return columns;
    }

    int[] orderColumns() {
        return node.ordering().stream().mapToInt(SortKey::column).toArray();
    }

    static boolean isAggregate(WindowFunction function) {
        String name = function.function();
        return !RANKS.contains(name) && !SHARES.contains(name) && !VALUES.contains(name);
    }

    static boolean isMergeable(WindowFunction function) {
        return !ONE_BY_ONE.contains(function.function());
    }

    Accumulator accumulator(WindowFunction function) {
        if (function.distinct()) {
            throw new QueryException(Reason.UNSUPPORTED,
                    "Cannot compute %s: DISTINCT in a window function".formatted(function.function()));
        }
        return functions.accumulator(function.function(), function.arguments().stream().map(types::get).toList(),
                function.type());
    }

    /** True if the frame is the whole partition at every row. */
    boolean isWhole(WindowFunction function) {
        Kind end = function.frame().end().kind();
        return function.frame().start().kind() == Kind.UNBOUNDED_PRECEDING
                && (end == Kind.UNBOUNDED_FOLLOWING
                        || (end == Kind.CURRENT_ROW && function.frame().unit() != Unit.ROWS
                                && node.ordering().isEmpty()));
    }

    /** True if the frame is all up to the row, or to its last peer. */
    boolean isRunning(WindowFunction function) {
        return !isWhole(function) && function.frame().start().kind() == Kind.UNBOUNDED_PRECEDING
                && function.frame().end().kind() == Kind.CURRENT_ROW;
    }

    /** True if every function can be computed going once through a partition, with little memory of what was before. */
    boolean streams() {
        return node.functions().stream().allMatch(this::streams);
    }

    private boolean streams(WindowFunction function) {
        return switch (function.function()) {
            case "row_number", "rank", "dense_rank" -> true;
            case "first_value" -> !function.ignoreNulls() && (isRunning(function) || isWhole(function));
            case "last_value" -> !function.ignoreNulls() && isRunning(function);
            case "percent_rank", "cume_dist", "ntile", "lag", "lead", "nth_value" -> false;
            default -> isMergeable(function) && isRunning(function);
        };
    }

    /** True if every function can be computed going twice through a partition: the first time only counts and aggregates. */
    boolean streamsTwice() {
        return node.functions().stream().allMatch(function -> streams(function)
                || SHARES.contains(function.function())
                || (isAggregate(function) && isMergeable(function) && isWhole(function)));
    }

    /** True if some function asks at a row where its peers end. */
    boolean needsPeers() {
        for (WindowFunction function : node.functions()) {
            boolean byPeers = isRunning(function) && function.frame().unit() != Unit.ROWS
                    && (isAggregate(function) || function.function().equals("last_value"));
            if (byPeers || function.function().equals("cume_dist")) {
                return true;
            }
        }
        return false;
    }
}

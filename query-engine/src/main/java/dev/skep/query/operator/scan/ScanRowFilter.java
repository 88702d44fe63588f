package dev.skep.query.operator.scan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.And;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.expression.ExpressionCompiler;
import dev.skep.query.expression.RowFilter;
import dev.skep.query.expression.TotalExpressions;
import dev.skep.query.operator.RowTest;
import dev.skep.query.plan.ScanNode;
import dev.skep.storage.predicate.ScanPredicate;
import dev.skep.storage.scan.BatchFilter;
import dev.skep.storage.type.PhysicalType;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.SelectionVector;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;

/**
 * The scan's own condition and the runtime filters, in steps. The terms of the condition that look at the same columns and cannot fail make up a step;
 * such steps and the runtime filters run in the order that proves cheapest. Terms that may fail come last, in the order of the query, so
 * that they never see a row that a term before them has kept out.
 */
final class ScanRowFilter implements BatchFilter {
    private static final ColumnVector NOTHING = new BooleanVector(1, new boolean[1], new boolean[]{true});
    /** After so many batches the order is looked at again. */
    private static final int BATCHES_PER_ORDER = 8;
    private static final double NUMBER_NANOS = 1;
    private static final double TEXT_NANOS = 10;
    private static final double RUNTIME_NANOS = 2;

    private final ScanNode node;
    private final int[] fileColumnOf;
    private final ColumnVector[] constants;
    private final List<Integer> columns = new ArrayList<>();
    private final List<ScanStep> steps = new ArrayList<>();
    private final @Nullable ScanStep last;
    private final List<Tested> ofFiles;
    private final Supplier<ScanPredicate> bounds;
    /** The condition, if it looks at no column of the file. */
    private final @Nullable RowFilter ofConstants;
    private List<ScanStep> ordered;
    private int batches;
    private int[] selected = new int[0];

    /** A test by a runtime filter or a top-n's bound, and the scan's output column that it tests. */
    record Tested(int column, RowTest test) {}

    /**
     * @param fileColumnOf for each output its place in the request, negative if it does not come from the file
     * @param tests in any columns; those of values that are the same for a whole file decide by {@link #excludesFile}
     * @param bounds what readers may skip by, which gets narrower while they read
     */
    ScanRowFilter(ScanNode node, int[] fileColumnOf, ExpressionCompiler compiler, List<Tested> tests,
            Supplier<ScanPredicate> bounds) {
        this.node = node;
        this.bounds = bounds;
        this.fileColumnOf = fileColumnOf;
        this.constants = new ColumnVector[fileColumnOf.length];
        Arrays.fill(constants, NOTHING);
        this.ofFiles = tests.stream().filter(test -> fileColumnOf[test.column] < 0).toList();
        List<Expression> late = new ArrayList<>();
        Map<List<Integer>, List<Expression>> groups = new LinkedHashMap<>();
        for (Expression term : terms(node.filter())) {
            List<Integer> outputs = outputs(term);
            if (outputs.isEmpty() || !TotalExpressions.isTotal(term)) {
                late.add(term);
            } else {
                groups.computeIfAbsent(outputs, key -> new ArrayList<>()).add(term);
            }
        }
        groups.forEach((outputs, terms) -> steps.add(step(outputs, terms, compiler)));
        for (Tested test : tests) {
            if (fileColumnOf[test.column] < 0) {
                continue;
            }
            double guess = isNumber(test.column) ? RUNTIME_NANOS : TEXT_NANOS;
            steps.add(new ScanStep.Told(fileColumnOf[test.column], this, test.test, guess));
        }
        last = late.isEmpty() ? null : lastStep(late, compiler);
        ofConstants = last == null && !late.isEmpty() ? compiler.compileFilter(all(late)) : null;
        ordered = ScanStep.inOrder(steps, last);
        for (ScanStep step : ordered) {
            for (int column : step.columns()) {
                if (!columns.contains(column)) {
                    columns.add(column);
                }
            }
        }
    }

    private static List<Expression> terms(@Nullable Expression condition) {
        if (condition == null) {
            return List.of();
        }
        List<Expression> terms = new ArrayList<>();
        for (Expression term : condition instanceof And and ? and.terms() : List.of(condition)) {
            if (term instanceof And) {
                terms.addAll(terms(term));
            } else {
                terms.add(term);
            }
        }
        return terms;
    }

    private List<Integer> outputs(Expression expression) {
        boolean[] touched = new boolean[constants.length];
        touch(expression, touched);
        List<Integer> outputs = new ArrayList<>();
        for (int i = 0; i < touched.length; i++) {
            if (touched[i] && fileColumnOf[i] >= 0) {
                outputs.add(i);
            }
        }
        return outputs;
    }

    private static void touch(Expression expression, boolean[] touched) {
        if (expression instanceof InputRef ref) {
            touched[ref.index()] = true;
        }
        for (Expression child : expression.children()) {
            touch(child, touched);
        }
    }

    private ScanStep step(List<Integer> outputs, List<Expression> terms, ExpressionCompiler compiler) {
        Expression condition = all(terms);
        double guess = 0;
        for (int output : outputs) {
            guess += isNumber(output) ? NUMBER_NANOS : TEXT_NANOS;
        }
        if (outputs.size() == 1) {
            int output = outputs.getFirst();
            return new ScanStep.OfColumn(fileColumnOf[output], output, this, compiler.compileFilter(condition),
                    Values.vector(node.columns().get(output).type(), null), guess);
        }
        return new ScanStep.Condition(requested(outputs), toArray(outputs), this, compiler.compileFilter(condition),
                guess);
    }

    private static Expression all(List<Expression> terms) {
        return terms.size() == 1 ? terms.getFirst() : new And(terms);
    }

    private @Nullable ScanStep lastStep(List<Expression> terms, ExpressionCompiler compiler) {
        Expression condition = all(terms);
        List<Integer> outputs = outputs(condition);
        if (outputs.isEmpty() && steps.isEmpty()) {
            return null;
        }
        // Terms of partition values alone need some column that is read anyway.
        List<Integer> requested = outputs.isEmpty()
                ? List.of(steps.getFirst().columns().getFirst())
                : requested(outputs);
        return new ScanStep.Condition(requested, toArray(outputs), this, compiler.compileFilter(condition), 0);
    }

    private List<Integer> requested(List<Integer> outputs) {
        return outputs.stream().map(output -> fileColumnOf[output]).toList();
    }

    private static int[] toArray(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    private boolean isNumber(int output) {
        return node.columns().get(output).type().physical() != PhysicalType.BYTES;
    }

    /**
     * Goes on with another file; what was measured before still counts.
     *
     * @param values for each output the value that is the same for the whole file, or null
     */
    void begin(@Nullable ColumnVector[] values) {
        for (int i = 0; i < constants.length; i++) {
            ColumnVector value = values[i];
            constants[i] = value == null ? NOTHING : value;
        }
    }

    /** True if the values that are the same for the whole file let none of its rows pass. */
    boolean excludesFile() {
        for (Tested test : ofFiles) {
            if (test.test.select(new ConstantVector(1, constants[test.column]), new int[]{0}, 1, new int[1]) == 0) {
                return true;
            }
        }
        return ofConstants != null
                && ofConstants.select(wide(1, new int[0], List.of()), null, 1, new int[1]) == 0;
    }

    /** True if there is something to test in the file's columns. */
    boolean looksAtFile() {
        return !columns.isEmpty();
    }

    @Override
    public List<Integer> columns() {
        return columns;
    }

    @Override
    public ScanPredicate predicate() {
        return bounds.get();
    }

    @Override
    public @Nullable SelectionVector select(ColumnBatch batch) {
        return ScanStep.all(steps(), columns, batch);
    }

    @Override
    public List<? extends BatchFilter.Step> steps() {
        if (++batches % BATCHES_PER_ORDER == 0) {
            ordered = ScanStep.inOrder(steps, last);
        }
        return ordered;
    }

    /** A batch with the scan's outputs: {@code columns} at {@code outputs}, the file's constants, and nulls for what is not looked at. */
    ColumnBatch wide(int count, int[] outputs, List<ColumnVector> columnsAtOutputs) {
        ColumnVector[] wide = new ColumnVector[constants.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = new ConstantVector(count, constants[i]);
        }
        for (int i = 0; i < outputs.length; i++) {
            wide[outputs[i]] = columnsAtOutputs.get(i);
        }
        return new ColumnBatch(count, Arrays.asList(wide));
    }

    /** Where the steps write the rows that pass. */
    int[] selected(int count) {
        if (selected.length < count) {
            selected = new int[count];
        }
        return selected;
    }
}

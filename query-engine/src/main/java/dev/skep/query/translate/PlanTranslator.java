package dev.skep.query.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.analyzer.CatalogScan;
import dev.skep.query.analyzer.PolicyBarrier;
import dev.skep.query.analyzer.SystemScan;
import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.And;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.expression.Expression.Literal;
import dev.skep.query.function.FunctionCatalog;
import dev.skep.query.parser.SqlTypes;
import dev.skep.query.plan.FilterNode;
import dev.skep.query.plan.JoinNode;
import dev.skep.query.plan.LimitNode;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.PolicyNode;
import dev.skep.query.plan.ProjectNode;
import dev.skep.query.plan.ScanNode;
import dev.skep.query.plan.SortKey;
import dev.skep.query.plan.SortNode;
import dev.skep.query.plan.SystemScanNode;
import dev.skep.query.plan.TopNNode;
import dev.skep.query.plan.UnionNode;
import dev.skep.query.plan.ValuesNode;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.core.Window;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;

/** Turns an optimized relational tree into a plan. One object serves one plan, whose node ids it counts. */
public final class PlanTranslator {
    /** Beyond this many rows a sort that can spill is better than a heap. */
    private static final long MAX_TOP_N = 1_000_000;

    private final FunctionCatalog functions;
    private final RexBuilder rexBuilder;
    private final ToDoubleFunction<RelNode> rows;
    private int nextId;

    /**
     * @param rows about how many rows a tree gives, negative where unknown
     */
    public PlanTranslator(FunctionCatalog functions, RexBuilder rexBuilder, ToDoubleFunction<RelNode> rows) {
        this.functions = functions;
        this.rexBuilder = rexBuilder;
        this.rows = rows;
    }

    /** Returns the plan of {@code tree}, with columns of these names, that reads no column that nobody needs. */
    public PlanNode translate(RelNode tree, List<String> names) {
        PlanNode plan = node(tree);
        PlanNode named = withNames(plan, names);
        PlanNode shared = new SharedPlans(functions, this::id).share(named);
        PlanNode pruned = new ColumnPruner(this::id).prune(shared);
        PlanNode filtered = new RuntimeFilters(this::id).plan(RankLimits.push(pruned));
        return new TopBounds(this::id).plan(filtered);
    }

    int id() {
        return nextId++;
    }

    FunctionCatalog functions() {
        return functions;
    }

    double rows(RelNode tree) {
        return rows.applyAsDouble(tree);
    }

    ExpressionTranslator expressions(List<Field> inputs) {
        return new ExpressionTranslator(functions, rexBuilder, inputs);
    }

    private PlanNode withNames(PlanNode plan, List<String> names) {
        List<Field> outputs = plan.outputs();
        boolean same = outputs.size() == names.size();
        for (int i = 0; same && i < names.size(); i++) {
            same = outputs.get(i).name().equals(names.get(i));
        }
        if (same) {
            return plan;
        }
        if (plan instanceof ProjectNode project) {
            return new ProjectNode(project.id(), project.input(), project.expressions(), names);
        }
        return new ProjectNode(id(), plan, refs(outputs).subList(0, names.size()), names);
    }

    static List<Expression> refs(List<Field> fields) {
        List<Expression> refs = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            refs.add(new InputRef(i, fields.get(i).type()));
        }
        return refs;
    }

    PlanNode node(RelNode tree) {
        return switch (tree) {
            case CatalogScan scan -> new ScanTranslator(this).scan(scan);
            case SystemScan scan -> new SystemScanNode(id(), scan.systemTable(),
                    IntStream.range(0, scan.systemTable().columns().size()).boxed().toList());
            case PolicyBarrier barrier -> new PolicyTranslator(this).policy(barrier);
            case Filter filter -> filter(filter);
            case Project project -> project(project);
            case Aggregate aggregate -> new AggregateTranslator(this).aggregate(aggregate);
            case Join join -> join(join);
            case Sort sort -> sort(sort);
            case Union union -> union(union);
            case Values values -> values(values);
            case Window window -> new WindowTranslator(this).window(window);
            case Correlate correlate -> new UnnestTranslator(this).correlate(correlate);
            case Uncollect uncollect -> new UnnestTranslator(this).uncollect(uncollect);
            default -> throw new QueryException(Reason.UNSUPPORTED,
                    "Cannot run the query: Skep does not have the operation %s".formatted(tree.getRelTypeName()));
        };
    }

    private PlanNode filter(Filter filter) {
        PlanNode input = node(filter.getInput());
        Expression predicate = expressions(input.outputs()).translate(filter.getCondition());
        double estimate = rows(filter);
        if (input instanceof PolicyNode policy) {
            return new FilterNode(id(), PolicyTranslator.skipping(policy, predicate), predicate, estimate);
        }
        if (input instanceof ScanNode scan) {
            Expression both = scan.filter() == null ? predicate : and(scan.filter(), predicate);
            return new ScanNode(scan.id(), scan.table(), scan.columns(), scan.partitions(),
                    scan.predicate().intersect(ScanPredicates.of(predicate, scan.columns())), both,
                    scan.runtimeFilters(),
                    estimate);
        }
        return new FilterNode(id(), input, predicate, estimate);
    }

    static Expression and(Expression first, Expression second) {
        List<Expression> terms = new ArrayList<>();
        for (Expression term : List.of(first, second)) {
            if (term instanceof And and) {
                terms.addAll(and.terms());
            } else {
                terms.add(term);
            }
        }
        return new And(terms);
    }

    private PlanNode project(Project project) {
        PlanNode input = node(project.getInput());
        ExpressionTranslator translator = expressions(input.outputs());
        List<Expression> expressions = new ArrayList<>();
        for (RexNode expression : project.getProjects()) {
            expressions.add(translator.translate(expression));
        }
        return new ProjectNode(id(), input, expressions, project.getRowType().getFieldNames());
    }

    private PlanNode join(Join join) {
        PlanNode left = node(join.getLeft());
        PlanNode right = node(join.getRight());
        JoinRelType type = join.getJoinType();
        boolean leftIsSmaller = rows(join.getLeft()) * 2 < rows(join.getRight()) && rows(join.getLeft()) >= 0;
        if (leftIsSmaller && type == JoinRelType.LEFT) {
            return leftOfSwapped(join, left, right);
        }
        if (leftIsSmaller && type == JoinRelType.SEMI) {
            return swapped(join, JoinNode.Kind.RIGHT_SEMI, left, right);
        }
        if (leftIsSmaller && type == JoinRelType.ANTI) {
            return swapped(join, JoinNode.Kind.RIGHT_ANTI, left, right);
        }
        JoinNode.Kind kind = switch (type) {
            case INNER -> JoinNode.Kind.INNER;
            case LEFT -> JoinNode.Kind.LEFT;
            case RIGHT -> JoinNode.Kind.RIGHT;
            case FULL -> JoinNode.Kind.FULL;
            case SEMI -> JoinNode.Kind.SEMI;
            case ANTI -> JoinNode.Kind.ANTI;
            default -> throw new QueryException(Reason.UNSUPPORTED,
                    "Cannot run the query: Skep does not have %s joins".formatted(type));
        };
        return new JoinTranslator(this).join(join.getCondition(), kind, left, right, rows(join));
    }

    /** The join with its sides changed, so that the smaller side is the built one. */
    private PlanNode swapped(Join join, JoinNode.Kind kind, PlanNode left, PlanNode right) {
        int leftCount = left.outputs().size();
        int rightCount = right.outputs().size();
        RexNode condition = join.getCondition().accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                int index = ref.getIndex();
                return rexBuilder.makeInputRef(ref.getType(),
                        index < leftCount ? index + rightCount : index - leftCount);
            }
        });
        return new JoinTranslator(this).join(condition, kind, right, left, rows(join));
    }

    /** A LEFT join as a RIGHT one, with the columns in their old order. */
    private PlanNode leftOfSwapped(Join join, PlanNode left, PlanNode right) {
        int rightCount = right.outputs().size();
        PlanNode node = swapped(join, JoinNode.Kind.RIGHT, left, right);
        List<Expression> refs = refs(node.outputs());
        List<Expression> ordered = new ArrayList<>(refs.subList(rightCount, refs.size()));
        ordered.addAll(refs.subList(0, rightCount));
        List<String> names = new ArrayList<>();
        left.outputs().forEach(field -> names.add(field.name()));
        right.outputs().forEach(field -> names.add(field.name()));
        return new ProjectNode(id(), node, ordered, names);
    }

    private PlanNode sort(Sort sort) {
        PlanNode input = node(sort.getInput());
        long offset = count(sort.offset, 0);
        long count = count(sort.fetch, -1);
        List<SortKey> keys = keys(sort.getCollation().getFieldCollations());
        if (keys.isEmpty()) {
            return count < 0 && offset == 0
                    ? input
                    : new LimitNode(id(), input, offset, count < 0 ? Long.MAX_VALUE : count);
        }
        if (count >= 0 && offset + count <= MAX_TOP_N) {
            return new TopNNode(id(), input, keys, offset, count);
        }
        PlanNode sorted = new SortNode(id(), input, keys);
        return count < 0 && offset == 0
                ? sorted
                : new LimitNode(id(), sorted, offset, count < 0 ? Long.MAX_VALUE : count);
    }

    static List<SortKey> keys(List<RelFieldCollation> collations) {
        List<SortKey> keys = new ArrayList<>();
        for (RelFieldCollation collation : collations) {
            boolean descending = collation.direction.isDescending();
            boolean first = collation.nullDirection == RelFieldCollation.NullDirection.FIRST;
            keys.add(new SortKey(collation.getFieldIndex(),
                    descending ? SortKey.Direction.DESCENDING : SortKey.Direction.ASCENDING,
                    first ? SortKey.Nulls.FIRST : SortKey.Nulls.LAST));
        }
        return keys;
    }

    private static long count(@Nullable RexNode node, long otherwise) {
        if (node == null) {
            return otherwise;
        }
        if (node instanceof RexDynamicParam) {
            throw new QueryException(Reason.ANALYSIS, "Cannot run the query: LIMIT has a parameter without a value");
        }
        java.math.BigDecimal value = ((RexLiteral) node).getValueAs(java.math.BigDecimal.class);
        try {
            return value == null ? otherwise : value.longValueExact();
        } catch (ArithmeticException e) {
            throw new QueryException(Reason.ANALYSIS, "Invalid LIMIT: %s".formatted(value), e);
        }
    }

    private PlanNode union(Union union) {
        if (!union.all) {
            throw new QueryException(Reason.INTERNAL, "Cannot translate a distinct union");
        }
        List<PlanNode> inputs = new ArrayList<>();
        for (RelNode input : union.getInputs()) {
            inputs.add(node(input));
        }
        List<Field> outputs = new ArrayList<>();
        for (int i = 0; i < union.getRowType().getFieldCount(); i++) {
            DataType type = inputs.getFirst().outputs().get(i).type();
            for (PlanNode input : inputs) {
                type = Coercion.common(type, input.outputs().get(i).type());
            }
            outputs.add(new Field(union.getRowType().getFieldNames().get(i), type));
        }
        List<PlanNode> cast = new ArrayList<>();
        for (PlanNode input : inputs) {
            cast.add(casted(input, outputs));
        }
        return new UnionNode(id(), cast, outputs);
    }

    /** Returns {@code input} with columns of exactly these types. */
    PlanNode casted(PlanNode input, List<Field> wanted) {
        List<Expression> expressions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        boolean same = true;
        for (int i = 0; i < wanted.size(); i++) {
            Field field = input.outputs().get(i);
            same &= field.type().equals(wanted.get(i).type());
            expressions.add(Coercion.cast(new InputRef(i, field.type()), wanted.get(i).type()));
            names.add(wanted.get(i).name());
        }
        return same ? input : new ProjectNode(id(), input, expressions, names);
    }

    private PlanNode values(Values values) {
        List<Field> fields = new ArrayList<>();
        for (RelDataTypeField field : values.getRowType().getFieldList()) {
            DataType type = SqlTypes.fromCalcite(field.getType());
            fields.add(new Field(field.getName(),
                    type instanceof dev.skep.storage.type.VarcharType ? PrimitiveType.STRING : type));
        }
        List<List<Literal>> rows = new ArrayList<>();
        for (List<RexLiteral> tuple : values.getTuples()) {
            List<Literal> row = new ArrayList<>();
            for (int i = 0; i < tuple.size(); i++) {
                Literal literal = Literals.of(tuple.get(i));
                Literal fitted = Coercion.fitted(literal, fields.get(i).type());
                row.add(fitted == null ? literal : fitted);
            }
            rows.add(row);
        }
        return new ValuesNode(id(), fields, rows);
    }

    List<RexNode> conjunctions(RexNode condition) {
        return RelOptUtil.conjunctions(RexUtil.expandSearch(rexBuilder, null, condition));
    }
}

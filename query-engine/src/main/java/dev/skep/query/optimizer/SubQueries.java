package dev.skep.query.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes semi and anti joins of EXISTS, IN and their negations where they are terms of a WHERE and refer to the outer query in a WHERE of their
 * own. Everything else is left to Calcite's rules, which make joins with aggregations.
 */
final class SubQueries extends RelHomogeneousShuttle {
    private final RelBuilder relBuilder;
    private final RexBuilder builder;

    SubQueries(RelBuilder relBuilder) {
        this.relBuilder = relBuilder;
        builder = relBuilder.getRexBuilder();
    }

    @Override
    public RelNode visit(RelNode other) {
        RelNode node = super.visit(other);
        node = node.accept(new RexShuttle() {
            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
                RexSubQuery visited = (RexSubQuery) super.visitSubQuery(subQuery);
                RelNode inner = visited.rel.accept(SubQueries.this);
                return inner == visited.rel ? visited : visited.clone(inner);
            }
        });
        return node instanceof Filter filter ? filter(filter) : node;
    }

    private RelNode filter(Filter filter) {
        RelNode input = filter.getInput();
        List<RexNode> rest = new ArrayList<>();
        for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
            RelNode joined = joined(input, conjunct, filter.getVariablesSet());
            if (joined == null) {
                rest.add(conjunct);
            } else {
                input = joined;
            }
        }
        if (input == filter.getInput()) {
            return filter;
        }
        return rest.isEmpty()
                ? input
                : LogicalFilter.create(input, RexUtil.composeConjunction(builder, rest),
                        com.google.common.collect.ImmutableSet.copyOf(filter.getVariablesSet()));
    }

    private @Nullable RelNode joined(RelNode input, RexNode conjunct, Set<CorrelationId> variables) {
        boolean negated = conjunct.getKind() == SqlKind.NOT;
        RexNode term = negated ? ((RexCall) conjunct).getOperands().get(0) : conjunct;
        if (!(term instanceof RexSubQuery subQuery)) {
            return null;
        }
        return switch (subQuery.getKind()) {
            case EXISTS -> exists(input, subQuery, variables, negated);
            case IN -> negated ? notIn(input, subQuery) : in(input, subQuery, variables);
            default -> null;
        };
    }

    /** A sub-query's rows without the terms that refer to the outer query. */
    private record Rows(RelNode node, List<RexNode> correlated, @Nullable List<RexNode> projects) {}

    /** Takes the correlated terms out of the filters at the top of a sub-query; null if it refers to the outer query anywhere else. */
    private @Nullable Rows rows(RelNode subQuery, Set<CorrelationId> variables) {
        RelNode node = subQuery;
        List<RexNode> projects = null;
        while (true) {
            if (node instanceof Sort sort && sort.fetch == null && sort.offset == null) {
                node = sort.getInput();
            } else if (node instanceof Project project && projects == null && !uses(project.getProjects(), variables)) {
                projects = project.getProjects();
                node = project.getInput();
            } else {
                break;
            }
        }
        List<RexNode> correlated = new ArrayList<>();
        List<RexNode> own = new ArrayList<>();
        RelNode below = node;
        while (below instanceof Filter filter) {
            for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
                if (!uses(List.of(conjunct), variables)) {
                    own.add(conjunct);
                } else if (RexUtil.SubQueryFinder.find(conjunct) != null) {
                    return null;
                } else {
                    correlated.add(conjunct);
                }
            }
            below = filter.getInput();
        }
        if (uses(below, variables)) {
            return null;
        }
        if (correlated.isEmpty()) {
            return new Rows(node, correlated, projects);
        }
        Set<CorrelationId> inner = node instanceof Filter filter ? filter.getVariablesSet() : Set.of();
        RelNode filtered = own.isEmpty()
                ? below
                : LogicalFilter.create(below, RexUtil.composeConjunction(builder, own),
                        com.google.common.collect.ImmutableSet.copyOf(inner));
        return new Rows(filtered, correlated, projects);
    }

    private @Nullable RelNode exists(RelNode input, RexSubQuery subQuery, Set<CorrelationId> variables,
            boolean negated) {
        Rows rows = rows(subQuery.rel, variables);
        if (rows == null || rows.correlated().isEmpty()) {
            return null;
        }
        List<RexNode> conditions = new ArrayList<>();
        for (RexNode term : rows.correlated()) {
            conditions.add(outerToLeft(term, input, variables));
        }
        return LogicalJoin.create(input, rows.node(), List.of(), RexUtil.composeConjunction(builder, conditions),
                Set.of(),
                negated ? JoinRelType.ANTI : JoinRelType.SEMI);
    }

    private @Nullable RelNode in(RelNode input, RexSubQuery subQuery, Set<CorrelationId> variables) {
        Rows rows = rows(subQuery.rel, variables);
        if (rows == null) {
            return null;
        }
        int shift = input.getRowType().getFieldCount();
        List<RexNode> conditions = new ArrayList<>();
        RelNode right = rows.correlated().isEmpty() ? subQuery.rel : rows.node();
        for (int i = 0; i < subQuery.getOperands().size(); i++) {
            RexNode value = rows.correlated().isEmpty() || rows.projects() == null
                    ? builder.makeInputRef(right, i)
                    : rows.projects().get(i);
            conditions.add(builder.makeCall(SqlStdOperatorTable.EQUALS, subQuery.getOperands().get(i),
                    RexUtil.shift(value, shift)));
        }
        for (RexNode term : rows.correlated()) {
            conditions.add(outerToLeft(term, input, variables));
        }
        return LogicalJoin.create(input, right, List.of(), RexUtil.composeConjunction(builder, conditions), Set.of(),
                JoinRelType.SEMI);
    }

    /**
     * {@code x NOT IN (S)} is true if S is empty, or if x is not null and S has neither x nor a null. So: an anti join for the matches, then, where
     * nulls are possible, a comparison of S's row count with its count of values.
     */
    private @Nullable RelNode notIn(RelNode input, RexSubQuery subQuery) {
        if (subQuery.getOperands().size() != 1 || !RelOptUtil.getVariablesUsed(subQuery.rel).isEmpty()) {
            return null;
        }
        RexNode value = subQuery.getOperands().get(0);
        RelNode right = subQuery.rel;
        int shift = input.getRowType().getFieldCount();
        RexNode equal = builder.makeCall(SqlStdOperatorTable.EQUALS, value,
                RexUtil.shift(builder.makeInputRef(right, 0), shift));
        RelNode anti = LogicalJoin.create(input, right, List.of(), equal, Set.of(), JoinRelType.ANTI);
        if (!value.getType().isNullable() && !right.getRowType().getFieldList().get(0).getType().isNullable()) {
            return anti;
        }
        relBuilder.push(anti).push(right);
        relBuilder.aggregate(relBuilder.groupKey(ImmutableBitSet.of()), relBuilder.countStar("rows"),
                relBuilder.count(false, "values", relBuilder.field(0)));
        relBuilder.join(JoinRelType.INNER, relBuilder.literal(true));
        RexNode total = relBuilder.field(shift);
        RexNode present = relBuilder.field(shift + 1);
        relBuilder.filter(relBuilder.or(relBuilder.equals(total, relBuilder.literal(0)),
                relBuilder.and(relBuilder.isNotNull(value), relBuilder.equals(total, present))));
        List<RexNode> fields = new ArrayList<>();
        for (int i = 0; i < shift; i++) {
            fields.add(relBuilder.field(i));
        }
        return relBuilder.project(fields, input.getRowType().getFieldNames()).build();
    }

    /** References to the outer row become those to the join's left side; those to the sub-query's row move behind it. */
    private RexNode outerToLeft(RexNode term, RelNode left, Set<CorrelationId> variables) {
        int shift = left.getRowType().getFieldCount();
        return term.accept(new RexShuttle() {
            @Override
            public RexNode visitFieldAccess(RexFieldAccess access) {
                if (access.getReferenceExpr() instanceof RexCorrelVariable variable
                        && variables.contains(variable.id)) {
                    return builder.makeInputRef(left, access.getField().getIndex());
                }
                return super.visitFieldAccess(access);
            }

            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                return builder.makeInputRef(ref.getType(), ref.getIndex() + shift);
            }
        });
    }

    private static boolean uses(List<RexNode> expressions, Set<CorrelationId> variables) {
        boolean[] found = new boolean[1];
        RexVisitorImpl<Void> visitor = new RexVisitorImpl<>(true) {
            @Override
            public Void visitCorrelVariable(RexCorrelVariable variable) {
                found[0] |= variables.contains(variable.id);
                return null;
            }

            @Override
            public Void visitSubQuery(RexSubQuery subQuery) {
                found[0] |= uses(subQuery.rel, variables);
                return super.visitSubQuery(subQuery);
            }
        };
        expressions.forEach(expression -> expression.accept(visitor));
        return found[0];
    }

    private static boolean uses(RelNode tree, Set<CorrelationId> variables) {
        boolean[] found = new boolean[1];
        new RelVisitor() {
            @Override
            public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
                node.accept(new RexShuttle() {
                    @Override
                    public RexNode visitCorrelVariable(RexCorrelVariable variable) {
                        found[0] |= variables.contains(variable.id);
                        return variable;
                    }

                    @Override
                    public RexNode visitSubQuery(RexSubQuery subQuery) {
                        found[0] |= uses(subQuery.rel, variables);
                        return super.visitSubQuery(subQuery);
                    }
                });
                super.visit(node, ordinal, parent);
            }
        }.go(tree);
        return found[0];
    }
}

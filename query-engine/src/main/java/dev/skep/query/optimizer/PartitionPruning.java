package dev.skep.query.optimizer;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import com.google.common.collect.BoundType;
import com.google.common.collect.Range;
import dev.skep.metastore.CatalogException;
import dev.skep.metastore.access.AuthorizedTable;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.metastore.partition.PartitionPredicate.Operator;
import dev.skep.query.analyzer.AnalysisErrors;
import dev.skep.query.analyzer.CatalogReads;
import dev.skep.query.analyzer.CatalogScan;
import dev.skep.query.analyzer.CatalogTable;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUnknownAs;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.Sarg;
import org.jspecify.annotations.Nullable;

/**
 * Has the store find the partitions that a query needs, with one call for a scan. Conditions that the store answers exactly are dropped;
 * others stay as a filter of rows.
 */
final class PartitionPruning {
    private final boolean counts;

    /** @param counts whether to ask how many partitions there are in all, which only EXPLAIN tells */
    PartitionPruning(boolean counts) {
        this.counts = counts;
    }

    /**
     * @param condition what the scan's rows must meet
     * @param above what rows must meet that is tested elsewhere: of that, nothing becomes a filter here
     */
    RelNode prune(CatalogScan scan, @Nullable RexNode condition, @Nullable RexNode above) {
        if (scan.selection() != null || !scan.catalogTable().table().isPartitioned()) {
            return filtered(scan, condition == null ? List.of() : List.of(condition));
        }
        List<PartitionPredicate> terms = new ArrayList<>();
        List<RexNode> rest = new ArrayList<>();
        for (RexNode conjunct : condition == null ? List.<RexNode>of() : RelOptUtil.conjunctions(condition)) {
            PartitionPredicate term = new Conditions(scan).predicate(conjunct);
            if (term == null) {
                rest.add(conjunct);
            } else {
                terms.add(term);
            }
        }
        for (RexNode conjunct : above == null ? List.<RexNode>of() : RelOptUtil.conjunctions(above)) {
            PartitionPredicate term = new Conditions(scan).predicate(conjunct);
            if (term != null) {
                terms.add(term);
            }
        }
        PartitionPredicate predicate = terms.isEmpty()
                ? PartitionPredicate.all()
                : terms.size() == 1 ? terms.getFirst() : new PartitionPredicate.And(terms);
        return filtered(scan.withSelection(select(scan.catalogTable(), predicate)), rest);
    }

    private CatalogScan.Selection select(CatalogTable catalogTable, PartitionPredicate predicate) {
        AuthorizedTable table = catalogTable.authorized();
        CatalogReads reads = catalogTable.reads();
        try {
            List<Partition> partitions = reads.partitions(table, predicate);
            long total = counts && table.isUnrestricted()
                    ? reads.partitions(table, PartitionPredicate.all()).size()
                    : -1;
            return new CatalogScan.Selection(partitions, total);
        } catch (CatalogException e) {
            throw AnalysisErrors.of(e);
        }
    }

    private static RelNode filtered(CatalogScan scan, List<RexNode> conditions) {
        RexNode all = RexUtil.composeConjunction(scan.getCluster().getRexBuilder(), conditions);
        return all.isAlwaysTrue() ? scan : LogicalFilter.create(scan, all);
    }

    /** Conditions of one table's scan as the store takes them; what it would not answer exactly as SQL does is null. */
    private static final class Conditions {
        private static final char STORED_ESCAPE = '\\';

        private final List<Field> columns;
        private final int dataColumns;
        private final RexBuilder builder;

        Conditions(CatalogScan scan) {
            columns = scan.catalogTable().columns();
            dataColumns = scan.catalogTable().dataColumnCount();
            builder = scan.getCluster().getRexBuilder();
        }

        @Nullable
        PartitionPredicate predicate(RexNode node) {
            if (!(node instanceof RexCall call)) {
                return null;
            }
            return switch (call.getKind()) {
                case AND -> {
                    List<PartitionPredicate> terms = terms(call);
                    yield terms == null ? null : new PartitionPredicate.And(terms);
                }
                case OR -> {
                    List<PartitionPredicate> terms = terms(call);
                    yield terms == null ? null : new PartitionPredicate.Or(terms);
                }
                case NOT -> {
                    PartitionPredicate term = predicate(call.getOperands().get(0));
                    yield term == null ? null : new PartitionPredicate.Not(term);
                }
                case EQUALS -> comparison(call, Operator.EQUAL, Operator.EQUAL);
                case NOT_EQUALS -> comparison(call, Operator.NOT_EQUAL, Operator.NOT_EQUAL);
                case LESS_THAN -> comparison(call, Operator.LESS, Operator.GREATER);
                case LESS_THAN_OR_EQUAL -> comparison(call, Operator.LESS_OR_EQUAL, Operator.GREATER_OR_EQUAL);
                case GREATER_THAN -> comparison(call, Operator.GREATER, Operator.LESS);
                case GREATER_THAN_OR_EQUAL -> comparison(call, Operator.GREATER_OR_EQUAL, Operator.LESS_OR_EQUAL);
                case IS_NULL -> {
                    Field key = key(call.getOperands().get(0));
                    yield key == null ? null : new PartitionPredicate.IsNull(key.name());
                }
                case IS_NOT_NULL -> {
                    Field key = key(call.getOperands().get(0));
                    yield key == null ? null : new PartitionPredicate.Not(new PartitionPredicate.IsNull(key.name()));
                }
                case SEARCH -> search(call);
                case LIKE -> like(call);
                default -> null;
            };
        }

        private @Nullable List<PartitionPredicate> terms(RexCall call) {
            List<PartitionPredicate> terms = new ArrayList<>();
            for (RexNode operand : call.getOperands()) {
                PartitionPredicate term = predicate(operand);
                if (term == null) {
                    return null;
                }
                terms.add(term);
            }
            return terms;
        }

        private @Nullable PartitionPredicate comparison(RexCall call, Operator operator, Operator mirrored) {
            RexNode left = call.getOperands().get(0);
            RexNode right = call.getOperands().get(1);
            if (right instanceof RexLiteral literal && key(left) != null) {
                return comparison(key(left), operator, literal.getValue());
            }
            return left instanceof RexLiteral literal && key(right) != null
                    ? comparison(key(right), mirrored, literal.getValue())
                    : null;
        }

        private static @Nullable PartitionPredicate comparison(@Nullable Field key, Operator operator,
                @Nullable Object value) {
            String text = key == null ? null : text(key.type(), value);
            return key == null || text == null ? null : new PartitionPredicate.Comparison(key.name(), operator, text);
        }

        /** The partition key that the expression is, under casts that lose nothing; null for anything else. */
        private @Nullable Field key(RexNode node) {
            RexNode bare = node;
            if (bare.getKind() == SqlKind.CAST && RexUtil.isLosslessCast(bare)) {
                bare = ((RexCall) bare).getOperands().get(0);
            }
            if (!(bare instanceof RexInputRef ref) || ref.getIndex() < dataColumns
                    || ref.getIndex() >= columns.size()) {
                return null;
            }
            Field key = columns.get(ref.getIndex());
            return isExact(key.type()) ? key : null;
        }

        /** True for types whose values have one text only, which the store compares as SQL does. */
        private static boolean isExact(DataType type) {
            return switch (type) {
                case PrimitiveType primitive -> switch (primitive) {
                    case TINYINT, SMALLINT, INT, BIGINT, STRING, DATE -> true;
                    case BOOLEAN, FLOAT, DOUBLE, BINARY, TIMESTAMP, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, UNKNOWN ->
                        false;
                };
                case DecimalType ignored -> true;
                default -> type instanceof dev.skep.storage.type.VarcharType;
            };
        }

        private static @Nullable String text(DataType type, @Nullable Object value) {
            return switch (value) {
                case NlsString text when type.isText() -> text.getValue();
                case BigDecimal number when type.isNumeric() -> number.stripTrailingZeros().toPlainString();
                case DateString date when type == PrimitiveType.DATE -> date.toString();
                case java.util.Calendar date when type == PrimitiveType.DATE ->
                    date.toInstant().atZone(java.time.ZoneOffset.UTC).toLocalDate().toString();
                case null -> null;
                default -> null;
            };
        }

        private @Nullable PartitionPredicate like(RexCall call) {
            Field key = key(call.getOperands().get(0));
            String pattern = literal(call.getOperands().get(1));
            String escape = call.getOperands().size() > 2 ? literal(call.getOperands().get(2)) : "";
            if (key == null || !key.type().isText() || pattern == null || escape == null || escape.length() > 1) {
                return null;
            }
            String stored = stored(pattern, escape);
            return stored == null ? null : new PartitionPredicate.Like(key.name(), stored);
        }

        private static @Nullable String literal(RexNode node) {
            return node instanceof RexLiteral literal && SqlTypeUtil.inCharFamily(literal.getType())
                    ? literal.getValueAs(String.class)
                    : null;
        }

        /** The pattern with the store's escape character; null if it is not valid, which the filter of rows tells. */
        private static @Nullable String stored(String pattern, String escape) {
            StringBuilder stored = new StringBuilder();
            for (int i = 0; i < pattern.length(); i++) {
                char c = pattern.charAt(i);
                if (!escape.isEmpty() && c == escape.charAt(0)) {
                    i++;
                    if (i == pattern.length()) {
                        return null;
                    }
                    c = pattern.charAt(i);
                    if (c != '%' && c != '_' && c != escape.charAt(0)) {
                        return null;
                    }
                    stored.append(STORED_ESCAPE).append(c);
                } else if (c == STORED_ESCAPE) {
                    stored.append(STORED_ESCAPE).append(c);
                } else {
                    stored.append(c);
                }
            }
            return stored.toString();
        }

        private @Nullable PartitionPredicate search(RexCall call) {
            Field key = key(call.getOperands().get(0));
            Sarg<?> sarg = ((RexLiteral) call.getOperands().get(1)).getValueAs(Sarg.class);
            if (key == null || sarg == null) {
                return null;
            }
            if (sarg.nullAs != RexUnknownAs.UNKNOWN) {
                RexNode expanded = RexUtil.expandSearch(builder, null, call);
                return expanded.getKind() == SqlKind.SEARCH ? null : predicate(expanded);
            }
            List<PartitionPredicate> ranges = new ArrayList<>();
            List<String> points = new ArrayList<>();
            for (Range<?> range : sarg.rangeSet.asRanges()) {
                if (range.hasLowerBound() && range.hasUpperBound()
                        && range.lowerEndpoint().equals(range.upperEndpoint())) {
                    String text = text(key.type(), range.lowerEndpoint());
                    if (text == null) {
                        return null;
                    }
                    points.add(text);
                } else {
                    PartitionPredicate term = range(key, range);
                    if (term == null) {
                        return null;
                    }
                    ranges.add(term);
                }
            }
            if (!points.isEmpty()) {
                ranges.add(new PartitionPredicate.In(key.name(), points));
            }
            return ranges.isEmpty() ? null : ranges.size() == 1 ? ranges.getFirst() : new PartitionPredicate.Or(ranges);
        }

        private static @Nullable PartitionPredicate range(Field key, Range<?> range) {
            List<PartitionPredicate> bounds = new ArrayList<>();
            if (range.hasLowerBound()) {
                bounds.add(comparison(key,
                        range.lowerBoundType() == BoundType.CLOSED ? Operator.GREATER_OR_EQUAL : Operator.GREATER,
                        range.lowerEndpoint()));
            }
            if (range.hasUpperBound()) {
                bounds.add(comparison(key,
                        range.upperBoundType() == BoundType.CLOSED ? Operator.LESS_OR_EQUAL : Operator.LESS,
                        range.upperEndpoint()));
            }
            if (bounds.isEmpty() || bounds.contains(null)) {
                return null;
            }
            return bounds.size() == 1 ? bounds.getFirst() : new PartitionPredicate.And(bounds);
        }
    }
}

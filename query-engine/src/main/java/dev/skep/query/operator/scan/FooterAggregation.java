package dev.skep.query.operator.scan;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.plan.AggregateNode;
import dev.skep.query.plan.AggregateNode.Aggregate;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.ProjectNode;
import dev.skep.query.plan.ScanNode;
import dev.skep.query.plan.ValuesNode;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * An aggregation of a whole table by counts, least and greatest values, which the metadata of files may answer. It is cut in two: parts of files give
 * a row each, of the parts' own counts and extremes, and these are put together.
 *
 * @param parts what each part gives, one for each aggregate
 * @param combination puts the rows of the parts together; its outputs are those of the aggregation
 */
public record FooterAggregation(ScanNode scan, List<Part> parts, AggregateNode combination) {
    public FooterAggregation {
        parts = List.copyOf(parts);
    }

    /** What is wanted of a part's rows. */
    public enum Kind {
        ROWS, VALUES, LEAST, GREATEST
    }

    /** @param column the scan's output; -1 for {@link Kind#ROWS} */
    public record Part(Kind kind, int column, DataType type) {}

    /** Returns the aggregation in two steps, or null if there are groups, conditions, or other functions. */
    public static @Nullable FooterAggregation of(AggregateNode node) {
        List<Expression> columns = null;
        PlanNode input = node.input();
        if (input instanceof ProjectNode project) {
            columns = project.expressions();
            input = project.input();
        }
        if (!(input instanceof ScanNode scan) || !node.keys().isEmpty() || !node.totals().isEmpty()
                || scan.filter() != null || !scan.runtimeFilters().isEmpty()
                || !scan.predicate().domains().isEmpty() || node.aggregates().isEmpty()) {
            return null;
        }
        List<Part> parts = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        List<Aggregate> combined = new ArrayList<>();
        for (Aggregate aggregate : node.aggregates()) {
            Part part = part(aggregate, scan, columns);
            if (part == null) {
                return null;
            }
            String function = switch (part.kind) {
                case ROWS, VALUES -> "sum0";
                case LEAST -> "min";
                case GREATEST -> "max";
            };
            combined.add(new Aggregate(aggregate.name(), function, List.of(parts.size()), false, null, List.of(),
                    aggregate.type()));
            fields.add(new Field(aggregate.name(), part.type));
            parts.add(part);
        }
        return new FooterAggregation(scan, parts, new AggregateNode(node.id(),
                new ValuesNode(scan.id(), fields, List.of()), List.of(), combined, node.estimatedRows()));
    }

    private static @Nullable Part part(Aggregate aggregate, ScanNode scan, @Nullable List<Expression> columns) {
        if (aggregate.distinct() || aggregate.filter() != null || aggregate.arguments().size() > 1) {
            return null;
        }
        boolean isCount = aggregate.function().equals("count");
        if (aggregate.arguments().isEmpty()) {
            return isCount ? new Part(Kind.ROWS, -1, PrimitiveType.BIGINT) : null;
        }
        int column = aggregate.arguments().getFirst();
        if (columns != null) {
            if (!(columns.get(column) instanceof InputRef ref)) {
                return null;
            }
            column = ref.index();
        }
        if (isCount) {
            return new Part(Kind.VALUES, column, PrimitiveType.BIGINT);
        }
        Kind kind = switch (aggregate.function()) {
            case "min" -> Kind.LEAST;
            case "max" -> Kind.GREATEST;
            default -> null;
        };
        return kind == null ? null : new Part(kind, column, scan.columns().get(column).type());
    }
}

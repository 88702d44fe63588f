package dev.skep.server.hms.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.model.Partition;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.metastore.partition.PartitionPredicate.And;
import dev.skep.metastore.partition.PartitionPredicate.Comparison;
import dev.skep.metastore.partition.PartitionPredicate.In;
import dev.skep.metastore.partition.PartitionPredicate.IsNull;
import dev.skep.metastore.partition.PartitionPredicate.Like;
import dev.skep.metastore.partition.PartitionPredicate.Not;
import dev.skep.metastore.partition.PartitionPredicate.Operator;
import dev.skep.metastore.partition.PartitionPredicate.Or;
import dev.skep.server.hms.expression.KryoGraph.Midnight;
import dev.skep.server.hms.expression.KryoGraph.Node;

/**
 * A condition of Hive's compiler as a predicate over partition keys. Read are comparisons of a key with a constant of its own kind, IN, BETWEEN, LIKE, IS NULL, and AND, OR, NOT over them, where
 * the store's answer is Hive's; everything else, such as a key inside a function, a timestamp or padded text, is refused.
 */
public final class HiveExpression {
    /** Objects may be referred to again and again, so that a small blob can unfold into a huge tree. */
    private static final int MAX_TERMS = 20_000;
    private static final Set<String> WHOLE = Set.of("tinyint", "smallint", "int", "bigint");
    private static final Set<String> TEXTS = Set.of("string", "varchar");
    private static final BigInteger EXACT_IN_DOUBLE = BigInteger.ONE.shiftLeft(53);
    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;

    private int terms;

    private HiveExpression() {}

    /** Whether bytes are an object of Hive's, rather than the text of a filter. */
    public static boolean isObject(byte[] expression) {
        return KryoGraph.isBlob(expression);
    }

    /** Fails for what is no expression of Hive's, and for what Skep does not evaluate as Hive does. */
    public static PartitionPredicate predicate(byte[] expression) throws UnreadableExpressionException {
        return new HiveExpression().condition(KryoGraph.read(expression));
    }

    private PartitionPredicate condition(@Nullable Object object) throws UnreadableExpressionException {
        if (++terms > MAX_TERMS) {
            throw new UnreadableExpressionException("it has more than %d terms".formatted(MAX_TERMS));
        }
        Node node = node(object);
        if (node.type().equals(KryoClasses.COLUMN)) {
            if (!typeOf(node).equals("boolean")) {
                throw new UnreadableExpressionException(
                        "a key of type %s stands for a condition".formatted(typeOf(node)));
            }
            return new Comparison(keyOf(node), Operator.EQUAL, "true");
        }
        if (!node.type().equals(KryoClasses.FUNCTION)) {
            throw new UnreadableExpressionException("a constant stands for a condition");
        }
        Node function = node(node.get("genericUDF"));
        List<?> arguments = list(node.get("children"));
        String name = function.type().startsWith(KryoClasses.FUNCTIONS + "GenericUDF")
                ? function.type().substring(KryoClasses.FUNCTIONS.length() + "GenericUDF".length())
                : function.type();
        return switch (name) {
            case "OPAnd" -> new And(conditions(arguments));
            case "OPOr" -> new Or(conditions(arguments));
            case "OPNot" -> new Not(condition(only(arguments)));
            case "OPNull" -> new IsNull(keyOf(node(only(arguments))));
            case "OPNotNull" -> new Not(new IsNull(keyOf(node(only(arguments)))));
            case "OPEqual" -> equalityOrNull(comparison(arguments, Operator.EQUAL));
            case "OPNotEqual" -> equalityOrNull(comparison(arguments, Operator.NOT_EQUAL));
            case "OPLessThan" -> comparison(arguments, Operator.LESS);
            case "OPEqualOrLessThan" -> comparison(arguments, Operator.LESS_OR_EQUAL);
            case "OPGreaterThan" -> comparison(arguments, Operator.GREATER);
            case "OPEqualOrGreaterThan" -> comparison(arguments, Operator.GREATER_OR_EQUAL);
            case "OPEqualNS" -> {
                Comparison equal = comparison(arguments, Operator.EQUAL);
                yield new And(List.of(new Not(new IsNull(equal.key())), equal));
            }
            case "In" -> in(arguments);
            case "Between" -> between(arguments);
            case "Bridge" -> like(function, arguments);
            default -> throw new UnreadableExpressionException("it calls %s".formatted(name));
        };
    }

    private List<PartitionPredicate> conditions(List<?> arguments) throws UnreadableExpressionException {
        List<PartitionPredicate> conditions = new ArrayList<>();
        for (Object argument : arguments) {
            conditions.add(condition(argument));
        }
        if (conditions.isEmpty()) {
            throw new UnreadableExpressionException("it joins no conditions");
        }
        return conditions;
    }

    private static Comparison comparison(List<?> arguments, Operator operator) throws UnreadableExpressionException {
        if (arguments.size() != 2) {
            throw new UnreadableExpressionException("it compares %d values".formatted(arguments.size()));
        }
        Node left = node(arguments.get(0));
        Node right = node(arguments.get(1));
        if (left.type().equals(KryoClasses.CONSTANT)) {
            return comparison(right, mirrored(operator), left);
        }
        return comparison(left, operator, right);
    }

    /** Of equalities with a constant, those with the name of the partition without a value mean that there is none: so ALTER TABLE ... DROP PARTITION writes it. */
    private static PartitionPredicate equalityOrNull(Comparison comparison) {
        if (!comparison.value().equals(Partition.DEFAULT_VALUE)) {
            return comparison;
        }
        PartitionPredicate none = new IsNull(comparison.key());
        return comparison.operator() == Operator.EQUAL ? none : new Not(none);
    }

    private static Comparison comparison(Node key, Operator operator, Node constant)
            throws UnreadableExpressionException {
        boolean isEquality = operator == Operator.EQUAL || operator == Operator.NOT_EQUAL;
        if (typeOf(key).equals("boolean") && !isEquality) {
            throw new UnreadableExpressionException("it orders booleans");
        }
        return new Comparison(keyOf(key), operator, literal(key, constant));
    }

    private static Operator mirrored(Operator operator) {
        return switch (operator) {
            case EQUAL, NOT_EQUAL -> operator;
            case LESS -> Operator.GREATER;
            case LESS_OR_EQUAL -> Operator.GREATER_OR_EQUAL;
            case GREATER -> Operator.LESS;
            case GREATER_OR_EQUAL -> Operator.LESS_OR_EQUAL;
        };
    }

    private PartitionPredicate in(List<?> arguments) throws UnreadableExpressionException {
        if (arguments.size() < 2) {
            throw new UnreadableExpressionException("it looks among %d values".formatted(arguments.size() - 1));
        }
        Node key = node(arguments.getFirst());
        if (key.type().equals(KryoClasses.FUNCTION)) {
            return inStructs(structOf(key), arguments.subList(1, arguments.size()));
        }
        List<String> values = new ArrayList<>();
        for (Object argument : arguments.subList(1, arguments.size())) {
            values.add(literal(key, node(argument)));
        }
        return new In(keyOf(key), values);
    }

    /** Several keys among several structs of constants, as Hive's optimizer writes disjunctions of equalities. */
    private PartitionPredicate inStructs(List<?> keys, List<?> structs) throws UnreadableExpressionException {
        List<PartitionPredicate> choices = new ArrayList<>();
        for (Object struct : structs) {
            List<?> values = structOf(node(struct));
            if (values.size() != keys.size() || keys.isEmpty()) {
                throw new UnreadableExpressionException("it compares structs of other sizes");
            }
            List<PartitionPredicate> equalities = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                if (++terms > MAX_TERMS) {
                    throw new UnreadableExpressionException("it has more than %d terms".formatted(MAX_TERMS));
                }
                equalities.add(comparison(node(keys.get(i)), Operator.EQUAL, node(values.get(i))));
            }
            choices.add(new And(equalities));
        }
        return new Or(choices);
    }

    private static List<?> structOf(Node node) throws UnreadableExpressionException {
        if (!node.type().equals(KryoClasses.FUNCTION)
                || !node(node.get("genericUDF")).type().equals(KryoClasses.FUNCTIONS + "GenericUDFStruct")) {
            throw new UnreadableExpressionException("it looks for something other than keys");
        }
        return list(node.get("children"));
    }

    /** The first argument says whether BETWEEN is negated. */
    private static PartitionPredicate between(List<?> arguments) throws UnreadableExpressionException {
        if (arguments.size() != 4 || !(node(arguments.get(0)).get("value") instanceof Boolean isNegated)) {
            throw new UnreadableExpressionException("its BETWEEN is not that of Hive");
        }
        Node key = node(arguments.get(1));
        PartitionPredicate between = new And(
                List.of(comparison(key, Operator.GREATER_OR_EQUAL, node(arguments.get(2))),
                        comparison(key, Operator.LESS_OR_EQUAL, node(arguments.get(3)))));
        return isNegated ? new Not(between) : between;
    }

    private static PartitionPredicate like(Node function, List<?> arguments) throws UnreadableExpressionException {
        if (!"org.apache.hadoop.hive.ql.udf.UDFLike".equals(function.get("udfClassName")) || arguments.size() != 2) {
            throw new UnreadableExpressionException("it calls %s".formatted(String.valueOf(function.get("udfName"))));
        }
        Node key = node(arguments.get(0));
        if (!typeOf(key).equals("string")) {
            throw new UnreadableExpressionException(
                    "it looks for a pattern in a key of type %s".formatted(typeOf(key)));
        }
        return new Like(keyOf(key), literal(key, node(arguments.get(1))));
    }

    private static String keyOf(Node column) throws UnreadableExpressionException {
        if (!column.type().equals(KryoClasses.COLUMN) || !(column.get("column") instanceof String name)) {
            throw new UnreadableExpressionException("something other than a key is compared");
        }
        if (!Boolean.TRUE.equals(column.get("isPartitionColOrVirtualCol"))) {
            throw new UnreadableExpressionException("a column that is no partition key is compared");
        }
        return name.toLowerCase(Locale.ROOT);
    }

    private static String typeOf(Node expression) throws UnreadableExpressionException {
        return node(expression.get("typeInfo")).get("typeName") instanceof String name ? name : "";
    }

    /** The constant as a text in the form that partition values have. */
    private static String literal(Node key, Node constant) throws UnreadableExpressionException {
        String type = typeOf(key);
        if (!constant.type().equals(KryoClasses.CONSTANT)) {
            throw new UnreadableExpressionException("a key is compared with something other than a constant");
        }
        Object value = constant.get("value");
        String literal = null;
        if (TEXTS.contains(type)) {
            literal = value instanceof Node node && node.type().equals(KryoClasses.VARCHAR)
                    ? (String) node.get("value")
                    : value instanceof String text ? text : null;
        } else if (WHOLE.contains(type) || type.equals("decimal")) {
            literal = number(value);
            if (literal == null && value instanceof Double number && Double.isFinite(number)
                    && !type.equals("decimal") && Math.abs(number) < EXACT_IN_DOUBLE.doubleValue()) {
                literal = BigDecimal.valueOf(number).toPlainString();
            }
        } else if (type.equals("double")) {
            literal = value instanceof Double number && Double.isFinite(number)
                    ? BigDecimal.valueOf(number).toPlainString()
                    : value instanceof Integer || value instanceof Short || value instanceof Byte
                            ? number(value)
                            : null;
        } else if (type.equals("date")) {
            literal = date(value);
        } else if (type.equals("boolean") && value instanceof Boolean) {
            literal = value.toString();
        }
        if (literal == null) {
            throw new UnreadableExpressionException("a key of type %s is compared with %s".formatted(type,
                    value == null
                            ? "null"
                            : value instanceof Node node ? node.type() : value.getClass().getSimpleName()));
        }
        return literal;
    }

    private static @Nullable String number(@Nullable Object value) {
        if (value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte) {
            return value.toString();
        }
        return value instanceof Node node && node.type().equals(KryoClasses.DECIMAL)
                ? decimal(node).toPlainString()
                : null;
    }

    /** Hive keeps decimals in three parts of 16 digits. */
    private static BigDecimal decimal(Node decimal) {
        BigInteger part = BigInteger.TEN.pow(16);
        BigInteger unscaled = whole(decimal, "fast2").multiply(part).add(whole(decimal, "fast1")).multiply(part)
                .add(whole(decimal, "fast0"));
        return new BigDecimal(whole(decimal, "fastSignum").signum() < 0 ? unscaled.negate() : unscaled,
                Math.clamp(whole(decimal, "fastScale").longValue(), 0, 38));
    }

    private static BigInteger whole(Node node, String field) {
        return node.get(field) instanceof Number number ? BigInteger.valueOf(number.longValue()) : BigInteger.ZERO;
    }

    private static @Nullable String date(@Nullable Object value) throws UnreadableExpressionException {
        if (value instanceof Node node && node.get("localDate") instanceof LocalDate date) {
            return date.toString();
        }
        return value instanceof Midnight midnight ? day(midnight).toString() : null;
    }

    /** The day that began at this moment in the zone of a client, which does not say where it is: up to 14 hours before UTC or less than 12 behind. */
    private static LocalDate day(Midnight midnight) throws UnreadableExpressionException {
        long ofDay = Math.floorMod(midnight.millis(), DAY);
        // Ten hours behind UTC and fourteen before it have the same midnights, eleven and thirteen too.
        if (ofDay >= 10 * HOUR && ofDay < 12 * HOUR) {
            throw new UnreadableExpressionException("its date may be one of two days");
        }
        return LocalDate.ofEpochDay(Math.floorDiv(midnight.millis() + 14 * HOUR, DAY));
    }

    private static @Nullable Object only(List<?> arguments) throws UnreadableExpressionException {
        if (arguments.size() != 1) {
            throw new UnreadableExpressionException("a function of one value has %d".formatted(arguments.size()));
        }
        return arguments.getFirst();
    }

    private static Node node(@Nullable Object object) throws UnreadableExpressionException {
        if (object instanceof Node node) {
            return node;
        }
        throw new UnreadableExpressionException("something is missing in it");
    }

    private static List<?> list(@Nullable Object object) throws UnreadableExpressionException {
        if (object instanceof List<?> list) {
            return list;
        }
        throw new UnreadableExpressionException("a list is missing in it");
    }
}

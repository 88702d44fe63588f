package dev.skep.query.analyzer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.skep.query.function.FunctionCatalog;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.jspecify.annotations.Nullable;

/**
 * Which operator a name in a query means. Calcite's own stand where its rules must know them (operators, the common aggregates, window
 * functions, forms with a syntax of their own); every other name is looked up in the function room.
 */
final class FunctionTable implements SqlOperatorTable {
    private static final Set<String> CALCITE_OWN = Set.of("count", "sum", "avg", "min", "max", "grouping", "row_number",
            "rank", "dense_rank", "percent_rank", "cume_dist", "ntile", "lag", "lead", "first_value", "last_value",
            "nth_value", "coalesce", "nullif", "cast", "row", "unnest", "current_date", "current_timestamp",
            "localtimestamp", "single_value", "any_value", "trim");

    private static final SqlFunction TRY = new SqlFunction("TRY", SqlKind.OTHER_FUNCTION,
            ReturnTypes.ARG0_FORCE_NULLABLE, null, OperandTypes.ANY, SqlFunctionCategory.USER_DEFINED_FUNCTION);

    private final FunctionCatalog functions;
    private final SqlOperatorTable standard = SqlStdOperatorTable.instance();

    FunctionTable(FunctionCatalog functions) {
        this.functions = functions;
    }

    @Override
    public void lookupOperatorOverloads(SqlIdentifier name, @Nullable SqlFunctionCategory category, SqlSyntax syntax,
            List<SqlOperator> operators, SqlNameMatcher matcher) {
        if (!name.isSimple()) {
            return;
        }
        String lower = name.getSimple().toLowerCase(Locale.ROOT);
        if (lower.equals(FunctionCatalog.TRY)) {
            operators.add(TRY);
            return;
        }
        if (lower.equals("try_cast")) {
            operators.add(SqlLibraryOperators.TRY_CAST);
            return;
        }
        boolean callable = syntax == SqlSyntax.FUNCTION || syntax == SqlSyntax.FUNCTION_STAR
                || syntax == SqlSyntax.FUNCTION_ID || syntax == SqlSyntax.ORDERED_FUNCTION;
        if (callable && !CALCITE_OWN.contains(lower)) {
            SqlOperator own = find(lower);
            if (own != null) {
                operators.add(own);
                return;
            }
        }
        List<SqlOperator> found = new ArrayList<>();
        standard.lookupOperatorOverloads(name, category, syntax, found, matcher);
        operators.addAll(found);
    }

    private @Nullable SqlOperator find(String name) {
        if (functions.aggregateNames().contains(name)) {
            return CatalogAggregate.aggregate(name, functions);
        }
        if (functions.scalarNames().contains(name)) {
            return new CatalogFunction(name, functions);
        }
        return functions.windowNames().contains(name) ? CatalogAggregate.window(name, functions) : null;
    }

    @Override
    public List<SqlOperator> getOperatorList() {
        return standard.getOperatorList();
    }
}

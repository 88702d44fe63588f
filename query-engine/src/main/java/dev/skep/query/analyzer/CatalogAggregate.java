package dev.skep.query.analyzer;

import java.util.Locale;
import java.util.Set;

import dev.skep.query.function.FunctionCatalog;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.util.Optionality;

/** An aggregate or window function of the function room as Calcite sees it. */
public final class CatalogAggregate extends SqlAggFunction {
    private static final Set<String> ORDERED = Set.of("ARRAY_AGG", "COLLECT_LIST", "LISTAGG", "STRING_AGG");

    private CatalogAggregate(String name, CatalogFunction.Resolver resolver, boolean requiresOver) {
        super(name.toUpperCase(Locale.ROOT), null, SqlKind.OTHER_FUNCTION, new CatalogFunction.ReturnType(resolver),
                null,
                new CatalogFunction.Arguments(resolver), SqlFunctionCategory.USER_DEFINED_FUNCTION, false, requiresOver,
                Optionality.OPTIONAL);
    }

    /** Within the parentheses of the others there is no ORDER BY. */
    @Override
    public SqlSyntax getSyntax() {
        return ORDERED.contains(getName()) ? SqlSyntax.ORDERED_FUNCTION : SqlSyntax.FUNCTION;
    }

    static CatalogAggregate aggregate(String name, FunctionCatalog functions) {
        return new CatalogAggregate(name, functions::aggregate, false);
    }

    static CatalogAggregate window(String name, FunctionCatalog functions) {
        return new CatalogAggregate(name, functions::window, true);
    }
}

package dev.skep.query.analyzer;

import java.util.Locale;

import dev.skep.query.function.FunctionCatalog;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.Optionality;

/** An aggregate or window function of the function room as Calcite sees it. */
public final class CatalogAggregate extends SqlAggFunction {
    private CatalogAggregate(String name, CatalogFunction.Resolver resolver, boolean requiresOver) {
        super(name.toUpperCase(Locale.ROOT), null, SqlKind.OTHER_FUNCTION, new CatalogFunction.ReturnType(resolver),
                null,
                new CatalogFunction.Arguments(resolver), SqlFunctionCategory.USER_DEFINED_FUNCTION, false, requiresOver,
                Optionality.OPTIONAL);
    }

    static CatalogAggregate aggregate(String name, FunctionCatalog functions) {
        return new CatalogAggregate(name, functions::aggregate, false);
    }

    static CatalogAggregate window(String name, FunctionCatalog functions) {
        return new CatalogAggregate(name, functions::window, true);
    }
}

package dev.skep.query.command;

import java.util.Locale;
import java.util.Set;

import dev.skep.metastore.model.TableName;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.StructType;

/** What a query's column must be to become one of a table or view. */
final class QueryColumns {
    private QueryColumns() {}

    /** Fails if the name is missing or among {@code seen}, to which it is added, or if tables cannot have the type. */
    static void check(TableName table, String name, DataType type, Set<String> seen) {
        if (name.isEmpty()) {
            throw new QueryException(Reason.ANALYSIS,
                    "Cannot create %s: column %d of its query has no name".formatted(table, seen.size() + 1));
        }
        if (!seen.add(name.toLowerCase(Locale.ROOT))) {
            throw new QueryException(Reason.ANALYSIS,
                    "Cannot create %s: two columns of its query are named '%s'".formatted(table, name));
        }
        if (!isStorable(type)) {
            throw new QueryException(Reason.ANALYSIS,
                    "Cannot create %s: column '%s' has type %s, which no table has; cast it"
                            .formatted(table, name, type.sqlName()));
        }
    }

    private static boolean isStorable(DataType type) {
        return switch (type) {
            case PrimitiveType primitive -> primitive != PrimitiveType.UNKNOWN
                    && primitive != PrimitiveType.INTERVAL_DAY_TIME && primitive != PrimitiveType.INTERVAL_YEAR_MONTH;
            case ArrayType array -> isStorable(array.element());
            case MapType map -> isStorable(map.key()) && isStorable(map.value());
            case StructType struct -> struct.fields().stream().allMatch(field -> isStorable(field.type()));
            default -> true;
        };
    }
}

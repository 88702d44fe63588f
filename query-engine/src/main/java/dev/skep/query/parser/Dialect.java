package dev.skep.query.parser;

import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlDelegatingConformance;

/** Where Calcite lets dialects choose: Trino's choices, and what Hive's users are used to where that does no harm. */
public final class Dialect extends SqlDelegatingConformance {
    public static final Dialect INSTANCE = new Dialect();

    private Dialect() {
        super(SqlConformanceEnum.PRESTO);
    }

    @Override
    public boolean isGroupByOrdinal() {
        return true;
    }

    @Override
    public boolean isSortByOrdinal() {
        return true;
    }

    @Override
    public boolean isSortByAlias() {
        return true;
    }

    @Override
    public boolean isSortByAliasObscures() {
        return true;
    }

    @Override
    public boolean isBangEqualAllowed() {
        return true;
    }

    @Override
    public boolean isPercentRemainderAllowed() {
        return true;
    }

    @Override
    public boolean isOffsetLimitAllowed() {
        return true;
    }

    @Override
    public boolean isFromRequired() {
        return false;
    }

    @Override
    public boolean allowNiladicParentheses() {
        return true;
    }

    @Override
    public boolean allowPluralTimeUnits() {
        return true;
    }

    @Override
    public boolean allowExplicitRowValueConstructor() {
        return true;
    }

    @Override
    public boolean allowAliasUnnestItems() {
        return false;
    }

    @Override
    public boolean isLimitStartCountAllowed() {
        return false;
    }
}

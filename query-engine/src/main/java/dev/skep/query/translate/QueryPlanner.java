package dev.skep.query.translate;

import java.util.List;

import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.query.analyzer.CatalogReads;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.result.ResultColumn;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** Makes plans of queries: analysis, optimization and translation in turn. The session is asked while this runs and never afterwards. */
public interface QueryPlanner {

    /**
     * Makes a plan. Fails with a QueryException that names line and column where the text is at fault.
     *
     * @param database where names without a database are looked for
     * @param parameters values for the {@code ?} of the text
     * @param check called again and again; what it throws ends the planning
     */
    PlannedQuery plan(SqlNode query, CatalogSession session, String database, List<@Nullable Object> parameters,
            Runnable check);

    /** Returns the columns of the result without making a plan; {@code ?} may be without values. */
    List<ResultColumn> describe(SqlNode query, CatalogSession session, String database);

    /**
     * A plan and what its rows are called; node ids run from 0 without gaps.
     *
     * @param reads what was asked to make it
     */
    record PlannedQuery(PlanNode plan, List<ResultColumn> columns, CatalogReads reads) {
        public PlannedQuery {
            columns = List.copyOf(columns);
        }
    }
}

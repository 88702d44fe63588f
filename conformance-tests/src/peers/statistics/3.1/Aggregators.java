import java.util.ArrayList;
import java.util.List;

import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;
import org.apache.hadoop.hive.metastore.columnstats.aggr.ColumnStatsAggregatorFactory;
import org.apache.hadoop.hive.metastore.utils.MetaStoreUtils.ColStatsObjWithSourceInfo;

/** The aggregators of Hive 3.1. */
final class Aggregators {
    private Aggregators() {}

    static ColumnStatisticsObj aggregate(List<ColumnStatisticsObj> figures, List<String> partitions, List<String> asked, String database,
            String table) throws Exception {
        List<ColStatsObjWithSourceInfo> sources = new ArrayList<>();
        for (int i = 0; i < figures.size(); i++) {
            sources.add(new ColStatsObjWithSourceInfo(figures.get(i), "hive", database, table, partitions.get(i)));
        }
        return ColumnStatsAggregatorFactory.getColumnStatsAggregator(figures.get(0).getStatsData().getSetField(), false, 0.0).aggregate(sources,
                asked, figures.size() == asked.size());
    }
}

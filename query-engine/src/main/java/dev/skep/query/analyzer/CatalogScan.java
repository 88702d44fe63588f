package dev.skep.query.analyzer;

import java.util.List;

import dev.skep.metastore.model.Partition;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.TableScan;
import org.jspecify.annotations.Nullable;

/** A scan of a catalog's table; the optimizer says which of its partitions are to be read. */
public final class CatalogScan extends TableScan {
    private final CatalogTable catalogTable;
    private final @Nullable Selection selection;

    /**
     * The partitions that a query needs.
     *
     * @param total how many the table has, -1 where nobody counted
     */
    public record Selection(List<Partition> partitions, long total) {
        public Selection {
            partitions = List.copyOf(partitions);
        }
    }

    public CatalogScan(RelOptCluster cluster, RelOptTable table, CatalogTable catalogTable,
            @Nullable Selection selection) {
        super(cluster, cluster.traitSetOf(Convention.NONE), List.of(), table);
        this.catalogTable = catalogTable;
        this.selection = selection;
    }

    public CatalogTable catalogTable() {
        return catalogTable;
    }

    /** Null for a table that is not partitioned, or before pruning. */
    public @Nullable Selection selection() {
        return selection;
    }

    public CatalogScan withSelection(Selection newSelection) {
        return new CatalogScan(getCluster(), getTable(), catalogTable, newSelection);
    }

    @Override
    public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
        return this;
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("session", System.identityHashCode(catalogTable.reads())).itemIf(
                "partitions",
                selection == null ? null : System.identityHashCode(selection), selection != null);
    }
}

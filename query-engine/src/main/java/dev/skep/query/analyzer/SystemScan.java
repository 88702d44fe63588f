package dev.skep.query.analyzer;

import java.util.List;

import dev.skep.query.parser.SqlTypes;
import dev.skep.query.plan.SystemTable;
import dev.skep.storage.type.Field;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;

/** A scan of a table of the server itself. */
public final class SystemScan extends TableScan {
    private final SystemTable systemTable;

    private SystemScan(RelOptCluster cluster, RelOptTable table, SystemTable systemTable) {
        super(cluster, cluster.traitSetOf(Convention.NONE), List.of(), table);
        this.systemTable = systemTable;
    }

    public SystemTable systemTable() {
        return systemTable;
    }

    @Override
    public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
        return this;
    }

    /** The table as Calcite sees it. */
    static final class Scanned extends AbstractTable implements TranslatableTable {
        private final SystemTable table;

        Scanned(SystemTable table) {
            this.table = table;
        }

        @Override
        public RelDataType getRowType(RelDataTypeFactory factory) {
            RelDataTypeFactory.Builder builder = factory.builder();
            for (Field column : table.columns()) {
                builder.add(column.name(), SqlTypes.toCalcite(factory, column.type(), true));
            }
            return builder.build();
        }

        @Override
        public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable relOptTable) {
            return new SystemScan(context.getCluster(), relOptTable, table);
        }
    }
}

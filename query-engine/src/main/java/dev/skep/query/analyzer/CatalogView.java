package dev.skep.query.analyzer;

import java.util.List;

import dev.skep.metastore.access.AuthorizedTable;
import dev.skep.metastore.model.Table;
import dev.skep.query.parser.SqlTypes;
import dev.skep.storage.type.Field;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;

/** A view: its declared columns, and its query in their place where it is used. */
final class CatalogView extends AbstractTable implements TranslatableTable {
    private final AuthorizedTable authorized;
    private final List<Field> columns;
    private final Expander expander;
    private final CatalogTable.Policies policies;

    /** Turns the text of a view into a tree with the columns that the view declares. */
    interface Expander {
        RelNode expand(Table view, RelDataType declared);
    }

    CatalogView(AuthorizedTable authorized, Expander expander, CatalogTable.Policies policies) {
        this.authorized = authorized;
        this.expander = expander;
        this.policies = policies;
        columns = authorized.visibleColumns().stream().map(column -> new Field(column.name(), column.dataType()))
                .toList();
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory factory) {
        RelDataTypeFactory.Builder builder = factory.builder();
        for (Field column : columns) {
            builder.add(column.name(), SqlTypes.toCalcite(factory, column.type(), true));
        }
        return builder.build();
    }

    @Override
    public Schema.TableType getJdbcTableType() {
        return Schema.TableType.VIEW;
    }

    /** With policies, this view stands for the query that they make of it, in which the view comes again without them. */
    @Override
    public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable relOptTable) {
        RelDataType declared = relOptTable.getRowType();
        return authorized.isUnrestricted()
                ? expander.expand(authorized.visible(), declared)
                : policies.apply(authorized, declared);
    }
}

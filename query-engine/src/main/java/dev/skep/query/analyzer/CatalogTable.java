package dev.skep.query.analyzer;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

import dev.skep.metastore.access.AuthorizedTable;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.parser.SqlTypes;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;

/** A table of the catalog as Calcite sees it: its data columns, then its partition keys, then the hidden column with the file's path. */
public final class CatalogTable extends AbstractTable implements TranslatableTable {
    /** The hidden column with the location of the file that a row is in. */
    public static final String PATH_COLUMN = "$path";

    private final AuthorizedTable authorized;
    private final List<Field> columns;
    private final int dataColumns;
    private final CatalogReads reads;
    private final Policies policies;

    /** Turns a table or view into the tree of the rows and values that the caller sees; see {@link QueryAnalyzer}. */
    interface Policies {
        RelNode apply(AuthorizedTable table, RelDataType declared);
    }

    CatalogTable(AuthorizedTable authorized, CatalogReads reads, Policies policies) {
        this.authorized = requireNonNull(authorized, "authorized is null");
        this.reads = requireNonNull(reads, "reads is null");
        this.policies = policies;
        checkKind(authorized.visible());
        List<Field> fields = new ArrayList<>();
        for (Column column : authorized.visibleColumns()) {
            fields.add(new Field(column.name(), type(authorized.name(), column)));
        }
        columns = List.copyOf(fields);
        dataColumns = authorized.visible().storage().columns().size();
    }

    /** Fails for a table whose files mean something only together with a log of their own, and must not be taken for plain files. */
    public static void checkKind(Table table) {
        String kind = table.parameters().getOrDefault("table_type", "");
        String provider = table.parameters().getOrDefault("spark.sql.sources.provider", "");
        if (kind.equalsIgnoreCase("iceberg") || provider.equalsIgnoreCase("iceberg")) {
            throw unsupported(table, "Iceberg tables");
        }
        if (provider.equalsIgnoreCase("delta")) {
            throw unsupported(table, "Delta tables");
        }
        if (provider.equalsIgnoreCase("hudi") || kind.equalsIgnoreCase("hudi")) {
            throw unsupported(table, "Hudi tables");
        }
        if ("true".equalsIgnoreCase(table.parameters().get("transactional"))) {
            throw unsupported(table, "transactional tables");
        }
    }

    private static QueryException unsupported(Table table, String what) {
        return new QueryException(Reason.UNSUPPORTED,
                "Cannot read table %s: Skep does not read %s".formatted(table.name(), what));
    }

    private static DataType type(TableName table, Column column) {
        try {
            return column.dataType();
        } catch (IllegalArgumentException e) {
            throw new QueryException(Reason.UNSUPPORTED,
                    "Cannot read table %s: column '%s': %s".formatted(table, column.name(), e.getMessage()), e);
        }
    }

    public Table table() {
        return authorized.visible();
    }

    public AuthorizedTable authorized() {
        return authorized;
    }

    /** The catalog as the one sees it with whose rights the table is read. */
    public CatalogReads reads() {
        return reads;
    }

    /** The columns without the hidden one. */
    public List<Field> columns() {
        return columns;
    }

    /** How many of the columns are in files; the others are partition keys. */
    public int dataColumnCount() {
        return dataColumns;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory factory) {
        RelDataTypeFactory.Builder builder = factory.builder();
        for (Field column : columns) {
            builder.add(column.name(), SqlTypes.toCalcite(factory, column.type(), true));
        }
        builder.add(PATH_COLUMN, SqlTypes.toCalcite(factory, PrimitiveType.STRING, true));
        return builder.build();
    }

    @Override
    public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable relOptTable) {
        return authorized.isUnrestricted()
                ? new CatalogScan(context.getCluster(), relOptTable, this, null)
                : policies.apply(authorized, relOptTable.getRowType());
    }
}

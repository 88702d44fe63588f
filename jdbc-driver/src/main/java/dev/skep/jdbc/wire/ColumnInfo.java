package dev.skep.jdbc.wire;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.skep.thrift.hs2.TColumnDesc;
import dev.skep.thrift.hs2.TPrimitiveTypeEntry;
import dev.skep.thrift.hs2.TTableSchema;
import dev.skep.thrift.hs2.TTypeEntry;
import dev.skep.thrift.hs2.TTypeQualifierValue;
import org.jspecify.annotations.Nullable;

/** Name and type of a result's column. */
public final class ColumnInfo {
    private final String name;
    private final ColumnType type;
    private final String typeName;
    private final int precision;
    private final int scale;

    /** Precision and scale are those of a decimal; precision is the length of a varchar or char; else 0. */
    public ColumnInfo(String name, ColumnType type, @Nullable String typeName, int precision, int scale) {
        this.name = requireNonNull(name, "name is null");
        this.type = requireNonNull(type, "type is null");
        this.precision = precision;
        this.scale = scale;
        this.typeName = typeName == null ? defaultTypeName() : typeName;
    }

    private String defaultTypeName() {
        switch (type) {
            case DECIMAL :
                return "decimal(" + precision + "," + scale + ")";
            case VARCHAR :
            case CHAR :
                return type.hiveName() + "(" + precision + ")";
            default :
                return type.hiveName();
        }
    }

    /** Reads the columns of a schema as a server sends it. */
    static List<ColumnInfo> ofSchema(@Nullable TTableSchema schema) {
        List<ColumnInfo> columns = new ArrayList<>();
        if (schema != null) {
            for (TColumnDesc column : schema.getColumns()) {
                columns.add(of(column));
            }
        }
        return columns;
    }

    private static ColumnInfo of(TColumnDesc column) {
        List<TTypeEntry> types = column.getTypeDesc().getTypes();
        if (types.isEmpty() || !types.get(0).isSetPrimitiveEntry()) {
            return new ColumnInfo(column.getColumnName(), ColumnType.STRING, null, 0, 0);
        }
        TPrimitiveTypeEntry entry = types.get(0).getPrimitiveEntry();
        ColumnType type = ColumnType.of(entry.getType());
        Map<String, TTypeQualifierValue> qualifiers = entry.isSetTypeQualifiers()
                ? entry.getTypeQualifiers().getQualifiers()
                : Map.of();
        boolean decimal = type == ColumnType.DECIMAL;
        int precision = number(qualifiers, decimal ? "precision" : "characterMaximumLength", decimal ? 38 : 0);
        TTypeQualifierValue typeName = qualifiers.get("typeName");
        return new ColumnInfo(column.getColumnName(), type,
                typeName != null && typeName.isSetStringValue() ? typeName.getStringValue() : null, precision,
                number(qualifiers, "scale", 0));
    }

    private static int number(Map<String, TTypeQualifierValue> qualifiers, String key, int otherwise) {
        TTypeQualifierValue value = qualifiers.get(key);
        return value != null && value.isSetI32Value() ? value.getI32Value() : otherwise;
    }

    public String name() {
        return name;
    }

    public ColumnType type() {
        return type;
    }

    /** The type as Hive writes it: {@code decimal(12,2)}, {@code array<int>} where the server tells, else {@code array}. */
    public String typeName() {
        return typeName;
    }

    /** Digits of a decimal, characters of a varchar or char, 0 for other types. */
    public int declaredPrecision() {
        return precision;
    }

    /** Digits after the point of a decimal, else 0. */
    public int scale() {
        return scale;
    }
}

package dev.skep.storage.orc;

import java.util.List;

import org.apache.orc.ColumnStatistics;
import org.apache.orc.TypeDescription;
import org.apache.orc.storage.common.type.HiveDecimal;
import org.apache.orc.storage.ql.exec.vector.BytesColumnVector;
import org.apache.orc.storage.ql.exec.vector.ColumnVector;
import org.apache.orc.storage.ql.exec.vector.DateColumnVector;
import org.apache.orc.storage.ql.exec.vector.Decimal64ColumnVector;
import org.apache.orc.storage.ql.exec.vector.DecimalColumnVector;
import org.apache.orc.storage.ql.exec.vector.DoubleColumnVector;
import org.apache.orc.storage.ql.exec.vector.ListColumnVector;
import org.apache.orc.storage.ql.exec.vector.LongColumnVector;
import org.apache.orc.storage.ql.exec.vector.MapColumnVector;
import org.apache.orc.storage.ql.exec.vector.StructColumnVector;
import org.apache.orc.storage.ql.exec.vector.TimestampColumnVector;

/**
 * orc-core's vectors, which refuse to grow beyond what the file's statistics say it holds: orc-core makes room for the elements of lists and maps by
 * lengths that it has just read, and damaged ones would take the memory of the whole process.
 */
final class BoundedVectors {
    /** The most elements of one batch in a file whose statistics do not tell how many there are. */
    private static final long UNKNOWN_LIMIT = 1L << 25;

    private BoundedVectors() {}

    /** Vectors for a column read as {@code type}, whose type in the file is {@code fileType}. */
    static ColumnVector create(TypeDescription type, TypeDescription fileType, ColumnStatistics[] statistics,
            int rows) {
        return create(type, rows, Math.max(rows, mostElements(fileType, statistics)));
    }

    /**
     * A list's elements are a column of their own, whose statistics count those that are not null. The statistics of the list itself are no bound: orc-core writes the
     * sizes of its buffers there.
     */
    private static long mostElements(TypeDescription type, ColumnStatistics[] statistics) {
        long most = 0;
        List<TypeDescription> children = type.getChildren();
        if (children == null) {
            return most;
        }
        boolean hasElements = type.getCategory() == TypeDescription.Category.LIST
                || type.getCategory() == TypeDescription.Category.MAP;
        for (TypeDescription child : children) {
            most = Math.max(most, mostElements(child, statistics));
            if (hasElements) {
                most = Math.max(most, count(child.getId(), statistics));
            }
        }
        return most;
    }

    private static long count(int column, ColumnStatistics[] statistics) {
        return column < statistics.length && !statistics[column].hasNull()
                ? statistics[column].getNumberOfValues()
                : UNKNOWN_LIMIT;
    }

    private static void check(int size, long limit) {
        if (size < 0 || size > limit) {
            throw new IllegalStateException("%d elements where the file has %d".formatted(size, limit));
        }
    }

    private static ColumnVector create(TypeDescription type, int rows, long limit) {
        return switch (type.getCategory()) {
            case BOOLEAN, BYTE, SHORT, INT, LONG -> new LongColumnVector(rows) {
                @Override
                public void ensureSize(int size, boolean preserve) {
                    check(size, limit);
                    super.ensureSize(size, preserve);
                }
            };
            case DATE -> new DateColumnVector(rows) {
                @Override
                public void ensureSize(int size, boolean preserve) {
                    check(size, limit);
                    super.ensureSize(size, preserve);
                }
            };
            case FLOAT, DOUBLE -> new DoubleColumnVector(rows) {
                @Override
                public void ensureSize(int size, boolean preserve) {
                    check(size, limit);
                    super.ensureSize(size, preserve);
                }
            };
            case STRING, BINARY, CHAR, VARCHAR, Geometry, Geography -> new BytesColumnVector(rows) {
                @Override
                public void ensureSize(int size, boolean preserve) {
                    check(size, limit);
                    super.ensureSize(size, preserve);
                }
            };
            case TIMESTAMP, TIMESTAMP_INSTANT -> new TimestampColumnVector(rows) {
                @Override
                public void ensureSize(int size, boolean preserve) {
                    check(size, limit);
                    super.ensureSize(size, preserve);
                }
            };
            case DECIMAL -> decimals(type, rows, limit);
            case STRUCT -> new StructColumnVector(rows, children(type, rows, limit)) {
                @Override
                public void ensureSize(int size, boolean preserve) {
                    check(size, limit);
                    super.ensureSize(size, preserve);
                }
            };
            case LIST -> new ListColumnVector(rows, children(type, rows, limit)[0]) {
                @Override
                public void ensureSize(int size, boolean preserve) {
                    check(size, limit);
                    super.ensureSize(size, preserve);
                }
            };
            case MAP -> {
                ColumnVector[] entries = children(type, rows, limit);
                yield new MapColumnVector(rows, entries[0], entries[1]) {
                    @Override
                    public void ensureSize(int size, boolean preserve) {
                        check(size, limit);
                        super.ensureSize(size, preserve);
                    }
                };
            }
            case UNION -> throw new IllegalArgumentException("no vector for " + type);
        };
    }

    private static ColumnVector decimals(TypeDescription type, int rows, long limit) {
        int precision = type.getPrecision();
        int scale = type.getScale();
        return precision > TypeDescription.MAX_DECIMAL64_PRECISION
                ? new DecimalColumnVector(rows, Math.min(precision, HiveDecimal.MAX_PRECISION), scale) {
                    @Override
                    public void ensureSize(int size, boolean preserve) {
                        check(size, limit);
                        super.ensureSize(size, preserve);
                    }
                }
                : new Decimal64ColumnVector(rows, precision, scale) {
                    @Override
                    public void ensureSize(int size, boolean preserve) {
                        check(size, limit);
                        super.ensureSize(size, preserve);
                    }
                };
    }

    private static ColumnVector[] children(TypeDescription type, int rows, long limit) {
        return type.getChildren().stream().map(child -> create(child, rows, limit)).toArray(ColumnVector[]::new);
    }
}

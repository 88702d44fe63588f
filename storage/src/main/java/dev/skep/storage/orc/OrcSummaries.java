package dev.skep.storage.orc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import dev.skep.storage.file.InputFile;
import dev.skep.storage.predicate.ByteString;
import dev.skep.storage.predicate.Domain;
import dev.skep.storage.scan.PartSummary;
import dev.skep.storage.scan.PartSummary.ColumnSummary;
import dev.skep.storage.scan.ScanColumn;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.Values;
import org.apache.orc.ColumnStatistics;
import org.apache.orc.DecimalColumnStatistics;
import org.apache.orc.IntegerColumnStatistics;
import org.apache.orc.OrcFile.WriterVersion;
import org.apache.orc.Reader;
import org.apache.orc.StringColumnStatistics;
import org.apache.orc.StripeInformation;
import org.apache.orc.StripeStatistics;
import org.apache.orc.TypeDescription;
import org.apache.orc.TypeDescription.Category;
import org.jspecify.annotations.Nullable;

/** Adds up what the tail of a file says of the stripes of a part. Extremes count for whole numbers, decimals and strings that were not cut short. */
final class OrcSummaries {
    private static final ColumnSummary UNKNOWN = new ColumnSummary(-1, null, null);

    private OrcSummaries() {}

    static PartSummary of(InputFile file, Reader reader, ScanRequest request) {
        List<StripeInformation> stripes = reader.getStripes();
        List<StripeStatistics> statistics = statistics(file, reader);
        List<ColumnStatistics[]> ofPart = new ArrayList<>();
        long rows = 0;
        boolean isKnown = true;
        for (int i = 0; i < stripes.size(); i++) {
            if (OrcStripes.isInPart(stripes.get(i), request)) {
                rows += stripes.get(i).getNumberOfRows();
                isKnown &= i < statistics.size();
                if (isKnown) {
                    ofPart.add(statistics.get(i).getColumnStatistics());
                }
            }
        }
        OrcProjection projection = OrcProjection.of(file.location(), reader.getSchema(), request);
        List<ColumnSummary> columns = new ArrayList<>();
        for (int i = 0; i < request.columns().size(); i++) {
            ScanColumn column = request.columns().get(i);
            if (!projection.isInFile(i)) {
                columns.add(new ColumnSummary(rows, null, null));
                continue;
            }
            TypeDescription type = reader.getSchema().getChildren().get(projection.positions()[i]);
            // Where values are converted, some may become null.
            columns.add(isKnown && OrcTypes.isSame(type, column.type())
                    ? column(ofPart, rows, type, column.type())
                    : UNKNOWN);
        }
        return new PartSummary(rows, columns);
    }

    /** The first writer of Hive wrote wrong maxima (HIVE-8732). */
    private static List<StripeStatistics> statistics(InputFile file, Reader reader) {
        if (!reader.getWriterVersion().includes(WriterVersion.HIVE_8732) || reader.getStripes().isEmpty()) {
            return List.of();
        }
        try {
            return reader.getStripeStatistics();
        } catch (IOException | RuntimeException e) {
            throw OrcFailures.reading(file.location(), null, reader.getSchema(), e);
        }
    }

    private static ColumnSummary column(List<ColumnStatistics[]> stripes, long rows, TypeDescription fileType,
            DataType type) {
        int id = fileType.getId();
        // Those of char and varchar may be of padded values.
        boolean isBounded = fileType.getCategory() != Category.CHAR && fileType.getCategory() != Category.VARCHAR;
        long values = 0;
        Comparable<?> min = null;
        Comparable<?> max = null;
        for (ColumnStatistics[] stripe : stripes) {
            if (id >= stripe.length) {
                return UNKNOWN;
            }
            values += stripe[id].getNumberOfValues();
            if (stripe[id].getNumberOfValues() == 0) {
                if (!stripe[id].hasNull()) {
                    // Neither values nor nulls: the writer was told not to count.
                    return UNKNOWN;
                }
                continue;
            }
            Comparable<?> least = extreme(stripe[id], type, false);
            Comparable<?> greatest = extreme(stripe[id], type, true);
            isBounded &= least != null && greatest != null && Domain.compare(least, greatest) <= 0;
            if (isBounded) {
                min = min == null || Domain.compare(least, min) < 0 ? least : min;
                max = max == null || Domain.compare(greatest, max) > 0 ? greatest : max;
            }
        }
        if (values < 0 || values > rows) {
            return UNKNOWN;
        }
        return isBounded && min != null
                ? new ColumnSummary(rows - values, Values.vector(type, object(min, type)),
                        Values.vector(type, object(max, type)))
                : new ColumnSummary(rows - values, null, null);
    }

    private static @Nullable Comparable<?> extreme(ColumnStatistics statistics, DataType type, boolean isMax) {
        return switch (statistics) {
            case IntegerColumnStatistics s -> isMax ? s.getMaximum() : s.getMinimum();
            case DecimalColumnStatistics s -> s.getMinimum() == null || s.getMaximum() == null
                    ? null
                    : (isMax ? s.getMaximum() : s.getMinimum()).bigDecimalValue();
            // Of a string that was cut short only the bound is told.
            case StringColumnStatistics s when type == PrimitiveType.STRING -> {
                String text = isMax ? s.getMaximum() : s.getMinimum();
                yield text == null ? null : ByteString.of(text);
            }
            default -> null;
        };
    }

    /** A bound as vectors are made of. */
    private static @Nullable Object object(@Nullable Comparable<?> bound, DataType type) {
        return switch (bound) {
            case ByteString text -> new String(text.bytes(), UTF_8);
            case BigDecimal number -> number.setScale(((DecimalType) type).scale());
            case Long number -> switch (type) {
                case PrimitiveType.TINYINT -> (Object) number.byteValue();
                case PrimitiveType.SMALLINT -> number.shortValue();
                case PrimitiveType.INT -> number.intValue();
                default -> number;
            };
            case null -> null;
            default -> throw new IllegalStateException("Invalid bound: " + bound);
        };
    }
}

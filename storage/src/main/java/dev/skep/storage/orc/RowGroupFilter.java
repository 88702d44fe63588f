package dev.skep.storage.orc;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import org.apache.orc.OrcProto;
import org.apache.orc.OrcProto.Stream.Kind;
import org.apache.orc.Reader;
import org.apache.orc.StripeInformation;
import org.apache.orc.impl.RecordReaderImpl;
import org.apache.orc.impl.SchemaEvolution;
import org.apache.orc.storage.ql.io.sarg.SearchArgument;
import org.jspecify.annotations.Nullable;

/** Which row groups of a stripe may have wanted rows, by their statistics and bloom filters; orc-core judges them. */
final class RowGroupFilter {
    private final RecordReaderImpl.SargApplier sarg;
    private final boolean[] asked;

    RowGroupFilter(Reader reader, OrcProjection projection, SearchArgument argument) {
        Reader.Options options = reader.options().schema(projection.schema()).include(projection.include())
                .isSchemaEvolutionCaseAware(true).tolerateMissingSchema(true).forcePositionalEvolution(false);
        SchemaEvolution evolution = new SchemaEvolution(reader.getSchema(), projection.schema(), options);
        sarg = new RecordReaderImpl.SargApplier(argument, reader.getRowIndexStride(), evolution,
                reader.getWriterVersion(), true, reader.writerUsedProlepticGregorian(), true);
        asked = new boolean[reader.getSchema().getMaximumId() + 1];
        sarg.setRowIndexCols(asked);
    }

    /** Asks for the bloom filters of the columns that the predicate is about; put aside by {@code wishes}. */
    void wantBloomFilters(StripeLayout layout, RangeFetcher fetcher,
            Map<StripeLayout.Stream, RangeFetcher.Wish> wishes) {
        for (int column = 0; column < asked.length; column++) {
            StripeLayout.Stream stream = asked[column] ? bloomFilter(layout, column) : null;
            if (stream != null) {
                wishes.put(stream, fetcher.want(stream.offset(), stream.length()));
            }
        }
    }

    private static StripeLayout.@Nullable Stream bloomFilter(StripeLayout layout, int column) {
        StripeLayout.Stream utf8 = layout.find(column, Kind.BLOOM_FILTER_UTF8);
        return utf8 != null ? utf8 : layout.find(column, Kind.BLOOM_FILTER);
    }

    /** Returns which row groups to read, null for all of them. Where an index that is needed is missing, all are read. */
    boolean @Nullable [] pick(StripeInformation stripe, StripeLayout layout, List<ColumnStreams> columns,
            Map<StripeLayout.Stream, byte[]> bloomFilters) throws IOException {
        OrcProto.RowIndex[] indexes = new OrcProto.RowIndex[asked.length];
        for (ColumnStreams column : columns) {
            OrcProto.RowIndex index = column.index();
            if (index == null) {
                // Without it nothing can be read from the middle of the stripe.
                return null;
            }
            indexes[column.id()] = index;
        }
        Kind[] kinds = new Kind[asked.length];
        OrcProto.BloomFilterIndex[] blooms = new OrcProto.BloomFilterIndex[asked.length];
        for (Map.Entry<StripeLayout.Stream, byte[]> each : bloomFilters.entrySet()) {
            int column = each.getKey().column();
            kinds[column] = each.getKey().kind();
            blooms[column] = OrcProto.BloomFilterIndex.parseFrom(each.getValue());
        }
        boolean[] picked = sarg.pickRowGroups(stripe, indexes, kinds, layout.encodings(), blooms, false);
        return picked == RecordReaderImpl.SargApplier.READ_ALL_RGS ? null : picked;
    }
}

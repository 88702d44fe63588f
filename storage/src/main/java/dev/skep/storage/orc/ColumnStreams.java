package dev.skep.storage.orc;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import dev.skep.storage.scan.HeldBytes;
import dev.skep.storage.scan.ReadMemory;
import org.apache.orc.OrcProto;
import org.apache.orc.OrcProto.Stream.Kind;
import org.apache.orc.TypeDescription;
import org.apache.orc.impl.RecordReaderUtils;
import org.jspecify.annotations.Nullable;

/** What the open stripe has of one column: its streams, its encoding, and the places in the streams where row groups begin. */
final class ColumnStreams {
    private final TypeDescription type;
    private final @Nullable ChunkUnpacker unpacker;
    private final int chunkSize;
    private final int stride;
    private final HeldBytes held;
    private final Map<Kind, StreamBytes> streams = new EnumMap<>(Kind.class);
    private final Map<Kind, List<Fetched>> fetched = new EnumMap<>(Kind.class);

    private @Nullable StripeLayout layout;
    private OrcProto.@Nullable RowIndex index;
    private RangeFetcher.@Nullable Wish indexWish;

    private record Fetched(RangeFetcher.Wish wish, long start) {}

    /**
     * @param stride rows of a row group, 0 if the file has no indexes
     * @param held what the reader of all columns holds
     */
    ColumnStreams(TypeDescription type, @Nullable ChunkUnpacker unpacker, int chunkSize, int stride, HeldBytes held) {
        this.held = held;
        this.type = type;
        this.unpacker = unpacker;
        this.chunkSize = chunkSize;
        this.stride = stride;
    }

    /** The type id of the column in the file. */
    int id() {
        return type.getId();
    }

    /** What the reader of all columns holds. */
    HeldBytes held() {
        return held;
    }

    /** Begins a stripe. */
    void begin(StripeLayout stripe) {
        layout = stripe;
        index = null;
        indexWish = null;
    }

    private StripeLayout layout() {
        if (layout == null) {
            throw new IllegalStateException("No stripe is open");
        }
        return layout;
    }

    OrcProto.ColumnEncoding encoding() {
        return layout().encoding(type.getId());
    }

    String timeZone() {
        return layout().timeZone();
    }

    boolean has(Kind kind) {
        return layout().find(type.getId(), kind) != null;
    }

    /** Asks for the column's index. */
    void wantIndex(RangeFetcher fetcher) {
        StripeLayout.Stream stream = layout().find(type.getId(), Kind.ROW_INDEX);
        if (stream != null && stride > 0) {
            indexWish = fetcher.want(stream.offset(), stream.length());
        }
    }

    /** How many bytes the column's data takes. */
    long dataLength() {
        long length = 0;
        for (StripeLayout.Stream stream : layout().streams()) {
            if (stream.column() == type.getId() && !stream.isIndex()) {
                length += stream.length();
            }
        }
        return length;
    }

    /** Asks for the data of the row groups that are {@code true}; null means the whole. {@code withDictionary} false leaves out what all row groups share. */
    void wantData(RangeFetcher fetcher, boolean @Nullable [] groups, boolean withDictionary) {
        fetched.clear();
        for (StripeLayout.Stream stream : layout().streams()) {
            if (stream.column() != type.getId() || stream.isIndex()) {
                continue;
            }
            List<Fetched> parts = new ArrayList<>();
            boolean isShared = RecordReaderUtils.isDictionary(stream.kind(), encoding());
            if (groups == null || isShared) {
                if (!isShared || withDictionary) {
                    parts.add(new Fetched(fetcher.want(stream.offset(), stream.length()), 0));
                }
            } else {
                wantGroups(fetcher, stream, groups, parts);
            }
            fetched.put(stream.kind(), parts);
        }
    }

    private void wantGroups(RangeFetcher fetcher, StripeLayout.Stream stream, boolean[] groups, List<Fetched> parts) {
        int place = RecordReaderUtils.getIndexPosition(encoding().getKind(), type.getCategory(), stream.kind(),
                unpacker != null, has(Kind.PRESENT));
        long from = 0;
        long to = 0;
        int group = 0;
        while (group < groups.length) {
            if (!groups[group]) {
                group++;
                continue;
            }
            int end = group;
            while (end < groups.length && groups[end]) {
                end++;
            }
            long start = group == 0 ? 0 : position(group, place);
            long last = end == groups.length
                    ? stream.length()
                    : RecordReaderUtils.estimateRgEndOffset(unpacker != null, chunkSize, false, position(end, place),
                            stream.length());
            if (start < 0 || last > stream.length()) {
                throw DecodeException.corrupt("column %d: its index points outside a stream of %d bytes", id(),
                        stream.length());
            }
            // A chunk must not be cut in two where one run of row groups begins before the other's is sure to have ended.
            if (start > to) {
                addPart(fetcher, stream, from, to, parts);
                from = start;
            }
            to = Math.max(to, last);
            group = end;
        }
        addPart(fetcher, stream, from, to, parts);
    }

    private static void addPart(RangeFetcher fetcher, StripeLayout.Stream stream, long from, long to,
            List<Fetched> parts) {
        if (from < to) {
            parts.add(new Fetched(fetcher.want(stream.offset() + from, to - from), from));
        }
    }

    private long position(int group, int place) {
        OrcProto.RowIndexEntry entry = entry(group);
        if (place >= entry.getPositionsCount()) {
            throw DecodeException.corrupt("column %d: its index of row group %d has %d positions", id(), group,
                    entry.getPositionsCount());
        }
        return entry.getPositions(place);
    }

    /** Opens the streams at their beginnings when what was wanted is fetched. */
    void open() {
        for (StreamBytes stream : streams.values()) {
            stream.open(List.of(), 0);
        }
        fetched.forEach((kind, wishes) -> {
            List<StreamBytes.Part> parts = new ArrayList<>();
            for (Fetched each : wishes) {
                parts.add(each.wish.part(each.start));
            }
            StripeLayout.Stream stream = layout().find(type.getId(), kind);
            stream(kind).open(parts, stream == null ? 0 : stream.length());
        });
        fetched.clear();
    }

    /** The stream of a kind, the same object in all stripes; one without bytes if the stripe has none. */
    StreamBytes stream(Kind kind) {
        return streams.computeIfAbsent(kind, any -> new StreamBytes(unpacker, chunkSize, held));
    }

    /** Gives the fetched bytes back. */
    void release() {
        indexWish = null;
        dropData();
    }

    /** Gives the fetched data back, but not the index. */
    void dropData() {
        fetched.clear();
        for (StreamBytes stream : streams.values()) {
            stream.open(List.of(), 0);
        }
    }

    /** Rows of a row group if there is an index to seek by, else 0. */
    int stride() {
        return index != null || indexWish != null ? stride : 0;
    }

    /** Which row group's index says where it begins. */
    OrcProto.@Nullable RowIndex index() {
        if (index == null && indexWish != null) {
            index = parse(indexWish);
        }
        return index;
    }

    private OrcProto.RowIndex parse(RangeFetcher.Wish wish) {
        // Given back before anything else is read.
        StreamBytes bytes = new StreamBytes(unpacker, chunkSize, new HeldBytes(ReadMemory.UNLIMITED));
        StreamBytes.Part part = wish.part(0);
        bytes.open(List.of(part), part.length());
        try {
            return OrcProto.RowIndex.parseFrom(bytes.readRest());
        } catch (org.apache.orc.protobuf.InvalidProtocolBufferException e) {
            throw DecodeException.corrupt("column %d: its index is malformed (%s)", id(), e.getMessage());
        }
    }

    private OrcProto.RowIndexEntry entry(int group) {
        OrcProto.RowIndex known = index();
        if (known == null || group >= known.getEntryCount()) {
            throw DecodeException.corrupt("column %d: there is no index of row group %d", id(), group);
        }
        return known.getEntry(group);
    }

    /** The places where the streams have row group {@code group}. */
    Positions positions(int group) {
        return new Positions(entry(group), unpacker != null);
    }

    /** The numbers that an index has for a row group, taken in the order of the streams. */
    static final class Positions {
        private final OrcProto.RowIndexEntry entry;
        private final boolean isCompressed;
        private int taken;

        private Positions(OrcProto.RowIndexEntry entry, boolean isCompressed) {
            this.entry = entry;
            this.isCompressed = isCompressed;
        }

        long next() {
            if (taken == entry.getPositionsCount()) {
                throw DecodeException.corrupt("its index has only %d positions", taken);
            }
            return entry.getPositions(taken++);
        }

        void seek(StreamBytes stream) {
            long chunk = next();
            stream.seek(chunk, isCompressed ? next() : 0);
        }
    }
}

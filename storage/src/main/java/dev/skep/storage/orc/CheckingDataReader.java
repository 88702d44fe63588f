package dev.skep.storage.orc;

import java.io.IOException;
import java.nio.ByteBuffer;

import org.apache.orc.storage.common.io.DiskRangeList;
import org.apache.orc.DataReader;
import org.apache.orc.OrcProto;
import org.apache.orc.StripeInformation;
import org.apache.orc.impl.BufferChunkList;
import org.apache.orc.impl.InStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads by another reader and checks that a stripe's footer agrees with the stripe before orc-core allocates by what it says. Remembers
 * which stripe is read, for messages.
 */
final class CheckingDataReader implements DataReader {
    private final DataReader to;
    private @Nullable Long stripe;
    private OrcProto.@Nullable StripeFooter footer;
    private final FetchedBytes fetched;
    private long ofStripe;

    /** @param fetched counts what is fetched of one stripe at a time */
    CheckingDataReader(DataReader to, FetchedBytes fetched) {
        this.to = to;
        this.fetched = fetched;
    }

    /** The stripe that was opened last, null before the first. */
    @Nullable
    Long stripe() {
        return stripe;
    }

    @Override
    public void open() throws IOException {
        to.open();
    }

    @Override
    public OrcProto.StripeFooter readStripeFooter(StripeInformation information) throws IOException {
        OrcProto.StripeFooter known = footer;
        if (known != null && stripe != null && stripe == information.getStripeId()) {
            // orc-core asks twice, which would be two requests to an object store.
            return known;
        }
        stripe = information.getStripeId();
        ofStripe = 0;
        known = to.readStripeFooter(information);
        StripeLayout.check(information, known);
        footer = known;
        return known;
    }

    @Override
    public BufferChunkList readFileData(BufferChunkList ranges, boolean direct) throws IOException {
        for (DiskRangeList range = ranges.get(); range != null; range = range.next) {
            ofStripe += range.hasData() ? 0 : range.getLength();
        }
        fetched.set(ofStripe);
        return to.readFileData(ranges, direct);
    }

    @Override
    public boolean isTrackingDiskRanges() {
        return to.isTrackingDiskRanges();
    }

    @Override
    public void releaseBuffer(ByteBuffer buffer) {
        to.releaseBuffer(buffer);
    }

    @Override
    public void releaseAllBuffers() {
        to.releaseAllBuffers();
    }

    /** orc-core clones the reader that it is given once; this one belongs to one record reader, which may have it. */
    @Override
    public DataReader clone() {
        return this;
    }

    @Override
    public void close() throws IOException {
        to.close();
    }

    @Override
    public InStream.StreamOptions getCompressionOptions() {
        return to.getCompressionOptions();
    }
}

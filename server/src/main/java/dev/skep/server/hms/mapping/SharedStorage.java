package dev.skep.server.hms.mapping;

import dev.skep.metastore.model.StorageDescriptor;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The storage descriptors of an answer's partitions, most of which differ in nothing but their location: what they share is made and encoded once. Used by one
 * thread.
 */
final class SharedStorage {
    private static final TField LOCATION = new TField("location", TType.STRING, (short) 2);
    private static final int GUESSED_BYTES = 1 << 10;

    private @Nullable StorageDescriptor last;
    private dev.skep.thrift.hms.StorageDescriptor shared = new dev.skep.thrift.hms.StorageDescriptor();
    private byte[] encoded = {};

    dev.skep.thrift.hms.StorageDescriptor toThrift(StorageDescriptor storage) {
        StorageDescriptor before = last;
        if (before == null || !isShared(before, storage)) {
            last = storage;
            shared = StorageMapping.toThrift(storage.withLocation(null));
            encoded = encode(shared);
        }
        return new Located(shared, encoded, storage.location());
    }

    /** Descriptors that come from the same one of the store have the same parts. */
    private static boolean isShared(StorageDescriptor one, StorageDescriptor other) {
        return one.columns() == other.columns() && one.serDe() == other.serDe()
                && one.parameters() == other.parameters() && one.skew() == other.skew()
                && one.sortColumns() == other.sortColumns() && one.bucketColumns() == other.bucketColumns()
                && one.buckets() == other.buckets() && one.compressed() == other.compressed()
                && one.storedAsSubDirectories() == other.storedAsSubDirectories()
                && java.util.Objects.equals(one.inputFormat(), other.inputFormat())
                && java.util.Objects.equals(one.outputFormat(), other.outputFormat());
    }

    private static byte[] encode(dev.skep.thrift.hms.StorageDescriptor storage) {
        try {
            TMemoryBuffer buffer = new TMemoryBuffer(GUESSED_BYTES);
            storage.write(new TBinaryProtocol(buffer));
            return java.util.Arrays.copyOf(buffer.getArray(), buffer.length());
        } catch (TException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A descriptor that is written as its location and then the encoded rest, unless it has been changed. */
    private static final class Located extends dev.skep.thrift.hms.StorageDescriptor {
        private static final long serialVersionUID = 1;

        private final transient byte[] rest;
        private final transient dev.skep.thrift.hms.StorageDescriptor original;

        Located(dev.skep.thrift.hms.StorageDescriptor shared, byte[] rest, @Nullable String location) {
            this.rest = rest;
            this.original = shared;
            setCols(shared.getCols());
            setLocation(location);
            setInputFormat(shared.getInputFormat());
            setOutputFormat(shared.getOutputFormat());
            setCompressed(shared.isCompressed());
            setNumBuckets(shared.getNumBuckets());
            setSerdeInfo(shared.getSerdeInfo());
            setBucketCols(shared.getBucketCols());
            setSortCols(shared.getSortCols());
            setParameters(shared.getParameters());
            setSkewedInfo(shared.getSkewedInfo());
            setStoredAsSubDirectories(shared.isStoredAsSubDirectories());
        }

        @Override
        public void write(TProtocol out) throws TException {
            if (!(out instanceof TBinaryProtocol) || isChanged()) {
                super.write(out);
                return;
            }
            String location = getLocation();
            if (location != null) {
                out.writeFieldBegin(LOCATION);
                out.writeString(location);
                out.writeFieldEnd();
            }
            out.getTransport().write(rest, 0, rest.length);
        }

        private boolean isChanged() {
            return getCols() != original.getCols() || getParameters() != original.getParameters()
                    || getSerdeInfo() != original.getSerdeInfo();
        }
    }
}

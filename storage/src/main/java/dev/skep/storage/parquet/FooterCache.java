package dev.skep.storage.parquet;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.skep.storage.StorageException;
import dev.skep.storage.file.InputFile;
import dev.skep.storage.file.Location;
import dev.skep.storage.scan.ScanMetrics;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.jspecify.annotations.Nullable;

/**
 * Footers of files that were read lately, kept by location, length and version while they take no more than a given memory. Any thread may
 * ask; two threads that ask for the same file at once may both read it.
 */
public final class FooterCache {
    /** One request fetches the whole of most footers. */
    private static final int TAIL_BYTES = 64 * 1024;
    /** What a footer takes in memory for each of its bytes, about. */
    private static final int OBJECT_BYTES_PER_BYTE = 12;
    private static final byte[] MAGIC = {'P', 'A', 'R', '1'};
    private static final byte[] ENCRYPTED_MAGIC = {'P', 'A', 'R', 'E'};

    private final long maxBytes;
    private final Map<Key, Footer> footers = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    private record Key(Location location, long length, String version) {}

    /** Returns an empty cache that holds about {@code maxBytes} of memory at most; 0 caches nothing. */
    public FooterCache(long maxBytes) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("Invalid size of the footer cache: " + maxBytes);
        }
        this.maxBytes = maxBytes;
    }

    Footer footer(InputFile file, @Nullable ScanMetrics metrics) {
        Key key = new Key(file.location(), file.length(), file.version());
        synchronized (footers) {
            Footer cached = footers.get(key);
            if (cached != null) {
                return cached;
            }
        }
        Footer footer = read(file);
        if (metrics != null) {
            metrics.addBytesRead(footer.fetchedBytes());
        }
        keep(key, footer);
        return footer;
    }

    private void keep(Key key, Footer footer) {
        if (footer.retainedBytes() > maxBytes) {
            return;
        }
        synchronized (footers) {
            Footer replaced = footers.put(key, footer);
            bytes += footer.retainedBytes() - (replaced == null ? 0 : replaced.retainedBytes());
            Iterator<Footer> oldest = footers.values().iterator();
            while (bytes > maxBytes && oldest.hasNext()) {
                bytes -= oldest.next().retainedBytes();
                oldest.remove();
            }
        }
    }

    private static Footer read(InputFile file) {
        try {
            return parse(file);
        } catch (DecodeException e) {
            throw new StorageException(e.reason(),
                    "Cannot read Parquet file '%s': %s".formatted(file.location(), e.getMessage()), e);
        } catch (ArithmeticException e) {
            throw new StorageException(StorageException.Reason.CORRUPT,
                    "Cannot read Parquet file '%s': it claims too many rows".formatted(file.location()), e);
        }
    }

    private static Footer parse(InputFile file) {
        long length = file.length();
        if (length < 12) {
            throw DecodeException.corrupt("%d bytes are too few", length);
        }
        int tailLength = (int) Math.min(length, TAIL_BYTES);
        byte[] tail = new byte[tailLength];
        file.read(length - tailLength, tail, 0, tailLength);
        if (endsWith(tail, ENCRYPTED_MAGIC)) {
            throw DecodeException.unsupported("its footer is encrypted");
        }
        if (!endsWith(tail, MAGIC)) {
            throw DecodeException.corrupt("it does not end with PAR1");
        }
        int footerLength = LittleEndian.getInt(tail, tailLength - 8);
        if (footerLength < 1 || footerLength > length - 12) {
            throw DecodeException.corrupt("a footer of %d bytes cannot be in a file of %d", footerLength, length);
        }
        long fetched = tailLength;
        byte[] bytes = tail;
        int start = tailLength - 8 - footerLength;
        if (start < 0) {
            bytes = new byte[footerLength];
            file.read(length - 8 - footerLength, bytes, 0, footerLength);
            fetched += footerLength;
            start = 0;
        }
        FileMetaData metaData = new FileMetaData();
        ThriftBuffer.read(metaData, bytes, start, start + footerLength);
        return checked(metaData, fetched, footerLength);
    }

    private static Footer checked(FileMetaData metaData, long fetched, int footerLength) {
        SchemaNode schema = SchemaNode.tree(metaData.getSchema());
        int leaves = countLeaves(schema);
        long rows = 0;
        List<RowGroup> groups = metaData.getRow_groups();
        for (int i = 0; i < groups.size(); i++) {
            RowGroup group = groups.get(i);
            if (group.getColumns().size() != leaves) {
                throw DecodeException.corrupt("row group %d has %d columns, the schema %d", i,
                        group.getColumns().size(), leaves);
            }
            if (group.getNum_rows() < 0) {
                throw DecodeException.corrupt("row group %d claims %d rows", i, group.getNum_rows());
            }
            rows = Math.addExact(rows, group.getNum_rows());
        }
        return new Footer(metaData, schema, new RootFields(schema), rows, fetched,
                (long) footerLength * OBJECT_BYTES_PER_BYTE + 1_024);
    }

    private static int countLeaves(SchemaNode schema) {
        int count = 0;
        ArrayDeque<SchemaNode> open = new ArrayDeque<>(List.of(schema));
        while (!open.isEmpty()) {
            SchemaNode node = open.pop();
            count += node.leaf() != null ? 1 : 0;
            open.addAll(node.children());
        }
        return count;
    }

    private static boolean endsWith(byte[] bytes, byte[] end) {
        for (int i = 0; i < end.length; i++) {
            if (bytes[bytes.length - end.length + i] != end[i]) {
                return false;
            }
        }
        return true;
    }
}

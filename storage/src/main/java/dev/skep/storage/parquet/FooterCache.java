package dev.skep.storage.parquet;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;

import dev.skep.storage.StorageException;
import dev.skep.storage.file.InputFile;
import dev.skep.storage.scan.RecentFiles;
import dev.skep.storage.scan.ScanMetrics;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.jspecify.annotations.Nullable;

/** Footers of files that were read lately. Any thread may ask; two threads that ask for the same file at once may both read it. */
public final class FooterCache {
    /** One request fetches the whole of most footers. */
    private static final int TAIL_BYTES = 64 * 1024;
    /** What a footer takes in memory for each of its bytes, about. */
    private static final int OBJECT_BYTES_PER_BYTE = 12;
    private static final byte[] MAGIC = {'P', 'A', 'R', '1'};
    private static final byte[] ENCRYPTED_MAGIC = {'P', 'A', 'R', 'E'};

    /** Footers up to this size are kept as they are in the file: parsing them takes some microseconds, and their objects a multiple of the memory. */
    private static final int SMALL = 2_048;

    private final RecentFiles<Kept> recent;

    /** A footer in one of two forms: parsed, or the bytes of a small one. */
    private record Kept(@Nullable Footer parsed, byte @Nullable [] bytes) {
        // Spelled out: the compact form loses @Nullable in the class file.
        Kept(@Nullable Footer parsed, byte @Nullable [] bytes) {
            this.parsed = parsed;
            this.bytes = bytes;
        }
    }

    /** Returns an empty cache that holds about {@code maxBytes} of memory at most; 0 caches nothing. */
    public FooterCache(long maxBytes) {
        this.recent = new RecentFiles<>(maxBytes);
    }

    Footer footer(InputFile file, @Nullable ScanMetrics metrics) {
        Kept kept = recent.find(file);
        if (kept != null && kept.parsed != null) {
            return kept.parsed;
        }
        if (kept != null && kept.bytes != null) {
            return parsed(kept.bytes, 0, kept.bytes.length, 0);
        }
        Footer footer = read(file);
        if (metrics != null) {
            metrics.addBytesRead(footer.fetchedBytes());
        }
        return footer;
    }

    private Footer read(InputFile file) {
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

    private Footer parse(InputFile file) {
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
        Footer footer = parsed(bytes, start, start + footerLength, fetched);
        if (footerLength <= SMALL) {
            recent.keep(file, new Kept(null, Arrays.copyOfRange(bytes, start, start + footerLength)), footerLength);
        } else {
            recent.keep(file, new Kept(footer, null), (long) footerLength * OBJECT_BYTES_PER_BYTE);
        }
        return footer;
    }

    private static Footer parsed(byte[] bytes, int start, int end, long fetched) {
        FileMetaData metaData = new FileMetaData();
        ThriftBuffer.read(metaData, bytes, start, end);
        return checked(metaData, fetched);
    }

    private static Footer checked(FileMetaData metaData, long fetched) {
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
        return new Footer(metaData, schema, new RootFields(schema), rows, fetched);
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

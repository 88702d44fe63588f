package dev.skep.query.operator.scan;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Arrays;
import java.util.function.LongConsumer;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.plan.ScanNode.ScanPartition;
import dev.skep.storage.file.FileEntry;
import dev.skep.storage.file.Location;
import dev.skep.storage.scan.FileFormat;
import org.jspecify.annotations.Nullable;

/**
 * The files of one folder of a scan, packed: what a listing says of them is kept in a few arrays, with their names below the folder, for a folder may
 * have very many. Filled by one thread, then read by any.
 */
final class FolderFiles {
    private static final int FIRST_FILES = 8;
    private static final int FIRST_TEXT = 512;
    /** What this object takes without its arrays, about. */
    private static final long OBJECT_BYTES = 128;
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 64;

    private final ScanPartition partition;
    private final FileFormat format;
    private final String prefix;
    private final LongConsumer memory;

    private int size;
    private long bytes;
    /** Name and etag of each file, one after the other. */
    private byte[] texts = new byte[0];
    /** For each file where its name ends, and its etag. Negated, less one: of a name, if it is a whole location; of an etag, if there is none. */
    private int[] ends = new int[0];
    private long[] lengths = new long[0];
    private long[] seconds = new long[0];
    private int[] nanos = new int[0];

    /** @param memory is told of each change of what is held, in bytes, before it happens; may fail, and ends the listing by that */
    FolderFiles(ScanPartition partition, FileFormat format, LongConsumer memory) {
        this.partition = partition;
        this.format = format;
        this.memory = memory;
        String folder = partition.location().text();
        this.prefix = folder.endsWith("/") ? folder : folder + "/";
        memory.accept(OBJECT_BYTES);
    }

    ScanPartition partition() {
        return partition;
    }

    FileFormat format() {
        return format;
    }

    int size() {
        return size;
    }

    /** The bytes of all files. */
    long bytes() {
        return bytes;
    }

    long length(int index) {
        return lengths[index];
    }

    void add(FileEntry entry) {
        String location = entry.location().text();
        boolean isBelow = location.startsWith(prefix);
        byte[] name = (isBelow ? location.substring(prefix.length()) : location).getBytes(UTF_8);
        String etag = entry.etag();
        byte[] version = etag == null ? new byte[0] : etag.getBytes(UTF_8);
        int nameStart = end(size - 1);
        makeRoom(size + 1, (long) nameStart + name.length + version.length);
        int nameEnd = nameStart + name.length;
        int versionEnd = nameEnd + version.length;
        System.arraycopy(name, 0, texts, nameStart, name.length);
        System.arraycopy(version, 0, texts, nameEnd, version.length);
        ends[2 * size] = isBelow ? nameEnd : -nameEnd - 1;
        ends[2 * size + 1] = etag != null ? versionEnd : -versionEnd - 1;
        lengths[size] = entry.length();
        seconds[size] = entry.modified().getEpochSecond();
        nanos[size] = entry.modified().getNano();
        bytes += entry.length();
        size++;
    }

    /** Where the texts of a file end; 0 before the first. */
    private int end(int index) {
        if (index < 0) {
            return 0;
        }
        int end = ends[2 * index + 1];
        return end < 0 ? -end - 1 : end;
    }

    private void makeRoom(int files, long text) {
        if (text > MAX_ARRAY || files > MAX_ARRAY / 2) {
            throw new QueryException(Reason.UNSUPPORTED,
                    "Cannot read %s: the names of its files are too many for one list".formatted(partition.location()));
        }
        int moreFiles = files <= lengths.length
                ? lengths.length
                : (int) Math.min(MAX_ARRAY / 2, Math.max(FIRST_FILES, files + (long) files / 2));
        int moreText = text <= texts.length
                ? texts.length
                : (int) Math.min(MAX_ARRAY, Math.max(FIRST_TEXT, text + text / 2));
        resize(moreFiles, moreText);
    }

    /** Gives back the room that is left. */
    void trim() {
        resize(size, end(size - 1));
    }

    private void resize(int files, int text) {
        if (files == lengths.length && text == texts.length) {
            return;
        }
        memory.accept(held(files, text) - held(lengths.length, texts.length));
        texts = text == texts.length ? texts : Arrays.copyOf(texts, text);
        if (files != lengths.length) {
            ends = Arrays.copyOf(ends, 2 * files);
            lengths = Arrays.copyOf(lengths, files);
            seconds = Arrays.copyOf(seconds, files);
            nanos = Arrays.copyOf(nanos, files);
        }
    }

    private static long held(long files, long text) {
        return files * (3L * Integer.BYTES + 2L * Long.BYTES) + text;
    }

    /** What the listing said of a file. */
    FileEntry entry(int index) {
        int start = end(index - 1);
        int nameEnd = ends[2 * index];
        boolean isBelow = nameEnd >= 0;
        nameEnd = isBelow ? nameEnd : -nameEnd - 1;
        String name = new String(texts, start, nameEnd - start, UTF_8);
        return FileEntry.file(Location.of(isBelow ? prefix + name : name), lengths[index],
                Instant.ofEpochSecond(seconds[index], nanos[index]), etag(index, nameEnd));
    }

    private @Nullable String etag(int index, int start) {
        int end = ends[2 * index + 1];
        return end < 0 ? null : new String(texts, start, end - start, UTF_8);
    }
}

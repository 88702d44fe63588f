package dev.skep.storage.parquet;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

import dev.skep.storage.file.OutputFile;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.PositionOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The file under parquet-java's writer. Its footer always names parquet-java as the maker; so what the writer adds at the end is held back, and
 * goes out with our name in it.
 */
final class SignedOutput extends PositionOutputStream implements org.apache.parquet.io.OutputFile {
    private static final String CREATED_BY = "skep version 0.1.0 (build with parquet-java)";

    private final OutputFile file;
    private @Nullable OutputStream out;
    private @Nullable ByteArrayOutputStream end;
    private long position;
    private long length;

    SignedOutput(OutputFile file) {
        this.file = file;
    }

    @Override
    public PositionOutputStream create(long blockSize) {
        out = new BufferedOutputStream(file.create(), 1 << 16);
        return this;
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSize) {
        out = new BufferedOutputStream(file.createOrReplace(), 1 << 16);
        return this;
    }

    private OutputStream out() throws IOException {
        if (out == null) {
            throw new IOException("the file is closed");
        }
        return out;
    }

    /** From here on, what is written is the end of the file. */
    void beginEnd() {
        end = new ByteArrayOutputStream();
    }

    /** Writes the end with our name and closes the file; returns how long it is. */
    long sign() throws IOException {
        if (end == null) {
            throw new IOException("the file has no end");
        }
        byte[] bytes = end.toByteArray();
        int footerLength = LittleEndian.getInt(bytes, bytes.length - 8);
        int footerStart = bytes.length - 8 - footerLength;
        FileMetaData metaData = new FileMetaData();
        ThriftBuffer.read(metaData, bytes, footerStart, bytes.length - 8);
        metaData.setCreated_by(CREATED_BY);
        ByteArrayOutputStream footer = new ByteArrayOutputStream(footerLength + 64);
        Util.writeFileMetaData(metaData, footer);
        byte[] tail = new byte[8];
        LittleEndian.putInt(tail, 0, footer.size());
        System.arraycopy(bytes, bytes.length - 4, tail, 4, 4);
        OutputStream target = out();
        target.write(bytes, 0, footerStart);
        footer.writeTo(target);
        target.write(tail);
        length = position - bytes.length + footerStart + footer.size() + tail.length;
        target.close();
        out = null;
        return length;
    }

    /** Closes the file as it is: without an end nobody takes it for a Parquet file. */
    void abandon() throws IOException {
        OutputStream open = out;
        out = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public long getPos() {
        return position;
    }

    @Override
    public void write(int b) throws IOException {
        if (end != null) {
            end.write(b);
        } else {
            out().write(b);
        }
        position++;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        if (end != null) {
            end.write(bytes, offset, count);
        } else {
            out().write(bytes, offset, count);
        }
        position += count;
    }

    @Override
    public void flush() {}

    /** The writer closes it before the end is signed. */
    @Override
    public void close() {}

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }

    @Override
    public String getPath() {
        return file.location().text();
    }
}

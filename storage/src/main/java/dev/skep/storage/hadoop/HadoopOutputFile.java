package dev.skep.storage.hadoop;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

import dev.skep.storage.StorageException;
import dev.skep.storage.StorageException.Reason;
import dev.skep.storage.file.Location;
import dev.skep.storage.file.OutputFile;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.RemoteFileChangedException;

/** Writes to a Hadoop file system. In S3 the object appears when the stream is closed; a new one only if no other writer was first (conditional put). */
final class HadoopOutputFile implements OutputFile {
    private final FileSystem store;
    private final Path path;
    private final Location location;
    private final HadoopFailures failures;

    HadoopOutputFile(FileSystem store, Path path, Location location, HadoopFailures failures) {
        this.store = store;
        this.path = path;
        this.location = location;
        this.failures = failures;
    }

    @Override
    public Location location() {
        return location;
    }

    @Override
    public OutputStream create() {
        try {
            if (store.exists(path)) {
                throw exists(null);
            }
            return new NewFile(open(true));
        } catch (IOException | RuntimeException e) {
            throw failures.failure("create", location, e);
        }
    }

    @Override
    public OutputStream createOrReplace() {
        try {
            return open(false);
        } catch (IOException | RuntimeException e) {
            throw failures.failure("create", location, e);
        }
    }

    @Override
    public void discard() {
        try {
            store.delete(path, false);
        } catch (IOException | RuntimeException e) {
            throw failures.failure("delete", location, e);
        }
    }

    private OutputStream open(boolean onlyNew) throws IOException {
        FSDataOutputStreamBuilder<?, ?> builder = store.createFile(path).recursive();
        if (!onlyNew) {
            return builder.overwrite(true).build();
        }
        return conditional()
                ? builder.overwrite(true).opt(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, true).build()
                : builder.overwrite(false).build();
    }

    private boolean conditional() throws IOException {
        return store.hasPathCapability(path, CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE);
    }

    private StorageException exists(@org.jspecify.annotations.Nullable IOException cause) {
        return new StorageException(Reason.ALREADY_EXISTS, "Cannot create %s: it exists".formatted(location), cause);
    }

    private final class NewFile extends FilterOutputStream {
        private NewFile(OutputStream stream) {
            super(stream);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            try {
                out.close();
            } catch (RemoteFileChangedException e) {
                throw exists(e);
            }
        }
    }
}

package dev.skep.storage.file;

import java.io.OutputStream;

/** A file to be written. */
public interface OutputFile {

    Location location();

    /** Creates the file, which must not exist (fails with ALREADY_EXISTS), and the folders above it where the store has folders. The content is complete, and durable, once the stream is closed. */
    OutputStream create();

    /** As {@link #create}, but replaces a file that exists. */
    OutputStream createOrReplace();

    /** Deletes what was created here, for a writer that gave up; no failure if there is nothing. The stream must have been closed. */
    void discard();
}

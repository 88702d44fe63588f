package dev.skep.server.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Lines in a file that is followed by the next at a size. Every line is with the operating system when {@link #append} returns, so that it
 * outlives the process. A line cut short by a crash of the machine stays a line of its own. Safe for use by many threads.
 */
final class RotatingFile implements AutoCloseable {
    private static final FileAttribute<?>[] OWNER_ONLY = FileSystems.getDefault().supportedFileAttributeViews()
            .contains("posix")
                    ? new FileAttribute<?>[]{
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                    : new FileAttribute<?>[0];

    private final AuditSettings settings;
    /** Not a channel: one that writes while its thread is interrupted, as the thread of a cancelled statement is, would be closed for good. */
    private FileOutputStream out;
    private long size;

    RotatingFile(AuditSettings settings) throws IOException {
        this.settings = requireNonNull(settings, "settings is null");
        Path folder = settings.file().toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        this.out = open();
        this.size = Files.size(settings.file());
        endTornLine();
    }

    private FileOutputStream open() throws IOException {
        FileChannel.open(settings.file(), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNER_ONLY)
                .close();
        return new FileOutputStream(settings.file().toFile(), true);
    }

    private void endTornLine() throws IOException {
        if (size == 0) {
            return;
        }
        ByteBuffer last = ByteBuffer.allocate(1);
        try (FileChannel reading = FileChannel.open(settings.file(), StandardOpenOption.READ)) {
            reading.read(last, size - 1);
        }
        if (last.get(0) != '\n') {
            write(new byte[]{'\n'});
        }
    }

    synchronized void append(String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(UTF_8);
        if (size > 0 && size + bytes.length > settings.maxFileBytes()) {
            rotate();
        }
        write(bytes);
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        size += bytes.length;
    }

    private void rotate() throws IOException {
        out.close();
        if (settings.maxFiles() == 1) {
            Files.deleteIfExists(settings.file());
        }
        for (int number = settings.maxFiles() - 1; number >= 1; number--) {
            Path from = numbered(number - 1);
            if (Files.exists(from)) {
                Files.move(from, numbered(number), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        out = open();
        size = Files.size(settings.file());
    }

    private Path numbered(int number) {
        return number == 0
                ? settings.file()
                : settings.file().resolveSibling(settings.file().getFileName() + "." + number);
    }

    /** Opens the files as they are now, the newest first; a rotation in the meantime does not touch what was opened. The caller closes them. */
    synchronized List<FileChannel> openNewestFirst() throws IOException {
        List<FileChannel> files = new ArrayList<>();
        try {
            for (int number = 0; number < settings.maxFiles(); number++) {
                Path file = numbered(number);
                if (Files.exists(file)) {
                    files.add(FileChannel.open(file, StandardOpenOption.READ));
                }
            }
            return files;
        } catch (IOException e) {
            for (FileChannel file : files) {
                file.close();
            }
            throw e;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}

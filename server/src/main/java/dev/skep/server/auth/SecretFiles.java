package dev.skep.server.auth;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that only their owner may read. */
final class SecretFiles {
    private SecretFiles() {}

    /** Writes the file in one step. One that was there keeps its permissions; a new one is its owner's alone. */
    static void replace(Path file, String text) throws IOException {
        Path target = file.toAbsolutePath();
        boolean hasPermissions = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        Set<PosixFilePermission> permissions = hasPermissions && Files.exists(target)
                ? Files.getPosixFilePermissions(target)
                : PosixFilePermissions.fromString("rw-------");
        FileAttribute<?>[] attributes = hasPermissions
                ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
        Path draft = Files.createTempFile(target.getParent(), target.getFileName().toString(), ".new", attributes);
        try {
            Files.writeString(draft, text);
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}

package dev.skep.storage.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The {@code shared/data} folder beside the checkout, with files that the Parquet project publishes for testing readers. */
final class SharedData {
    private static final Path ROOT = Path.of(System.getProperty("skep.shared.data", "../../shared/data"));

    private SharedData() {}

    /** The files of a folder in order of name; empty, with a printed sentence, if the folder is not there. */
    static List<Path> files(String folder) {
        Path directory = root().resolve(folder);
        if (!Files.isDirectory(directory)) {
            System.out.println("Skipped: the folder shared/data/" + folder + " is not beside the checkout");
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        if (Files.isDirectory(ROOT)) {
            return ROOT;
        }
        // A working tree may lie one level deeper than the checkout.
        return Path.of("../../../shared/data");
    }
}

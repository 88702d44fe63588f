package dev.skep.storage.orc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.skep.storage.type.Field;
import dev.skep.storage.type.HiveTypeParser;
import org.apache.orc.TypeDescription;

/** The files that the ORC project publishes for testing readers, where they are at hand; see {@link #isPresent}. */
final class OrcExamples {
    private OrcExamples() {}

    /** The folder of shared data: the system property {@code skep.shared.data}, or beside the repository. */
    static Path folder() {
        String told = System.getProperty("skep.shared.data");
        for (String candidate : told != null ? List.of(told) : List.of("../../shared/data", "../../../shared/data")) {
            Path folder = Path.of(candidate, "orc", "examples");
            if (Files.isDirectory(folder)) {
                return folder;
            }
        }
        return Path.of("absent");
    }

    static boolean isPresent() {
        boolean present = Files.isDirectory(folder());
        if (!present) {
            System.out.println("Skipped: the ORC example files are not at hand (set skep.shared.data)");
        }
        return present;
    }

    static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".orc")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The columns of a file as a table would have them. */
    static List<Field> fields(TypeDescription schema) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < schema.getChildren().size(); i++) {
            String type = schema.getChildren().get(i).toString().replace("timestamp with local time zone", "timestamp");
            fields.add(new Field(schema.getFieldNames().get(i), HiveTypeParser.parse(type)));
        }
        return fields;
    }
}

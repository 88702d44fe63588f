package dev.skep.conformance.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Java installations of this machine: older clients do not run on the Java that Skep needs. */
final class Jdks {
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)[^\"]*\"");

    private Jdks() {}

    /** Returns the home of an installation of the given feature release. */
    static Optional<Path> ofRelease(int release) {
        for (Path home : homes()) {
            if (releaseOf(home) == release) {
                return Optional.of(home);
            }
        }
        return Optional.empty();
    }

    private static List<Path> homes() {
        List<Path> homes = new ArrayList<>();
        Path own = Path.of(System.getProperty("java.home"));
        homes.add(own);
        for (String variable : List.of("JAVA_HOME", "JAVA17_HOME", "JAVA_HOME_17_X64")) {
            Optional.ofNullable(System.getenv(variable)).map(Path::of).ifPresent(homes::add);
        }
        List<Path> folders = new ArrayList<>(
                List.of(Path.of("/usr/lib/jvm"), Path.of("/Library/Java/JavaVirtualMachines"),
                        Path.of(System.getProperty("user.home"), ".sdkman", "candidates", "java"),
                        Path.of(System.getProperty("user.home"), ".jdks")));
        Optional.ofNullable(own.getParent()).ifPresent(folders::add);
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                addAll(folder, homes);
            }
        }
        return homes;
    }

    private static void addAll(Path folder, List<Path> homes) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                homes.add(entry);
                homes.add(entry.resolve("Contents/Home"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The feature release of the installation, 0 if there is none. */
    private static int releaseOf(Path home) {
        Path release = home.resolve("release");
        if (!Files.isRegularFile(release) || !Files.isExecutable(home.resolve("bin/java"))) {
            return 0;
        }
        try {
            Matcher version = VERSION.matcher(Files.readString(release));
            return version.find() ? Integer.parseInt(version.group(1)) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

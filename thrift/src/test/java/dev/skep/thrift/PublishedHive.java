package dev.skep.thrift;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The jars of generated classes that Hive has published, as the build has laid them out. */
final class PublishedHive {
    static final List<String> VERSIONS = List.of("1.2.2", "2.1.1", "2.3.9", "2.3.10", "3.1.3", "4.0.1", "4.1.0",
            "4.2.0");

    private PublishedHive() {}

    /** A loader of one version that sees nothing else but the JDK and SLF4J. */
    static URLClassLoader loaderOf(String version) throws IOException {
        Path directory = Path.of(System.getProperty("hive.jars"), version);
        List<URL> jars = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                jars.add(file.toUri().toURL());
            }
        }
        assertThat(jars).as("jars in %s", directory).hasSize(4);
        jars.add(org.slf4j.Logger.class.getProtectionDomain().getCodeSource().getLocation());
        return new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}

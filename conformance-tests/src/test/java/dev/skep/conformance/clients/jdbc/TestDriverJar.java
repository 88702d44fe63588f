package dev.skep.conformance.clients.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

import dev.skep.conformance.harness.ServerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our driver as a BI tool gets it: one jar and nothing else. */
final class TestDriverJar {
    private static final Path JAR = Path.of("..", "jdbc-driver", "target", "skep-jdbc.jar");
    private static final long MAX_BYTES = 5L << 20;

    @TempDir
    Path folder;

    private static Path jar() {
        assertThat(JAR).as("built by the phase package of jdbc-driver").exists();
        return JAR;
    }

    @Test
    void holdsNothingButTheDriver() throws IOException {
        assertThat(Files.size(jar())).isLessThan(MAX_BYTES);
        try (JarFile file = new JarFile(jar().toFile())) {
            List<String> classes = file.stream().map(JarEntry::getName).filter(name -> name.endsWith(".class"))
                    .toList();
            assertThat(classes).isNotEmpty().allMatch(name -> name.startsWith("dev/skep/jdbc/"));
            assertThat(classes).noneMatch(name -> name.contains("ThriftHiveMetastore"));
            assertThat(file.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
                    .isEqualTo("dev.skep.jdbc");
        }
    }

    @Test
    void worksAlone() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"), Map.of());
                URLClassLoader alone = new URLClassLoader(new URL[]{jar().toUri().toURL()},
                        ClassLoader.getPlatformClassLoader())) {
            Driver driver = ServiceLoader.load(Driver.class, alone).findFirst().orElseThrow();
            assertThat(driver.getClass().getClassLoader()).isSameAs(alone);
            try (Connection connection = driver.connect(server.jdbcUrl(), new Properties());
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT 40 + 2 AS answer")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getInt("answer")).isEqualTo(42);
                assertThat(connection.getSchema()).isEqualTo("default");
            }
        }
    }
}

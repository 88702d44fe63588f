package dev.skep.server.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.skep.server.ServerStartException;
import dev.skep.server.SkepServer;
import dev.skep.server.config.ServerSettings;
import dev.skep.server.config.Settings;
import dev.skep.server.shell.SqlCommand;
import dev.skep.storage.file.Location;
import dev.skep.storage.local.LocalFileSystem;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code skep demo}: a server in a throw-away folder, sample data, a tour, and the shell where there is a terminal. */
@Command(name = "demo", description = "Starts a server with sample data, shows a tour, opens the shell.", mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("skep-demo");
        Map<String, String> settings = Map.of("data.dir", folder.toString(), "metastore.port", "0", "hiveserver2.port",
                "0", "http.port", "0");
        try (SkepServer server = SkepServer.start(ServerSettings.of(Settings.read(null, Map.of(), settings)))) {
            String url = server.endpoints().hiveServer2();
            System.out.printf(
                    "Skep runs on free ports of this machine:%n  SQL       %s%n  metastore %s%n  HTTP      %s%n", url,
                    server.endpoints().metastore(), server.endpoints().http());
            try (Connection connection = DriverManager.getConnection(url)) {
                new SampleData(connection, Location.of(folder.resolve("samples").toString())).create();
            }
            new Tour(url, System.out).run();
            if (System.console() != null && System.console().isTerminal()) {
                return new CommandLine(new SqlCommand()).execute("--url", url);
            }
            return 0;
        } catch (ServerStartException e) {
            System.err.println("skep: " + e.getMessage());
            return 1;
        } finally {
            new LocalFileSystem().deleteRecursively(Location.of(folder.toString()));
        }
    }
}

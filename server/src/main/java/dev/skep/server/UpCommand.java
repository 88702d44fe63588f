package dev.skep.server;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import dev.skep.server.config.ServerSettings;
import dev.skep.server.config.SettingException;
import dev.skep.server.config.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code skep up}: the server in the foreground, until SIGTERM or Ctrl-C. */
@Command(name = "up", description = "Runs the server in the foreground.", mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
    /** Where the script found the JVM's ahead-of-time cache, if there is one. */
    static final String CACHE_PROPERTY = "skep.aot-cache";

    @Option(names = "--config", paramLabel = "FILE", description = "A properties file with settings.")
    private @Nullable Path config;

    @Option(names = "--data", paramLabel = "DIR", description = "The data folder (setting data.dir).")
    private @Nullable Path data;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting; may be given often.")
    private Map<String, String> set = new LinkedHashMap<>();

    /**
     * Reads a command line that is no more than {@code up} and options with their values, each in a word of its own. Returns null for any other, which picocli is
     * to read or to refuse.
     */
    static @Nullable UpCommand plain(String... arguments) {
        if (arguments.length % 2 == 0 || !arguments[0].equals("up")) {
            return null;
        }
        UpCommand command = new UpCommand();
        for (int i = 1; i < arguments.length; i += 2) {
            String value = arguments[i + 1];
            int equals = value.indexOf('=');
            boolean isPlain = !value.isEmpty() && value.charAt(0) != '-' && value.charAt(0) != '@';
            if (isPlain && arguments[i].equals("--config") && command.config == null) {
                command.config = Path.of(value);
            } else if (isPlain && arguments[i].equals("--data") && command.data == null) {
                command.data = Path.of(value);
            } else if (isPlain && arguments[i].equals("--set") && equals > 0) {
                command.set.put(value.substring(0, equals), value.substring(equals + 1));
            } else {
                return null;
            }
        }
        return command;
    }

    @Override
    public Integer call() {
        try {
            Map<String, String> commandLine = new LinkedHashMap<>(set);
            if (data != null) {
                commandLine.put("data.dir", data.toString());
            }
            run(ServerSettings.of(Settings.read(config, System.getenv(), commandLine)));
            return 0;
        } catch (SettingException | ServerStartException e) {
            System.err.println("skep: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    /** The JVM leaves a cache that it cannot use alone, and says nothing of use to those who only start a server. */
    private static void warnOfUnusableCache() {
        String cache = System.getProperty(CACHE_PROPERTY);
        if (cache != null && !System.getProperty("java.vm.info", "").contains("sharing")) {
            System.err.printf(
                    "skep: Cannot use the ahead-of-time cache '%s': it is broken, or was made with another Java or other options; starting without it (remove it to have it made anew)%n",
                    cache);
        }
    }

    private static void run(ServerSettings settings) throws InterruptedException {
        warnOfUnusableCache();
        CountDownLatch stopped = new CountDownLatch(1);
        SkepServer server = SkepServer.start(settings);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("skep-stop").unstarted(() -> {
            server.close();
            stopped.countDown();
        }));
        Endpoints endpoints = server.endpoints();
        System.out.printf("Skep is ready after %.1f s: metastore %s, SQL %s, HTTP %s (data in %s)%n",
                sinceProcessStart().toMillis() / 1000.0,
                endpoints.metastore(), endpoints.hiveServer2(), endpoints.http(), settings.dataDirectory());
        System.out.flush();
        server.warmUp();
        stopped.await();
    }

    private static Duration sinceProcessStart() {
        return ProcessHandle.current().info().startInstant().map(start -> Duration.between(start, Instant.now()))
                .orElse(Duration.ZERO);
    }
}

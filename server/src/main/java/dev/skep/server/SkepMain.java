package dev.skep.server;

import dev.skep.server.adopt.AdoptCommand;
import dev.skep.server.bench.BenchCommand;
import dev.skep.server.demo.DemoCommand;
import dev.skep.server.shell.SqlCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of {@code ./skep}. */
@Command(name = "skep", description = "The open lake's front door in one process: metastore, access policies and SQL.", mixinStandardHelpOptions = true, subcommands = {
        DemoCommand.class, UpCommand.class, PasswdCommand.class, SqlCommand.class, BenchCommand.class,
        AdoptCommand.class, TrainCommand.class,
        CommandLine.HelpCommand.class})
public final class SkepMain {
    private SkepMain() {}

    public static void main(String[] arguments) {
        boolean isServer = arguments.length > 0 && arguments[0].equals("up");
        if (!isServer && System.getenv("SKEP_LOG_LEVEL") == null) {
            System.setProperty("SKEP_LOG_LEVEL", "WARN");
        }
        System.exit(execute(arguments));
    }

    /** A server is started without picocli where its options are plain: reading annotations of all commands takes longer than opening the store. */
    private static int execute(String[] arguments) {
        UpCommand up = UpCommand.plain(arguments);
        return up != null
                ? up.call()
                : new CommandLine(new SkepMain()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments);
    }
}

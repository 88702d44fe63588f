package dev.skep.server.adopt;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import dev.skep.server.shell.RunningServer;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code skep adopt}: takes over what a running Hive metastore describes. */
@Command(name = "adopt", description = "Copies databases, tables, partitions, statistics, functions, constraints, roles and privileges from a running Hive metastore of any version into Skep. Files stay where they are. Can be run again: only differences are written.", mixinStandardHelpOptions = true)
public final class AdoptCommand implements Callable<Integer> {
    private static final String SOURCE_PASSWORD = "SKEP_SOURCE_PASSWORD";
    private static final String PASSWORD = "SKEP_PASSWORD";
    private static final String ADOPTING = "skep.adopting";

    @Parameters(index = "0", paramLabel = "thrift://HOST:PORT", description = "The metastore to copy from.")
    private String source = "";

    @Option(names = "--databases", paramLabel = "NAME,NAME*", description = "Only these databases; catalog.name for those of other catalogs than hive. Roles are copied only with all databases.")
    private @Nullable String databases;

    @Option(names = "--dry-run", description = "Writes nothing, tells what would be done.")
    private boolean dryRun;

    @Option(names = "--to", paramLabel = "thrift://HOST:PORT", description = "The Skep to copy to (default: the running server of --data).")
    private @Nullable String target;

    @Option(names = "--data", paramLabel = "DIR", description = "The data folder of the running server (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of("skep-data");

    @Option(names = "--user", paramLabel = "NAME", description = "As whom Skep is asked, who must be an administrator (default: the system's user).")
    private @Nullable String user;

    @Option(names = "--password", paramLabel = "PASSWORD", description = "That user's password at Skep (default: $"
            + PASSWORD + "; without one the name is only said).")
    private @Nullable String password;

    @Option(names = "--source-user", paramLabel = "NAME", description = "As whom the source is asked (default: as Skep is).")
    private @Nullable String sourceUser;

    @Option(names = "--source-password", paramLabel = "PASSWORD", description = "That user's password at the source, for SASL PLAIN (default: $"
            + SOURCE_PASSWORD + ").")
    private @Nullable String sourcePassword;

    @Override
    public Integer call() {
        try {
            DatabaseSelection selection = databases == null ? DatabaseSelection.ALL : DatabaseSelection.of(databases);
            MetastoreAddress from = MetastoreAddress.of(source);
            MetastoreAddress to = MetastoreAddress.of(target == null ? RunningServer.metastoreUri(data) : target);
            String name = user == null ? System.getProperty("user.name", "") : user;
            Login there = new Login(sourceUser == null ? name : sourceUser, given(sourcePassword, SOURCE_PASSWORD));
            try (MetastoreConnection old = connect(from, there);
                    MetastoreConnection own = connect(to, new Login(name, given(password, PASSWORD)))) {
                return adopt(new Ends(old, own), selection, name);
            }
        } catch (IllegalArgumentException | IOException e) {
            System.err.println("skep: " + e.getMessage());
        } catch (TException e) {
            System.err.println("skep: Cannot go on: " + Ends.reason(e));
        }
        return 1;
    }

    private static @Nullable String given(@Nullable String option, String variable) {
        return option == null ? System.getenv(variable) : option;
    }

    private static MetastoreConnection connect(MetastoreAddress address, Login login) throws IOException {
        try {
            return MetastoreConnection.open(address, login);
        } catch (TException e) {
            throw new IOException("Cannot reach the metastore %s as %s: %s".formatted(address, login, Ends.reason(e)),
                    e);
        }
    }

    private int adopt(Ends ends, DatabaseSelection selection, String name) throws TException, IOException {
        try {
            ends.target().client().setMetaConf(ADOPTING, "true");
        } catch (TException e) {
            throw new IOException("Cannot adopt into %s as %s: %s".formatted(ends.target(), name, Ends.reason(e)), e);
        }
        PrintStream out = System.out;
        Ledger ledger = new Ledger(dryRun ? Pass.PLAN : Pass.WRITE, out);
        new Adoption(ends, selection, ledger, name).run();
        out.printf("%s %s into %s:%n", dryRun ? "Would adopt" : "Adopted", ends.source(), ends.target());
        ledger.printSums();
        out.printf("%,d changes%n", ledger.changes());
        if (dryRun) {
            return ledger.isClean() ? 0 : 1;
        }
        Ledger verification = new Ledger(Pass.VERIFY, out);
        new Adoption(ends, selection, verification, name).run();
        boolean isSame = verification.isClean() && ledger.isClean();
        out.println(isSame
                ? "Verified: everything that the source describes is the same in Skep."
                : "Verified: what is printed above differs.");
        return isSame ? 0 : 1;
    }
}

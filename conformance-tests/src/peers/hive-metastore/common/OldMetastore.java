import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;

/**
 * A running metastore of an old generation with something in it. It prints {@code READY port}, and then does what lines on its standard input say: {@code change} until {@code CHANGED},
 * {@code end}. Arguments: a folder of its own; whether there are roles and privileges.
 */
public final class OldMetastore {
    private OldMetastore() {}

    public static void main(String[] arguments) {
        try {
            serve(arguments);
            Runtime.getRuntime().halt(0);
        } catch (Exception e) {
            e.printStackTrace();
            // The database has threads that would go on.
            Runtime.getRuntime().halt(1);
        }
    }

    private static void serve(String[] arguments) throws Exception {
        PrintStream out = System.out;
        System.setOut(System.err);
        Path folder = Path.of(arguments[0]);
        int port = Generation.start(Files.createDirectories(folder.resolve("warehouse")));
        HiveMetaStoreClient client = Generation.client();
        Fixture fixture = new Fixture(client, folder);
        fixture.fill(Boolean.parseBoolean(arguments[1]));
        out.println("READY " + port);
        out.flush();
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null && !order.equals("end"); order = orders.readLine()) {
            fixture.change();
            out.println("CHANGED");
            out.flush();
        }
    }
}

package dev.skep.metastore.catalog;

import static dev.skep.metastore.catalog.CatalogContractTest.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.Test;

import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.store.jdbc.JdbcStore;

/** Layouts of earlier and later releases, and migrations that are cut off. */
abstract class MigrationContractTest {
    private static final int KILLS = Integer.getInteger("skep.migrations.kills", 3);

    /** Returns the settings of a store that holds nothing. */
    abstract MetastoreSettings freshStore();

    /** Returns the name of the folder with the migrations. */
    abstract String migrations();

    abstract String url(MetastoreSettings settings);

    abstract String user(MetastoreSettings settings);

    abstract String password(MetastoreSettings settings);

    /** Returns an SQL name in the database's quotes. */
    abstract String quoted(String name);

    /** Closes the database as a clean end does. */
    void end(Connection connection) throws SQLException {
        connection.close();
    }

    /** Returns a number that rises while the tables are made, from 0. */
    abstract long progress(MetastoreSettings settings) throws Exception;

    Connection connect(MetastoreSettings settings) throws SQLException {
        return DriverManager.getConnection(url(settings), user(settings), password(settings));
    }

    private Flyway flyway(MetastoreSettings settings, String target) {
        return Flyway.configure().dataSource(url(settings), user(settings), password(settings))
                .locations("classpath:dev/skep/metastore/store/migration/" + migrations()).target(target).load();
    }

    void migrateTo(MetastoreSettings settings, String version) throws SQLException {
        flyway(settings, version).migrate();
        end(connect(settings));
    }

    /** A script by version and path. */
    record Script(String version, String path) {}

    /** The scripts of this release in their order. */
    List<Script> scripts() throws SQLException {
        MetastoreSettings settings = freshStore();
        open(settings);
        List<Script> scripts = new ArrayList<>();
        for (MigrationInfo info : flyway(settings, "latest").info().applied()) {
            scripts.add(new Script(info.getVersion().toString(),
                    "/dev/skep/metastore/store/migration/" + migrations() + "/" + info.getScript()));
        }
        end(connect(settings));
        assertThat(scripts).hasSizeGreaterThanOrEqualTo(4);
        return scripts;
    }

    static List<String> statements(Script script) throws IOException {
        try (InputStream file = MigrationContractTest.class.getResourceAsStream(script.path())) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^\\s*--.*$", "");
            return List.of(text.split(";\\s*\n")).stream().map(String::strip).filter(one -> !one.isEmpty()).toList();
        }
    }

    static void open(MetastoreSettings settings) {
        JdbcStore.open(settings).close();
    }

    /** Says all tables, columns, indexes and references, and the counters. */
    Set<String> layout(MetastoreSettings settings) throws SQLException {
        Set<String> layout = new TreeSet<>();
        Connection connection = connect(settings);
        DatabaseMetaData metadata = connection.getMetaData();
        String catalog = connection.getCatalog();
        String schema = connection.getSchema();
        List<String> tables = new ArrayList<>();
        try (ResultSet rows = metadata.getTables(catalog, schema, "%", new String[]{"TABLE", "BASE TABLE"})) {
            while (rows.next()) {
                // Flyway's own table may lack its index where the server was killed between the two.
                if (!rows.getString("TABLE_NAME").equals("flyway_schema_history")) {
                    tables.add(rows.getString("TABLE_NAME"));
                }
            }
        }
        for (String table : tables) {
            try (ResultSet rows = metadata.getColumns(catalog, schema, table, "%")) {
                while (rows.next()) {
                    layout.add("%s.%s %s(%s) %s".formatted(table, rows.getString("COLUMN_NAME"),
                            rows.getString("TYPE_NAME"), rows.getString("COLUMN_SIZE"),
                            rows.getString("IS_NULLABLE")));
                }
            }
            try (ResultSet rows = metadata.getIndexInfo(catalog, schema, table, false, true)) {
                while (rows.next()) {
                    if (rows.getString("COLUMN_NAME") != null) {
                        layout.add("%s index %s.%s %s".formatted(table, rows.getString("ORDINAL_POSITION"),
                                rows.getString("COLUMN_NAME"), rows.getString("NON_UNIQUE")));
                    }
                }
            }
            try (ResultSet rows = metadata.getImportedKeys(catalog, schema, table)) {
                while (rows.next()) {
                    layout.add("%s.%s -> %s.%s".formatted(table, rows.getString("FKCOLUMN_NAME"),
                            rows.getString("PKTABLE_NAME"), rows.getString("PKCOLUMN_NAME")));
                }
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT NAME, LAST_VALUE FROM COUNTERS")) {
            while (rows.next()) {
                layout.add("counter " + rows.getString(1) + " " + rows.getLong(2));
            }
        }
        end(connection);
        return layout;
    }

    Set<String> layoutOfAFreshStore() throws SQLException {
        MetastoreSettings settings = freshStore();
        open(settings);
        Set<String> layout = layout(settings);
        assertThat(layout).hasSizeGreaterThan(140);
        return layout;
    }

    static Random random() {
        long seed = new Random().nextLong();
        System.out.println("seed of the migrations: " + seed);
        return new Random(seed);
    }

    @Test
    void bringsTheLayoutOfEveryReleaseUpToDate() throws Exception {
        Set<String> wanted = layoutOfAFreshStore();
        for (Script script : scripts()) {
            MetastoreSettings settings = freshStore();
            migrateTo(settings, script.version());
            open(settings);
            assertThat(layout(settings)).as("from version %s", script.version()).isEqualTo(wanted);
        }
    }

    @Test
    void refusesALayoutThatANewerReleaseMade() throws Exception {
        MetastoreSettings settings = freshStore();
        open(settings);
        Set<String> before = layout(settings);
        List<Script> scripts = scripts();
        int newest = Integer.parseInt(scripts.getLast().version());
        // Also one whose number is the lesser text.
        for (int newer : List.of(newest + 1, 100)) {
            Connection connection = connect(settings);
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        ("INSERT INTO §flyway_schema_history§ (§installed_rank§, §version§, §description§, §type§, §script§, §checksum§, "
                                + "§installed_by§, §execution_time§, §success§) VALUES (" + newer + ", '" + newer
                                + "', 'x', 'SQL', 'x', 1, 'x', 1, TRUE)").replaceAll("§(\\w+)§",
                                        java.util.regex.Matcher.quoteReplacement(quoted("X")).replace("X", "$1")));
            }
            end(connection);
            assertFails(Reason.STORE,
                    "Cannot open the catalog's store: its layout has version %d, made by a newer release; this one knows %d"
                            .formatted(newer, newest),
                    () -> open(settings));
            assertThat(layout(settings)).isEqualTo(before);
        }
    }

    /** Opens the store of the arguments. */
    public static final class Opener {
        private Opener() {}

        public static void main(String[] arguments) {
            System.out.println("ready");
            System.out.flush();
            open(arguments.length == 1
                    ? MetastoreSettings.embedded(Path.of(arguments[0]), CatalogContractTest.WAREHOUSE)
                    : new MetastoreSettings(arguments[0], arguments[1], arguments[2], Path.of("unused"),
                            CatalogContractTest.WAREHOUSE, 2));
        }
    }

    List<String> arguments(MetastoreSettings settings) {
        return List.of(url(settings), user(settings), password(settings));
    }

    @Test
    void aServerThatIsKilledWhileItMigratesLeavesTheNextOneNoTrouble() throws Exception {
        Random random = random();
        Set<String> wanted = layoutOfAFreshStore();
        MetastoreSettings done = freshStore();
        open(done);
        long all = progress(done);
        int cutOff = 0;
        for (int i = 0; i < KILLS; i++) {
            MetastoreSettings settings = freshStore();
            long until = random.nextLong(all + 1);
            List<String> command = new ArrayList<>(
                    List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-cp",
                            System.getProperty("java.class.path"), Opener.class.getName()));
            command.addAll(arguments(settings));
            Process opener = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            try (BufferedReader output = opener.inputReader(StandardCharsets.UTF_8)) {
                assertThat(output.readLine()).isEqualTo("ready");
                while (opener.isAlive() && progress(settings) < until) {
                    LockSupport.parkNanos(500_000);
                }
                cutOff += opener.isAlive() ? 1 : 0;
                opener.toHandle().destroyForcibly();
                opener.waitFor();
            }
            open(settings);
            assertThat(layout(settings)).as("killed at %d of %d", until, all).isEqualTo(wanted);
        }
        System.out.printf("%s: %d of %d were killed before they had finished%n", getClass().getSimpleName(), cutOff,
                KILLS);
    }
}

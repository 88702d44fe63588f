package dev.skep.conformance.clients.restricted;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.skep.conformance.clients.PeerProgram;
import dev.skep.conformance.clients.Transcript;
import dev.skep.conformance.clients.signin.Attempts;
import dev.skep.conformance.clients.trino.TrinoProcess;
import dev.skep.conformance.harness.Kdc;
import dev.skep.conformance.harness.ServerProcess;
import dev.skep.storage.hadoop.S3ProxyServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ann has a filter and a mask on one table, some columns of another, a third in full, and nothing of the rest. */
final class TestRestrictedUser {
    private static final int JAVA = 17;
    private static final String REALM = "SKEP.TEST";
    private static final List<String> TABLES = List.of("orders", "people", "items", "secrets");
    /** bcrypt of {@code a very secret word} with the least cost. */
    private static final String HASH = "$2b$04$abcdefghijklmnopqrstuuQfXYk18QtojQ6wh.Epo6xgapjLyue1G";
    private static final String PASSWORD = "a very secret word";
    private static final String SIGNATURE = "the-metastore";

    @TempDir
    static Path folder;

    private static Kdc kdc;
    private static S3ProxyServer s3;
    private static ServerProcess server;
    private static Connection root;

    @BeforeAll
    static void start() throws Exception {
        kdc = Kdc.start(folder.resolve("kdc"), REALM, "hive/localhost", "ann", "trino");
        s3 = TrinoProcess.startS3(folder);
        s3.createBucket("lake");
        Path users = Files.writeString(folder.resolve("users"), "ann:" + HASH + "\nroot:" + HASH + "\n");
        Map<String, String> settings = new HashMap<>(s3.settings());
        settings.putAll(Map.of("auth.type", "password,kerberos", "auth.password.file", users.toString(),
                "auth.kerberos.principal", kdc.principal("hive/localhost"), "auth.kerberos.keytab",
                kdc.keytab("hive/localhost").toString(), "access.administrators", "user:root",
                "auth.proxy.trino.users", "ann", "auth.proxy.trino.hosts", "127.0.0.1"));
        settings.put("auth.set-ugi.hosts", "127.0.0.1");
        server = ServerProcess.start(folder.resolve("data"), settings, List.of("-Xmx1g", kdc.option()));
        root = server.connect("root", PASSWORD);
        // Spark reads local files here, Trino S3.
        define("shop", "");
        define("cloud", " LOCATION 's3://lake/cloud'");
        run("CREATE DATABASE vault");
        run("CREATE TABLE vault.keyring (id INT, code STRING) STORED AS PARQUET");
    }

    private static void define(String db, String location) throws SQLException {
        run("CREATE DATABASE " + db + location);
        run("CREATE TABLE %s.orders (id INT, region STRING, amount DECIMAL(10,2), email STRING) PARTITIONED BY (day STRING) STORED AS PARQUET"
                .formatted(db));
        run("INSERT INTO %s.orders VALUES (1, 'eu', 1.50, 'one@example.org', '2026-01-01'), (2, 'us', 2.50, 'two@example.org', '2026-01-01'), (3, 'eu', 3.50, 'three@example.org', '2026-01-02'), (4, NULL, 4.50, NULL, '2026-01-02')"
                .formatted(db));
        run("CREATE TABLE %s.people (id INT, ssn STRING, name STRING, salary INT) STORED AS PARQUET".formatted(db));
        run("INSERT INTO %s.people VALUES (1, '111-11-1111', 'ida', 100), (2, '222-22-2222', 'jon', 200)"
                .formatted(db));
        run("CREATE TABLE %s.items (id INT, name STRING) STORED AS ORC".formatted(db));
        run("INSERT INTO %s.items VALUES (1, 'lamp'), (2, 'chair')".formatted(db));
        run("CREATE TABLE %s.secrets (id INT, code STRING) STORED AS PARQUET".formatted(db));
        run("INSERT INTO %s.secrets VALUES (1, 'code-1')".formatted(db));
        run("GRANT SELECT ON TABLE %s.orders TO USER ann".formatted(db));
        run("CREATE ROW FILTER europe_%s ON TABLE %<s.orders AS (region = 'eu') TO USER ann".formatted(db));
        run("CREATE COLUMN MASK mail_%s ON COLUMN %<s.orders.email USING LAST FOUR TO USER ann".formatted(db));
        run("CREATE ROLE clerk_%s".formatted(db));
        run("GRANT ROLE clerk_%s TO USER ann".formatted(db));
        run("GRANT SELECT (id, name) ON TABLE %s.people TO ROLE clerk_%<s".formatted(db));
        run("GRANT SELECT ON TABLE %s.items TO USER ann".formatted(db));
    }

    private static void run(String sql) throws SQLException {
        Transcript.rows(root, sql);
    }

    @AfterAll
    static void stop() throws SQLException {
        if (root != null) {
            root.close();
        }
        if (server != null) {
            server.close();
        }
        if (s3 != null) {
            s3.close();
        }
        kdc.close();
    }

    private static Map<String, Explained> explained(String db) throws SQLException {
        Map<String, Explained> tables = new LinkedHashMap<>();
        for (String table : TABLES) {
            tables.put(table, Explained.of(root, "ann", db + "." + table));
        }
        // The suite would prove little if these were not as different as they are meant to be.
        assertThat(given(tables, "orders").isRestricted()).isTrue();
        assertThat(given(tables, "people").columns()).containsOnlyKeys("id", "name");
        assertThat(given(tables, "items").isRestricted()).isFalse();
        assertThat(given(tables, "secrets").isSeen()).isFalse();
        return tables;
    }

    private static <V> V given(Map<String, V> all, String name) {
        return requireNonNull(all.get(name), name);
    }

    private static List<String> seen(Map<String, Explained> tables) {
        return tables.entrySet().stream().filter(one -> one.getValue().isSeen()).map(Map.Entry::getKey).sorted()
                .toList();
    }

    private static String port(String address) {
        return address.substring(address.lastIndexOf(':') + 1);
    }

    @Test
    void ourDriverShowsWhatExplainAccessSays() throws SQLException {
        Map<String, Explained> tables = explained("shop");
        int rows = 0;
        try (Connection ann = server.connect("ann", PASSWORD)) {
            assertThat(Transcript.rows(ann, "SHOW DATABASES")).containsExactlyInAnyOrder("cloud", "shop");
            assertThat(Transcript.rows(ann, "SHOW TABLES IN shop")).containsExactlyInAnyOrderElementsOf(seen(tables));
            for (Explained table : tables.values()) {
                String query = "SELECT * FROM " + table.table() + " ORDER BY 1";
                if (table.isSeen()) {
                    List<String> expected = table.rows(root);
                    assertThat(expected).isNotEmpty();
                    assertThat(Transcript.rows(ann, query)).as(table.table()).isEqualTo(expected);
                    rows += expected.size();
                } else {
                    assertThat(Transcript.failure(ann, query)).as("as of a table that is not there")
                            .isEqualTo(Transcript.failure(ann, query.replace("secrets", "no_such")).replace("no_such",
                                    "secrets"));
                }
            }
            assertThat(Transcript.failure(ann, "SELECT ssn FROM shop.people")).contains("ssn").doesNotContain("111");
            assertThat(Transcript.failure(ann, "SELECT * FROM vault.keyring")).contains("vault");
        }
        System.out.printf("Our driver as a restricted user: %d rows of %d tables as EXPLAIN ACCESS says%n", rows,
                tables.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.1", "4.0"})
    void hivesDriverShowsWhatExplainAccessSays(String version) throws SQLException {
        Map<String, Explained> tables = explained("shop");
        String url = "jdbc:hive2://localhost:" + port(server.hiveServer2Address()) + "/shop";
        String byTicket = url + ";principal=" + kdc.principal("hive/localhost");
        String ticket = "keytab:%s:%s".formatted(kdc.principal("ann"), kdc.keytab("ann"));
        Attempts attempts = Attempts.ofHiveJdbc(version).with(kdc.option())
                .add("databases", "-", url, "ann", PASSWORD, "SHOW DATABASES")
                .add("tables", "-", url, "ann", PASSWORD, "SHOW TABLES")
                .add("hidden column", "-", url, "ann", PASSWORD, "SELECT ssn FROM people")
                .add("hidden database", "-", url, "ann", PASSWORD, "SELECT * FROM vault.keyring");
        for (String table : TABLES) {
            attempts.add("password " + table, "-", url, "ann", PASSWORD, "SELECT * FROM " + table + " ORDER BY 1");
            attempts.add("ticket " + table, ticket, byTicket, "", "", "SELECT * FROM " + table + " ORDER BY 1");
        }
        Map<String, String> answers = attempts.run(folder.resolve("jdbc-" + version));
        assertThat(answers).containsEntry("databases", "cloud shop").containsEntry("tables",
                String.join(" ", seen(tables)));
        assertThat(answers.get("hidden column")).startsWith("failed: ").doesNotContain("111");
        assertThat(answers.get("hidden database")).startsWith("failed: ");
        for (String table : TABLES) {
            for (String how : List.of("password ", "ticket ")) {
                if (given(tables, table).isSeen()) {
                    assertThat(answers).containsEntry(how + table,
                            String.join(" ", given(tables, table).rows(root)));
                } else {
                    assertThat(answers.get(how + table)).startsWith("failed: ").contains("does not exist");
                }
            }
        }
        System.out.printf("Hive's JDBC driver %s as a restricted user: %d answers as EXPLAIN ACCESS says%n", version,
                answers.size());
    }

    /** By ticket, and from a trusted host by name alone, which Hadoop takes from the environment. */
    @ParameterizedTest
    @ValueSource(strings = {"2.3", "3.1", "4.0"})
    void hivesMetastoreClientShowsWhatExplainAccessSays(String version) throws SQLException {
        Map<String, Explained> tables = explained("shop");
        String claimed = "hive.metastore.uris=thrift://localhost:%s;;hive.metastore.client.socket.timeout=30s"
                .formatted(port(server.metastoreUri()));
        String signed = claimed + ";;hive.metastore.sasl.enabled=true;;hive.metastore.kerberos.principal="
                + kdc.principal("hive/localhost");
        String ticket = "keytab:%s:%s".formatted(kdc.principal("ann"), kdc.keytab("ann"));
        int answered = 0;
        for (boolean byTicket : List.of(true, false)) {
            String how = byTicket ? ticket : "-";
            String settings = byTicket ? signed : claimed;
            Attempts attempts = Attempts.ofMetastoreClient(version, JAVA).with(kdc.option())
                    .withEnvironment("HADOOP_USER_NAME", "ann").add("databases", how, settings, "databases")
                    .add("tables", how, settings, "tables:shop").add("keyring", how, settings, "columns:vault:keyring")
                    .add("no_such", how, settings, "columns:shop:no_such");
            TABLES.forEach(table -> attempts.add(table, how, settings, "columns:shop:" + table));
            Map<String, String> answers = attempts.run(folder.resolve("hms-" + version + byTicket));
            assertThat(answers).containsEntry("databases", "cloud shop").containsEntry("tables",
                    String.join(" ", seen(tables)));
            assertThat(answers.get("keyring")).startsWith("failed: ");
            for (String table : TABLES) {
                Explained explained = given(tables, table);
                if (explained.isGivenToEngines()) {
                    assertThat(answers).containsEntry(table, String.join(" ", explained.columns().keySet()));
                } else if (explained.isSeen()) {
                    assertThat(answers.get(table)).startsWith("failed: ").contains("shop." + table)
                            .containsIgnoringCase("filter");
                } else {
                    assertThat(answers.get(table)).as("as of a table that is not there")
                            .isEqualTo(given(answers, "no_such").replace("no_such", table));
                }
            }
            answered += answers.size();
        }
        System.out.printf("Hive's metastore client %s as a restricted user: %d answers as EXPLAIN ACCESS says%n",
                version, answered);
    }

    @Test
    void sparkWithATokenOnlyShowsWhatExplainAccessSays() throws IOException, SQLException {
        Map<String, Explained> tables = explained("shop");
        Path here = Files.createDirectories(folder.resolve("spark"));
        Path token = here.resolve("token");
        String uri = "thrift://localhost:" + port(server.metastoreUri());
        assertThat(Attempts.ofMetastoreClient("3.1", JAVA).with(kdc.option())
                .add("token", "keytab:%s:%s".formatted(kdc.principal("ann"), kdc.keytab("ann")),
                        "hive.metastore.uris=%s;;hive.metastore.sasl.enabled=true;;hive.metastore.kerberos.principal=%s"
                                .formatted(uri, kdc.principal("hive/localhost")),
                        "token:ann:" + SIGNATURE + ":" + token)
                .run(here.resolve("hms"))).containsEntry("token", "HIVE_DELEGATION_TOKEN");
        Path settings = Files.write(here.resolve("settings"),
                List.of("spark.hadoop.hive.metastore.uris=" + uri, "spark.hadoop.hive.metastore.sasl.enabled=true",
                        "spark.hadoop.hive.metastore.kerberos.principal=" + kdc.principal("hive/localhost"),
                        "spark.hadoop.hive.metastore.token.signature=" + SIGNATURE,
                        "spark.sql.warehouse.dir=" + here.resolve("warehouse")));
        List<String> statements = new ArrayList<>(List.of("SHOW DATABASES", "SHOW TABLES IN shop"));
        TABLES.forEach(table -> statements.add("SELECT * FROM shop." + table + " ORDER BY 1"));
        statements.addAll(List.of("SELECT ssn FROM shop.people", "SELECT * FROM vault.keyring",
                "CREATE TABLE shop.mine (id INT) STORED AS PARQUET", "DROP TABLE shop.items"));
        Path file = Files.write(here.resolve("statements"), statements);
        Map<String, List<String>> answers = answers(
                spark(token).run(here.resolve("spark"), settings.toString(), file.toString()));
        assertThat(given(answers, "SHOW DATABASES")).containsExactlyInAnyOrder("cloud", "shop");
        assertThat(given(answers, "SHOW TABLES IN shop").stream().map(row -> row.split("\\|")[1]))
                .containsExactlyInAnyOrderElementsOf(seen(tables));
        int rows = 0;
        for (String table : TABLES) {
            List<String> answer = given(answers, "SELECT * FROM shop." + table + " ORDER BY 1");
            rows += checkEngine(given(tables, table), answer, "TABLE_OR_VIEW_NOT_FOUND", true);
        }
        assertThat(given(answers, "SELECT ssn FROM shop.people").getFirst()).startsWith("failed: ");
        assertThat(given(answers, "SELECT * FROM vault.keyring").getFirst()).contains("TABLE_OR_VIEW_NOT_FOUND");
        assertThat(given(answers, "CREATE TABLE shop.mine (id INT) STORED AS PARQUET").getFirst())
                .contains("Cannot create table shop.mine");
        assertThat(given(answers, "DROP TABLE shop.items").getFirst()).startsWith("failed: ").contains("shop.items");
        assertThat(Attempts.ofMetastoreClient("3.1", JAVA).with(kdc.option())
                .add("cancel", "keytab:%s:%s".formatted(kdc.principal("ann"), kdc.keytab("ann")),
                        "hive.metastore.uris=%s;;hive.metastore.sasl.enabled=true;;hive.metastore.kerberos.principal=%s"
                                .formatted(uri, kdc.principal("hive/localhost")),
                        "cancel:" + SIGNATURE + ":" + token)
                .run(here.resolve("hms-cancel"))).containsEntry("cancel", "cancelled");
        Path one = Files.writeString(here.resolve("one"), "SHOW TABLES IN shop\n");
        assertThat(given(answers(spark(token).run(here.resolve("cancelled"), settings.toString(), one.toString())),
                "SHOW TABLES IN shop").getFirst()).startsWith("failed: ")
                .contains("Cannot sign in by token: it has ended or was cancelled");
        System.out.printf(
                "Spark 3.5 as a restricted user, with a delegation token only: %d rows of %d tables as EXPLAIN ACCESS says%n",
                rows, TABLES.size());
    }

    private static PeerProgram spark(Path token) {
        return new PeerProgram("spark-3.5", List.of("sign-in/spark"), "SparkQueries", JAVA)
                .withEnvironment("HADOOP_TOKEN_FILE_LOCATION", token.toString()).withOption(kdc.option());
    }

    /** Engines get unrestricted tables, without hidden columns; are told why they get no others; and know of no hidden ones. */
    private static int checkEngine(Explained table, List<String> answer, String absent, boolean isTold)
            throws SQLException {
        if (table.isGivenToEngines()) {
            assertThat(answer).as(table.table()).isEqualTo(table.rows(root));
            return answer.size();
        }
        assertThat(answer).as(table.table()).hasSize(1);
        assertThat(answer.getFirst()).as(table.table()).startsWith("failed: ");
        if (table.isSeen() && isTold) {
            assertThat(answer.getFirst()).contains(table.table()).containsIgnoringCase("filter");
        } else if (table.isSeen()) {
            // Told or not, by which of its connections the engine asks.
            assertThat(answer.getFirst()).containsAnyOf(absent, "filter");
        } else {
            assertThat(answer.getFirst()).contains(absent);
        }
        return 0;
    }

    private static Map<String, List<String>> answers(List<String> lines) {
        Map<String, List<String>> answers = new LinkedHashMap<>();
        List<String> rows = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("> ")) {
                rows = new ArrayList<>();
                answers.put(line.substring(2), rows);
            } else if (line.startsWith("  ")) {
                rows.add(line.substring(2));
            }
        }
        return answers;
    }

    /** By Kerberos it asks for tokens of its users; without, it names them from a trusted host, and is not always told why a table is refused. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void trinoOnBehalfOfTheUserShowsWhatExplainAccessSays(boolean kerberos) throws IOException, SQLException {
        Map<String, Explained> tables = explained("cloud");
        Map<String, String> catalog = new HashMap<>(Map.of("hive.metastore.thrift.impersonation.enabled", "true"));
        if (kerberos) {
            catalog.putAll(Map.of("hive.metastore.authentication.type", "KERBEROS",
                    "hive.metastore.service.principal", kdc.principal("hive/localhost"),
                    "hive.metastore.client.principal", kdc.principal("trino"), "hive.metastore.client.keytab",
                    kdc.keytab("trino").toString()));
        }
        int rows = 0;
        try (TrinoProcess trino = TrinoProcess.start(Files.createDirectories(folder.resolve("trino-" + kerberos)),
                "thrift://localhost:" + port(server.metastoreUri()), s3, catalog, List.of(kdc.option()));
                Connection ann = trino.connect("ann", "cloud");
                Connection eve = trino.connect("eve", "cloud")) {
            trino.awaitNode(ann, "SELECT count(*) FROM items");
            assertThat(Transcript.rows(ann, "SHOW SCHEMAS")).containsExactlyInAnyOrder("cloud", "shop",
                    "information_schema");
            assertThat(Transcript.rows(ann, "SHOW TABLES")).containsExactlyInAnyOrderElementsOf(seen(tables));
            for (Explained table : tables.values()) {
                List<String> answer;
                try {
                    answer = Transcript.rows(ann, "SELECT * FROM " + table.table() + " ORDER BY 1");
                } catch (SQLException e) {
                    answer = List.of("failed: " + e.getMessage());
                }
                // Refused, it asks once more on a new connection, on which without Kerberos it names nobody.
                rows += checkEngine(table, answer, "does not exist", kerberos);
            }
            assertThat(Transcript.failure(ann, "SELECT ssn FROM people")).contains("ssn");
            assertThat(Transcript.failure(ann, "SELECT * FROM vault.keyring")).contains("does not exist");
            assertThat(Transcript.failure(ann, "CREATE TABLE mine (id INTEGER)")).contains("mine");
            assertThat(Transcript.failure(ann, "DROP TABLE items")).contains("items");
            assertThat(Transcript.failure(ann, "ALTER TABLE items ADD COLUMN more INTEGER")).contains("items");
            assertThat(Transcript.failure(ann, "INSERT INTO items VALUES (3, 'desk')")).contains("items");
            assertThat(Transcript.failure(eve, "SELECT * FROM items")).as("one with no rights")
                    .contains(kerberos ? "eve" : "does not exist");
            assertThat(Transcript.rows(root, "SELECT count(*) FROM cloud.items")).containsExactly("2");
        }
        System.out.printf("Trino 476 on behalf of a restricted user, %s: %d rows of %d tables as EXPLAIN ACCESS says%n",
                kerberos ? "by Kerberos" : "by name from a trusted host", rows, TABLES.size());
    }
}

package dev.skep.conformance.clients.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.skep.conformance.clients.Transcript;
import dev.skep.conformance.harness.ServerProcess;
import dev.skep.storage.hadoop.S3ProxyServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trino 476 with {@code hive.security=sql-standard}: its roles and grants are our policies, and the other way round. */
final class TestTrinoRoles {
    @TempDir
    Path folder;

    @Test
    void rolesAndGrantsAreTheSameOnBothSides() throws Exception {
        try (S3ProxyServer s3 = TrinoProcess.startS3(folder)) {
            s3.createBucket("lake");
            Map<String, String> settings = new LinkedHashMap<>(s3.settings());
            settings.put("warehouse.dir", "s3://lake/warehouse");
            try (ServerProcess server = ServerProcess.start(folder.resolve("data"), settings);
                    TrinoProcess trino = TrinoProcess.start(Files.createDirectories(folder.resolve("trino")),
                            server.metastoreUri(), s3, Map.of("hive.security", "sql-standard"), List.of());
                    Connection ann = trino.connect("ann", "lake");
                    Connection bob = trino.connect("bob", "lake");
                    Connection ours = server.connect()) {
                Transcript.rows(ours, "GRANT ROLE admin TO USER ann");
                Transcript.rows(ann, "SET ROLE admin IN hive");
                roles(ann, bob, ours);
                privileges(ann, bob, ours);
            }
        }
    }

    private static void roles(Connection ann, Connection bob, Connection ours) throws SQLException {
        Transcript.rows(ann, "CREATE ROLE reader IN hive");
        Transcript.rows(ann, "GRANT reader TO USER bob IN hive");
        assertThat(joined(ann, "SHOW ROLES FROM hive")).contains("admin", "reader");
        assertThat(joined(bob, "SHOW ROLE GRANTS FROM hive")).contains("reader");
        assertThat(joined(ours, "SHOW PRINCIPALS reader")).contains("bob");
        Transcript.rows(ours, "CREATE ROLE writer");
        Transcript.rows(ours, "GRANT ROLE writer TO USER bob");
        assertThat(joined(bob, "SHOW ROLE GRANTS FROM hive")).contains("reader", "writer");
        Transcript.rows(ann, "REVOKE writer FROM USER bob IN hive");
        assertThat(joined(ours, "SHOW ROLE GRANT USER bob")).contains("reader").doesNotContain("writer");
    }

    private static void privileges(Connection ann, Connection bob, Connection ours) throws SQLException {
        Transcript.rows(ann, "CREATE SCHEMA lake");
        Transcript.rows(ann, "CREATE TABLE t (id INTEGER, name VARCHAR) WITH (format = 'PARQUET')");
        Transcript.rows(ann, "INSERT INTO t VALUES (1, 'one')");
        assertThatThrownBy(() -> Transcript.rows(bob, "SELECT * FROM t")).hasMessageContaining("Access Denied");
        Transcript.rows(ann, "GRANT SELECT ON t TO ROLE reader");
        assertThat(Transcript.rows(bob, "SELECT * FROM t")).hasSize(1);
        assertThat(joined(ours, "SHOW GRANTS ON lake.t FOR ROLE reader")).contains("SELECT");
        assertThat(joined(ann, "SHOW GRANTS ON TABLE t")).contains("reader", "SELECT");
        assertThatThrownBy(() -> Transcript.rows(bob, "INSERT INTO t VALUES (2, 'two')"))
                .hasMessageContaining("Access Denied");
        Transcript.rows(ours, "GRANT INSERT ON lake.t TO USER bob");
        Transcript.rows(bob, "INSERT INTO t VALUES (2, 'two')");
        Transcript.rows(ann, "GRANT ALL PRIVILEGES ON t TO USER carl WITH GRANT OPTION");
        assertThat(joined(ours, "SHOW GRANTS ON lake.t FOR USER carl")).contains("SELECT", "INSERT", "DELETE", "true");
        Transcript.rows(ann, "REVOKE ALL PRIVILEGES ON t FROM USER carl");
        assertThat(Transcript.rows(ours, "SHOW GRANTS ON lake.t FOR USER carl")).isEmpty();
        Transcript.rows(ann, "REVOKE SELECT ON t FROM ROLE reader");
        assertThatThrownBy(() -> Transcript.rows(bob, "SELECT * FROM t")).hasMessageContaining("Access Denied");
        Transcript.rows(ann, "DROP ROLE reader IN hive");
        assertThat(joined(ours, "SHOW ROLES")).doesNotContain("reader");
        System.out.println("Trino 476, sql-standard: roles and grants the same on both sides");
    }

    private static String joined(Connection connection, String sql) throws SQLException {
        return String.join("\n", Transcript.rows(connection, sql));
    }
}

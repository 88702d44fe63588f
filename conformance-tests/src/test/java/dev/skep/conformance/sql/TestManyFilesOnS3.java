package dev.skep.conformance.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import dev.skep.conformance.harness.ServerProcess;
import dev.skep.storage.hadoop.S3ProxyServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table on S3 with more files below one prefix than a page of a listing names. */
final class TestManyFilesOnS3 {
    private static final int FIRST = 1_030;
    private static final int SECOND = 5;

    @Test
    void partitionsAreFoundAndEachFileIsReadOnce(@TempDir Path folder) throws SQLException {
        assumeTrue(S3ProxyServer.isBuilt(), "skipped: the jars of S3Proxy were not collected");
        try (S3ProxyServer s3 = S3ProxyServer.start(folder)) {
            s3.createBucket("lake");
            for (int i = 0; i < FIRST + SECOND; i++) {
                s3.put("lake", "many/p=%d/part-%05d".formatted(i < FIRST ? 1 : 2, i), i + "\n");
            }
            try (ServerProcess server = ServerProcess.start(folder.resolve("server"), s3.settings());
                    Connection connection = server.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE EXTERNAL TABLE many (id bigint) PARTITIONED BY (p int) STORED AS TEXTFILE "
                        + "LOCATION 's3a://lake/many'");
                statement.execute("MSCK REPAIR TABLE many");
                try (ResultSet rows = statement.executeQuery(
                        "SELECT p, count(*), count(DISTINCT id), sum(id) FROM many GROUP BY p ORDER BY p")) {
                    assertRow(rows, 1, 0, FIRST);
                    assertRow(rows, 2, FIRST, FIRST + SECOND);
                    assertThat(rows.next()).isFalse();
                }
            }
        }
    }

    private static void assertRow(ResultSet rows, int partition, long from, long to) throws SQLException {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(partition);
        assertThat(rows.getLong(2)).isEqualTo(to - from);
        assertThat(rows.getLong(3)).isEqualTo(to - from);
        assertThat(rows.getLong(4)).isEqualTo((to * (to - 1) - from * (from - 1)) / 2);
    }
}

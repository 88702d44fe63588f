package dev.skep.server.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.result.ResultColumn;
import dev.skep.server.hiveserver2.Door;
import dev.skep.server.hiveserver2.FakeQuery;
import dev.skep.server.shell.SignInOptions.PasswordPrompt;
import dev.skep.storage.type.HiveTypeParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code skep sql} with captured output, against a door with a fake engine. */
@Timeout(60)
class TestSqlCommand {
    @TempDir
    static Path folder;

    private static Door door;

    private record Run(int status, String out, String err) {}

    @BeforeAll
    static void openDoor() {
        door = Door.open(folder);
        List<ResultColumn> columns = List.of(column("id", "int"), column("name", "string"),
                column("price", "decimal(7,2)"),
                column("day", "date"), column("tags", "map<int,array<string>>"));
        List<List<@Nullable Object>> rows = List.of(
                Arrays.asList(1, "plain", new BigDecimal("12.50"), LocalDate.of(2026, 1, 31),
                        Map.of(7, List.of("a\"b"))),
                Arrays.asList(200, "a,\"b\"\tc\nd\\", null, null, null),
                Arrays.asList(null, "", new BigDecimal("-0.01"), null, Map.of()));
        door.engine().on("SELECT things", () -> FakeQuery.rows(columns, FakeQuery.batch(columns, rows)));
        door.engine().on("INSERT things", () -> FakeQuery.statement(3));
        door.engine().on("CREATE things", () -> FakeQuery.statement(-1));
        door.engine().on("SELECT\n  oops\nFROM x", () -> FakeQuery.failing(
                new QueryException(Reason.ANALYSIS, "Column 'oops' is not in table x", 2, 3, null)));
        List<ResultColumn> n = List.of(column("n", "bigint"));
        door.engine().on("SELECT many", () -> FakeQuery.rows(n, FakeQuery.batch(n,
                IntStream.range(0, 1500).mapToObj(i -> List.<@Nullable Object>of((long) i)).toList())));
    }

    @AfterAll
    static void closeDoor() {
        door.close();
    }

    private static ResultColumn column(String name, String type) {
        return new ResultColumn(name, HiveTypeParser.parse(type));
    }

    private static Run run(String... arguments) {
        return runAs(Map.of(), question -> null, arguments);
    }

    private static Run runAs(Map<String, String> environment, PasswordPrompt prompt, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = new CommandLine(new SqlCommand(new PrintWriter(out), new PrintWriter(err), environment, prompt))
                .setCaseInsensitiveEnumValuesAllowed(true).execute(arguments);
        return new Run(status, out.toString(), err.toString());
    }

    private static Run sql(String text, String... more) {
        String[] arguments = Arrays.copyOf(new String[]{"--url", door.url(""), "-e", text}, 4 + more.length);
        System.arraycopy(more, 0, arguments, 4, more.length);
        return run(arguments);
    }

    @Test
    void printsATable() {
        Run run = sql("SELECT things");
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out().lines().toList().subList(0, 5)).containsExactly(
                " id   | name         | price | day        | tags",
                "------+--------------+-------+------------+--------------",
                "    1 | plain        | 12.50 | 2026-01-31 | {7:[\"a\\\"b\"]}",
                "  200 | a,\"b\"\\tc\\nd\\ |  NULL | NULL       | NULL",
                " NULL |              | -0.01 | NULL       | {}");
        assertThat(run.out())
                .containsPattern("3 rows in \\d+\\.\\d\\d s; 1,234 rows and 56.8 kB read, 7 of 9 row groups");
    }

    @Test
    void printsCsv() {
        assertThat(sql("SELECT things", "--format", "csv").out()).isEqualTo("""
                id,name,price,day,tags\r
                1,plain,12.50,2026-01-31,"{7:[""a\\""b""]}"\r
                200,"a,""b""\tc
                d\\",,,\r
                ,"",-0.01,,{}\r
                """);
    }

    @Test
    void printsTsv() {
        assertThat(sql("SELECT things", "--format", "tsv").out()).isEqualTo("""
                id\tname\tprice\tday\ttags
                1\tplain\t12.50\t2026-01-31\t{7:["a\\\\"b"]}
                200\ta,"b"\\tc\\nd\\\\\t\\N\t\\N\t\\N
                \\N\t\t-0.01\t\\N\t{}
                """);
    }

    @Test
    void printsJson() {
        assertThat(sql("SELECT things", "--format", "json").out()).isEqualTo("""
                {"id":1,"name":"plain","price":12.50,"day":"2026-01-31","tags":{"7":["a\\"b"]}}
                {"id":200,"name":"a,\\"b\\"\\tc\\nd\\\\","price":null,"day":null,"tags":null}
                {"id":null,"name":"","price":-0.01,"day":null,"tags":{}}
                """);
    }

    @Test
    void tellsWhatOtherStatementsDid() {
        Run run = sql("CREATE things; INSERT things; -- the end");
        assertThat(run.status()).isZero();
        assertThat(run.out()).matches("Done in \\d\\.\\d\\d s\n3 rows written in \\d\\.\\d\\d s\n");
    }

    @Test
    void stopsAtTheFirstFailureAndMarksThePlace() {
        Run run = sql("INSERT things;\n\nSELECT\n  oops\nFROM x;\nINSERT things");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("""
                Error at line 4, column 3: Column 'oops' is not in table x
                    oops
                    ^
                """);
        assertThat(run.out().lines()).hasSize(1);
    }

    @Test
    void goesOnAfterAFailureIfAsked() {
        Run run = sql("NONSENSE here; INSERT things", "--continue");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).startsWith("Error at line 1, column 1: unexpected 'NONSENSE'");
        assertThat(run.out()).startsWith("3 rows written");
    }

    @Test
    void readsAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("script.sql"), "SELECT many;\n/* done; */\n");
        Run run = run("--url", door.url(""), "-f", file.toString(), "--format", "tsv");
        assertThat(run.out().lines()).hasSize(1501).last().isEqualTo("1499");
        assertThat(run("--url", door.url(""), "-f", folder.resolve("none.sql").toString()).err())
                .isEqualTo("Error: Cannot read '%s': there is no such file%n".formatted(folder.resolve("none.sql")));
    }

    @Test
    void findsTheServerOfADataFolder() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        assertThat(run("--data", data.toString(), "-e", "SELECT many").err())
                .startsWith("Error: Cannot find a running server: there is no '" + data);
        Files.writeString(data.resolve("endpoints.json"), "{\"hiveserver2\":\"" + door.url("") + "\",\"pid\":1}");
        assertThat(run("--data", data.toString(), "-e", "SELECT many", "--format", "csv").status()).isZero();
    }

    @Test
    void failsWithoutAServer() {
        Run run = run("--url", "jdbc:skep://127.0.0.1:1/default", "-e", "SELECT 1");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).startsWith("Error: Cannot connect to 127.0.0.1:1: ");
    }

    /** The door refuses the password "wrong" and takes any other. */
    @Test
    void signsInWithThePasswordOfTheOptionTheEnvironmentOrThePrompt() {
        PasswordPrompt nobody = question -> {
            throw new AssertionError("asked: " + question);
        };
        String[] arguments = {"--url", door.url(""), "-e", "SELECT many", "--user", "ann"};
        String[] withPassword = Arrays.copyOf(arguments, 8);
        withPassword[6] = "--password";
        withPassword[7] = "wrong";
        String refused = "Error: Cannot sign in at 127.0.0.1:" + door.port() + ": Cannot sign in: wrong password\n";
        assertThat(runAs(Map.of("SKEP_PASSWORD", "right"), nobody, withPassword).err()).isEqualTo(refused);
        assertThat(runAs(Map.of("SKEP_PASSWORD", "wrong"), nobody, arguments).err()).isEqualTo(refused);
        assertThat(runAs(Map.of("SKEP_PASSWORD", "right"), nobody, arguments).status()).isZero();
        List<String> questions = new ArrayList<>();
        PasswordPrompt typesWrong = question -> {
            questions.add(question);
            return "wrong".toCharArray();
        };
        assertThat(runAs(Map.of(), typesWrong, arguments).err()).isEqualTo(refused);
        assertThat(questions).containsExactly("Password for ann: ");
        assertThat(runAs(Map.of(), question -> null, arguments).status()).isZero();
    }

    @Test
    void whatTheUrlSaysCountsMoreAndAsksNothing() {
        PasswordPrompt nobody = question -> {
            throw new AssertionError("asked: " + question);
        };
        Run run = runAs(Map.of("SKEP_PASSWORD", "wrong"), nobody, "--user", "ann", "--url", door.url(";password=right"),
                "-e", "SELECT many");
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(runAs(Map.of(), nobody, "--user", "ann", "--url", door.url(";user=bob"), "-e", "SELECT many").err())
                .isEqualTo("Error: Invalid options: both --user and the URL name a user\n");
    }

    @Test
    void aPasswordOfTheEnvironmentGoesWithAUserOnly() throws IOException {
        SignInOptions options = new SignInOptions();
        Map<String, String> environment = Map.of("SKEP_PASSWORD", "secret");
        assertThat(options.properties("jdbc:skep://h/d;ssl=true;sslClientCertificate=c;sslClientKey=k", environment,
                question -> null)).isEmpty();
        assertThat(options.properties("jdbc:skep://h/d;principal=hive/h@R", environment, question -> null)).isEmpty();
        assertThat(options.properties("jdbc:skep://h/d;user=bob", environment, question -> null))
                .containsExactly(Map.entry("password", "secret"));
        assertThat(options.properties("jdbc:skep://h/d", environment, question -> null)).containsOnly(
                Map.entry("user", System.getProperty("user.name")), Map.entry("password", "secret"));
    }

    @Test
    void aTokenIsReadFromItsFileAndExcludesAPassword() throws IOException {
        Path token = Files.writeString(folder.resolve("token.jwt"), "not\u00a0ascii");
        assertThat(sql("SELECT many", "--token", folder.resolve("none.jwt").toString()).err())
                .isEqualTo("Error: Cannot read '%s': there is no such file\n".formatted(folder.resolve("none.jwt")));
        assertThat(sql("SELECT many", "--token", token.toString(), "--user", "ann").err())
                .isEqualTo("Error: Invalid options: --token excludes --user and --password\n");
        assertThat(sql("SELECT many", "--token", token.toString()).err())
                .isEqualTo(
                        "Error: Cannot sign in at 127.0.0.1:%d: Invalid token in '%s': a token is one word of printable ASCII\n"
                                .formatted(door.port(), token));
    }

    @Test
    void knowsWhenAStatementIsComplete() {
        assertThat(StatementLineParser.isComplete("SELECT 1")).isFalse();
        assertThat(StatementLineParser.isComplete("SELECT 1;")).isTrue();
        assertThat(StatementLineParser.isComplete("SELECT ';")).isFalse();
        assertThat(StatementLineParser.isComplete("SELECT 1; -- x")).isTrue();
        assertThat(StatementLineParser.isComplete("SELECT 1; SELECT")).isFalse();
        assertThat(StatementLineParser.isComplete("/* ;")).isFalse();
        assertThat(StatementLineParser.isComplete("quit")).isTrue();
        assertThat(StatementLineParser.isComplete("\\d orders")).isTrue();
        assertThat(StatementLineParser.isComplete("  ")).isTrue();
    }

    @Test
    void completesKeywordsAndNames() throws Exception {
        try (java.sql.Connection connection = door.connect()) {
            SqlCompleter completer = new SqlCompleter(connection);
            assertThat(completer.candidates("sel")).containsExactly("select");
            assertThat(completer.candidates("SEL")).containsExactly("SELECT");
            assertThat(completer.candidates("def")).containsExactly("default");
        }
    }
}

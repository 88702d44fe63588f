package dev.skep.conformance.access;

import java.nio.file.Path;
import java.util.List;

import dev.skep.conformance.access.LeakServer.Answer;

/** Statements that change something, each with who tries it and what must come of it. To add one, add a line to {@link #actions}. */
final class LeakActions {
    private final LeakServer server;
    private final LeakSuite suite;
    private final String warehouse;

    LeakActions(LeakServer server, LeakSuite suite, Path folder) {
        this.server = server;
        this.suite = suite;
        this.warehouse = "file:" + folder.resolve("data").resolve("warehouse");
    }

    /** What must come of a statement. */
    private enum Outcome {
        DONE, REFUSED
    }

    /** {@code message} is a part of what a refusal says, empty where anything will do. */
    private record Action(String user, String sql, Outcome outcome, String message) {}

    private static Action done(String user, String sql) {
        return new Action(user, sql, Outcome.DONE, "");
    }

    private static Action refused(String user, String sql) {
        return refused(user, sql, "");
    }

    private static Action refused(String user, String sql, String message) {
        return new Action(user, sql, Outcome.REFUSED, message);
    }

    /** In this order: later ones stand on what earlier ones made. */
    private List<Action> actions() {
        return List.of(
                // Who may make what where, and over whose files.
                done("moe", "CREATE TABLE lab.own (id int, secret string) STORED AS PARQUET"),
                refused("ann", "CREATE TABLE lab.mine (id int)"), refused("moe", "CREATE TABLE shop.mine (id int)"),
                refused("moe", "CREATE DATABASE mine"),
                refused("moe",
                        "CREATE EXTERNAL TABLE lab.theft (id int, secret string) STORED AS ORC LOCATION '%s/vault.db/keyring'"
                                .formatted(warehouse)),
                refused("moe",
                        "CREATE EXTERNAL TABLE lab.theft (id int, secret string) STORED AS ORC LOCATION '%s/lab.db/../vault.db/keyring'"
                                .formatted(warehouse)),
                refused("moe", "ALTER TABLE lab.own SET LOCATION '%s/vault.db/keyring'".formatted(warehouse)),
                done("moe", "CREATE TABLE lab.parts (id int, secret string) PARTITIONED BY (p string) STORED AS ORC"),
                refused("moe", "ALTER TABLE lab.parts ADD PARTITION (p = 'x') LOCATION '%s/vault.db/keyring'"
                        .formatted(warehouse)),
                done("moe", "ALTER TABLE lab.parts ADD PARTITION (p = 'y')"),
                refused("moe", "ALTER TABLE lab.parts PARTITION (p = 'y') SET LOCATION '%s/vault.db/keyring'"
                        .formatted(warehouse)),
                refused("moe", "ALTER DATABASE lab SET LOCATION '%s/vault.db'".formatted(warehouse)),
                done("root", "GRANT READ, WRITE ON LOCATION '%s/landing' TO USER moe".formatted(warehouse)),
                done("moe", "CREATE EXTERNAL TABLE lab.landed (id int) STORED AS PARQUET LOCATION '%s/landing/one'"
                        .formatted(warehouse)),
                refused("moe", "CREATE EXTERNAL TABLE lab.landed2 (id int) STORED AS PARQUET LOCATION '%s/landing-two'"
                        .formatted(warehouse)),
                // The place that a new table would have may hold the files of a hidden one.
                done("root", "CREATE EXTERNAL TABLE vault.elsewhere (id int) STORED AS ORC LOCATION '%s/lab.db/squat'"
                        .formatted(warehouse)),
                refused("moe", "CREATE TABLE lab.squat (id int) STORED AS ORC"),
                // Who does not see all of a table changes nothing of it, nor takes it to where other policies hold.
                done("root", "GRANT ALTER, INSERT ON TABLE shop.visits TO USER ann"),
                refused("ann", "ALTER TABLE shop.visits SET TBLPROPERTIES ('a' = 'b')", "hidden"),
                done("root", "GRANT ALTER, INSERT ON TABLE shop.orders TO USER rob"),
                refused("rob", "ALTER TABLE shop.orders ADD PARTITION (day = '2026-02-01', tier = 'x')"),
                done("root", "GRANT ALTER ON TABLE shop.staff TO USER moe"),
                done("root", "GRANT SELECT ON DATABASE lab TO USER moe"),
                refused("moe", "ALTER TABLE shop.staff RENAME TO lab.staff"),
                done("root", "REVOKE ALTER ON TABLE shop.staff FROM USER moe"),
                done("root", "CREATE TABLE lab.rooted (id int) STORED AS ORC"),
                done("root", "GRANT ALTER ON TABLE lab.rooted TO USER nia"),
                refused("nia", "ALTER TABLE lab.rooted SET OWNER USER nia"),
                done("root", "CREATE DATABASE given"), done("root", "ALTER DATABASE given SET OWNER USER moe"),
                done("root", "CREATE TABLE given.inside (id int) STORED AS ORC"),
                refused("moe", "DROP DATABASE given CASCADE"), done("root", "DROP DATABASE given CASCADE"),
                // Writing what one sees, and only that.
                done("nia",
                        "CREATE TABLE lab.copied STORED AS PARQUET AS SELECT id, name, balance FROM shop.customers"),
                refused("nia", "CREATE TABLE lab.copied2 STORED AS PARQUET AS SELECT * FROM shop.staff"),
                refused("ann", "INSERT INTO shop.customers SELECT * FROM shop.customers"),
                refused("ann", "INSERT INTO lab.own SELECT id, page FROM shop.visits"),
                refused("ann", "INSERT OVERWRITE shop.visits SELECT * FROM shop.visits"),
                refused("ann", "TRUNCATE TABLE shop.orders"),
                refused("ann", "ALTER TABLE shop.orders DROP PARTITION (day = '2026-01-01', tier = 'plain')"),
                refused("ann", "ALTER TABLE shop.orders ADD PARTITION (day = 'x', tier = 'y')"),
                refused("ann", "ALTER TABLE shop.customers RENAME TO shop.theirs"),
                refused("ann", "ALTER TABLE shop.customers SET TBLPROPERTIES ('a' = 'b')"),
                refused("ann", "ALTER TABLE shop.visits REPLACE COLUMNS (id int)"),
                refused("ann", "DROP TABLE shop.customers"), refused("ann", "DROP DATABASE shop CASCADE"),
                refused("ann", "MSCK REPAIR TABLE shop.orders"),
                refused("ann", "ANALYZE TABLE shop.customers COMPUTE STATISTICS"),
                refused("moe", "SELECT * FROM shop.customers"),
                refused("moe", "ALTER TABLE lab.own RENAME TO vault.own"),
                refused("oli", "DROP TABLE vault.keyring"), refused("oli", "USE vault"),
                // Views neither widen what one sees nor change whose rights they have.
                done("nia", "CREATE VIEW lab.v_mine AS SELECT * FROM shop.customers"),
                done("nia", "CREATE VIEW lab.v_hers SECURITY DEFINER AS SELECT * FROM shop.customers"),
                done("nia", "SELECT * FROM lab.v_hers"), refused("nia", "ALTER VIEW lab.v_hers SET OWNER USER lea"),
                done("nia", "ALTER VIEW lab.v_mine SET OWNER USER lea"), refused("nia", "DROP VIEW lab.v_mine"),
                refused("nia", "ALTER VIEW shop.v_staff AS SELECT * FROM shop.staff"),
                refused("nia", "CREATE OR REPLACE VIEW shop.v_staff AS SELECT * FROM shop.staff"),
                refused("nia", "ALTER TABLE shop.v_staff SET TBLPROPERTIES ('skep.view.security' = 'invoker')"),
                // Policies are made by those who may.
                refused("ann", "GRANT SELECT ON TABLE shop.staff TO USER ann"),
                refused("ann", "GRANT SELECT ON TABLE shop.customers TO USER oli"), refused("ann", "CREATE ROLE mine"),
                refused("ann", "GRANT ROLE steward TO USER ann"), refused("ann", "DROP ROLE hr"),
                refused("ann", "GRANT ROLE admin TO USER ann"),
                refused("ann", "DROP ROW FILTER no_vip"), refused("ann", "DROP COLUMN MASK ssn_end"),
                refused("ann", "CREATE OR REPLACE ROW FILTER no_vip ON TABLE shop.customers AS (true)"),
                refused("ann", "CREATE COLUMN MASK mine ON COLUMN shop.customers.id USING NULL"),
                refused("ann", "REVOKE DENY SELECT ON TABLE shop.staff FROM ROLE analyst"),
                refused("ann", "SET TAG pii = 'none' ON COLUMN shop.staff.ssn"),
                refused("ann", "UNSET TAG pii ON COLUMN shop.staff.ssn"),
                refused("ann", "EXPLAIN ACCESS FOR USER lea ON TABLE shop.staff"),
                refused("ann", "DROP RESOURCE POLICY"),
                refused("ann",
                        "CREATE POLICY TEST t AS USER lea EXPECT QUERY 'SELECT max(salary) FROM shop.staff' VALUE '1'"),
                done("moe", "GRANT SELECT ON TABLE lab.own TO USER oli"), done("oli", "SELECT * FROM lab.own"),
                done("root", "GRANT SELECT ON TABLE vault.keyring TO USER hal WITH GRANT OPTION"),
                done("hal", "GRANT SELECT ON TABLE vault.keyring TO USER ida"),
                refused("ida", "GRANT SELECT ON TABLE vault.keyring TO USER oli"),
                done("ida", "SELECT * FROM vault.keyring"),
                done("root", "REVOKE SELECT ON TABLE vault.keyring FROM USER ida"),
                refused("ida", "SELECT * FROM vault.keyring"),
                // What is renamed or changed keeps its policies.
                done("root", "ALTER TABLE shop.staff RENAME TO shop.people"),
                refused("ann", "SELECT * FROM shop.people"),
                done("lea", "SELECT * FROM shop.people"), done("root", "ALTER TABLE shop.people RENAME TO shop.staff"),
                done("root", "DROP TABLE shop.visits"),
                done("root", "CREATE TABLE shop.visits (id int, secret_code string, page string) STORED AS PARQUET"),
                refused("ann", "SELECT secret_code FROM shop.visits"), done("ann", "SELECT page FROM shop.visits"),
                done("root", "ALTER TABLE shop.customers CHANGE COLUMN ssn social string"),
                refused("ann", "SELECT * FROM shop.customers"),
                done("root", "ALTER TABLE shop.customers CHANGE COLUMN social ssn string"),
                done("ann", "SELECT * FROM shop.customers"),
                // A policy that fails denies, and says nothing of the row.
                done("root", "CREATE ROW FILTER broken ON TABLE lab.copied AS (1 / (id - id) > 0) TO USER nia"),
                refused("nia", "SELECT * FROM lab.copied", "a policy on it cannot be applied"),
                done("root", "DROP ROW FILTER broken"),
                done("nia", "SELECT * FROM lab.copied"),
                // Nor does what is wrong with its files.
                done("root", "CREATE EXTERNAL TABLE lab.odd (id int) STORED AS PARQUET LOCATION '%s/shop.db/staff_text'"
                        .formatted(warehouse)),
                done("root",
                        "CREATE EXTERNAL TABLE shop.staff_text (id int) STORED AS TEXTFILE LOCATION '%s/shop.db/staff_text'"
                                .formatted(warehouse)),
                done("root", "INSERT INTO shop.staff_text VALUES 1"),
                done("root", "GRANT SELECT ON TABLE lab.odd TO USER nia"),
                done("root", "CREATE ROW FILTER odd ON TABLE lab.odd AS (id > 0) TO USER nia"),
                refused("nia", "SELECT * FROM lab.odd"));
    }

    void run() {
        for (Action action : actions()) {
            Answer answer = server.ask(action.user(), action.sql());
            boolean asExpected = answer.failed() == (action.outcome() == Outcome.REFUSED)
                    && answer.message().contains(action.message());
            suite.check(asExpected
                    ? null
                    : "%s: %s: expected %s, got %s".formatted(action.user(), action.sql(), action.outcome(),
                            answer.failed() ? answer.message() : "success " + answer.rows()));
            suite.check(answer.message().contains(warehouse) && !action.sql().contains(warehouse)
                    ? "%s: %s tells of files: %s".formatted(action.user(), action.sql(), answer.message())
                    : null);
        }
        copies();
    }

    /** What nia copied is what she sees, not what is stored. */
    private void copies() {
        Answer copied = server.ask(LeakWorld.ADMIN, "SELECT count(*), count(balance) FROM lab.copied");
        suite.check(copied.rows().equals(List.of("18|0")) ? null : "nia copied " + copied.rows());
    }
}

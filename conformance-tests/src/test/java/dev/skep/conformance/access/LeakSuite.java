package dev.skep.conformance.access;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import dev.skep.conformance.access.LeakServer.Answer;
import dev.skep.conformance.access.LeakWorld.User;
import dev.skep.conformance.access.Oracle.Door;
import dev.skep.conformance.access.Oracle.View;
import org.jspecify.annotations.Nullable;

/** Runs the suite over one server and tells what leaked, or was wrongly kept back. */
final class LeakSuite {
    /** A column whose name is no other word. */
    private static final String SECRET_COLUMN = "secret_code";

    private final LeakServer server;
    private final Oracle oracle = new Oracle(LeakWorld.rules());
    private final List<String> findings = new ArrayList<>();
    private final Map<String, Map<String, View>> views = new LinkedHashMap<>();
    private final boolean untilFirst;
    private int checks;

    /** The end of a run that was asked to stop at the first finding. */
    private static final class Found extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private LeakSuite(LeakServer server, boolean untilFirst) {
        this.server = server;
        this.untilFirst = untilFirst;
    }

    /** What a run found; {@code checks}: how many comparisons it made. */
    record Result(List<String> findings, int checks) {
        Result {
            findings = List.copyOf(findings);
        }
    }

    /** Starts a server below {@code folder} and runs everything. */
    static Result run(Path folder, boolean untilFirst) {
        try (LeakServer server = LeakServer.start(folder)) {
            LeakSuite suite = new LeakSuite(server, untilFirst);
            try {
                suite.prepare();
                suite.queries();
                suite.tellings();
                new LeakWire(server, suite).run();
                new LeakWireGrants(server, suite).run();
                new LeakMetadata(server, suite).run();
                new LeakWireWrites(server, suite).run();
                new LeakWireKept(server, suite).run();
                new LeakWireLocks(server, suite).run();
                new LeakWireUpkeep(server, suite).run();
                new LeakActions(server, suite, folder).run();
            } catch (Found e) {
                // What was found is in the list.
            }
            return new Result(suite.findings, suite.checks);
        }
    }

    /** Runs until something is found and returns it; null if nothing is. Called by reflection, in class loaders of their own. */
    static @Nullable String firstFinding(Path folder) {
        Result result = run(folder, true);
        return result.findings().isEmpty() ? null : result.findings().getFirst();
    }

    /** Notes that a comparison was made, and what it found if that is not null. */
    void check(@Nullable String finding) {
        checks++;
        if (finding != null) {
            findings.add(finding);
            if (untilFirst) {
                throw new Found();
            }
        }
    }

    View view(User user, Relation table, Door door) {
        return door == Door.SQL
                ? views.computeIfAbsent(user.name(), name -> new HashMap<>()).computeIfAbsent(table.qualified(),
                        name -> oracle.view(user, table, Door.SQL))
                : oracle.view(user, table, Door.WIRE);
    }

    private void prepare() {
        String root = LeakWorld.ADMIN;
        for (String database : List.of("shop", "vault", "lab")) {
            server.run(root, "CREATE DATABASE " + database);
        }
        for (Relation table : LeakWorld.TABLES) {
            server.run(root, table.createStatement());
            server.run(root, table.insertStatement(table.qualified()));
            server.run(root, "ANALYZE TABLE %s COMPUTE STATISTICS".formatted(table.qualified()));
        }
        for (Relation table : List.of(LeakWorld.CUSTOMERS, LeakWorld.STAFF)) {
            server.run(root, "ANALYZE TABLE %s COMPUTE STATISTICS FOR COLUMNS".formatted(table.qualified()));
        }
        server.run(root,
                "ALTER TABLE shop.customers SET TBLPROPERTIES ('spark.sql.statistics.colStats.ssn.max' = 'ssn-888-1312')");
        server.run(root, "USE shop");
        server.run(root, "CREATE VIEW shop.v_orders AS " + LeakWorld.INVOKER_VIEW);
        server.run(root,
                "CREATE VIEW shop.v_staff SECURITY DEFINER AS SELECT id, name, dept FROM shop.staff WHERE id IN (SELECT id FROM shop.customers WHERE id <> 3)");
        server.run(root, "ALTER VIEW shop.v_staff SET OWNER USER lea");
        LeakWorld.ROLES.forEach(role -> server.run(root, "CREATE ROLE " + role));
        LeakWorld.memberships().forEach(statement -> server.run(root, statement));
        LeakWorld.TAGS.forEach(statement -> server.run(root, statement));
        LeakWorld.rules().forEach(rule -> server.run(root, rule.sql()));
        LeakWorld.USERS.forEach(this::makeShadow);
    }

    /** Makes a database with just what a user may see, which the administrator can ask without any policy. */
    private void makeShadow(User user) {
        String root = LeakWorld.ADMIN;
        String database = "seen_by_" + user.name();
        server.run(root, "CREATE DATABASE " + database);
        List<Relation> tables = new ArrayList<>(LeakWorld.TABLES);
        tables.add(LeakWorld.DEFINER_VIEW);
        for (Relation table : tables) {
            Relation rows = view(user, table, Door.SQL).rows();
            if (rows != null) {
                String name = database + "." + table.name();
                server.run(root, rows.createPlainStatement(name));
                if (!rows.rows().isEmpty()) {
                    server.run(root, rows.insertStatement(name));
                }
            }
        }
        Relation invoker = new Relation("shop", "v_orders", List.of("id"), List.of("int"), 0, "", List.of());
        if (view(user, invoker, Door.SQL).rows() != null) {
            server.run(root, "USE " + database);
            // Fails where the view cannot be read with this user's columns; then it cannot by the user either.
            server.ask(root, "CREATE VIEW v_orders AS " + LeakWorld.INVOKER_VIEW);
        }
    }

    private void queries() {
        for (User user : LeakWorld.USERS) {
            String database = "seen_by_" + user.name();
            server.run(LeakWorld.ADMIN, "USE " + database);
            boolean inShop = !server.ask(user.name(), "USE shop").failed();
            for (String shape : LeakShapes.QUERIES) {
                Answer expected = server.ask(LeakWorld.ADMIN, shape.replace("$vault", database));
                Answer actual = server.ask(user.name(), inShop ? shape.replace("$vault", "vault") : qualified(shape));
                check(compare(user, shape, expected, actual));
                check(told(user, shape, actual));
            }
            counts(user);
        }
    }

    /** Who may not see the database cannot use it, and can only name its tables in full. */
    private static String qualified(String shape) {
        String text = shape.replace("$vault", "vault");
        for (String table : List.of("customers", "orders", "visits", "staff", "v_orders", "v_staff")) {
            text = text.replaceAll("(FROM|JOIN) " + table + "\\b", "$1 shop." + table);
        }
        return text;
    }

    /** How many rows were read below a filter is told by no plan and no report of progress, and values of hidden keys by no path. */
    private void counts(User user) {
        View customers = view(user, LeakWorld.CUSTOMERS, Door.SQL);
        if (customers.isFiltered()) {
            String sql = "SELECT count(*) FROM shop.customers";
            String stored = "\\b%d\\b".formatted(LeakWorld.CUSTOMERS.rows().size());
            String progress = server.progress(user.name(), sql);
            check(Pattern.compile(stored).matcher(progress).find()
                    ? "%s: progress of %s tells %s".formatted(user.name(), sql, progress)
                    : null);
            String properties = server.ask(user.name(), "SHOW TBLPROPERTIES shop.customers").text();
            check(properties.contains("numRows") || properties.contains("totalSize")
                    ? "%s: properties tell %s".formatted(user.name(), properties)
                    : null);
            for (String explain : List.of("EXPLAIN " + sql, "EXPLAIN ANALYZE " + sql)) {
                String plan = server.ask(user.name(), explain).text();
                check(plan.contains("rows: ") ? "%s: %s tells %s".formatted(user.name(), explain, plan) : null);
            }
        }
        View orders = view(user, LeakWorld.ORDERS, Door.SQL);
        if (orders.masked().contains("day") || orders.rows() != null && !orders.rows().columns().contains("tier")) {
            Answer paths = server.ask(user.name(), "SELECT \"$path\" FROM shop.orders");
            check(paths.text().contains("day=") || paths.text().contains("tier=")
                    ? "%s: paths tell keys: %s".formatted(user.name(), paths.text())
                    : null);
        }
    }

    private static @Nullable String compare(User user, String shape, Answer expected, Answer actual) {
        if (expected.failed() != actual.failed()) {
            return "%s: %s: expected %s, got %s".formatted(user.name(), shape, describe(expected), describe(actual));
        }
        if (!expected.rows().equals(actual.rows())) {
            return "%s: %s: expected %s, got %s".formatted(user.name(), shape, expected.rows(), actual.rows());
        }
        return null;
    }

    private static String describe(Answer answer) {
        return answer.failed() ? "failure (" + answer.message() + ")" : answer.rows().size() + " rows " + answer.rows();
    }

    private void tellings() {
        for (User user : LeakWorld.USERS) {
            for (String statement : LeakShapes.TELLING) {
                check(told(user, statement, server.ask(user.name(), statement)));
            }
        }
        // Made by the one who manages the table.
        server.run(LeakWorld.ADMIN, "DROP ROW FILTER IF EXISTS probe");
        server.run(LeakWorld.ADMIN, "DROP COLUMN MASK IF EXISTS probe");
    }

    @Nullable
    String told(User user, String what, Answer answer) {
        return told(user, what, answer.text(), Door.SQL);
    }

    /** Looks in a text for names and values that the user may not see. */
    @Nullable
    String told(User user, String what, String text, Door door) {
        boolean tellsNames = List.of("SHOW POLICIES", "SHOW GRANTS", "SHOW TAGS").contains(what);
        for (String secret : secrets(user, door, !tellsNames)) {
            if (text.contains(secret) && !what.contains(secret)) {
                return "%s: %s tells '%s': %s".formatted(user.name(), what, secret, text);
            }
        }
        return null;
    }

    /** The texts in the tables, and the names of tables, that the user sees nowhere; his own policies may name what he does not see. */
    private Set<String> secrets(User user, Door door, boolean names) {
        Set<String> all = new TreeSet<>();
        Set<String> seen = new HashSet<>();
        for (Relation table : LeakWorld.TABLES) {
            View view = view(user, table, door);
            values(table, all);
            if (view.rows() != null) {
                values(view.rows(), seen);
            }
            if (names && !view.isSeen()) {
                all.add(table.name());
            }
            if (names && table == LeakWorld.VISITS && !visibleColumns(view, table).contains(SECRET_COLUMN)) {
                all.add(SECRET_COLUMN);
            }
        }
        // In texts, what is told of a view of someone else's rows is told to those who may read it.
        View definer = view(user, LeakWorld.DEFINER_VIEW, door);
        if (definer.rows() != null) {
            values(definer.rows(), seen);
            seen.add("staff");
        }
        Relation invoker = new Relation("shop", "v_orders", List.of("id"), List.of("int"), 0, "", List.of());
        if (view(user, invoker, door).isSeen()) {
            seen.add("orders");
        }
        all.removeAll(seen);
        return all;
    }

    private static List<String> visibleColumns(View view, Relation table) {
        return view.rows() != null ? view.rows().columns() : view.isSeen() ? table.columns() : List.of();
    }

    /** Texts that are told apart from any other word. */
    private static void values(Relation table, Set<String> texts) {
        for (List<@Nullable Object> row : table.rows()) {
            for (Object value : row) {
                if (value instanceof String text && (text.startsWith("ssn-") || text.startsWith("staff-ssn-")
                        || text.startsWith("mail-") || text.startsWith("note-of-") || text.startsWith("code-")
                        || text.startsWith("key-material-"))) {
                    texts.add(text);
                }
            }
        }
    }
}

package dev.skep.conformance.access;

import static dev.skep.conformance.access.Rule.allow;
import static dev.skep.conformance.access.Rule.columns;
import static dev.skep.conformance.access.Rule.database;
import static dev.skep.conformance.access.Rule.deny;
import static dev.skep.conformance.access.Rule.table;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.skep.conformance.access.Rule.Filter;
import dev.skep.conformance.access.Rule.Mask;
import dev.skep.conformance.access.Rule.Select;
import org.jspecify.annotations.Nullable;

/** The users, tables and policies of the suite. To add a policy, add a line to {@link #rules}: its statement, and its meaning. */
final class LeakWorld {
    static final String ADMIN = "root";
    static final String PASSWORD = "a very secret word";
    /** Where no server of the test has an address. */
    private static final String ELSEWHERE = "203.0.113.0/24";

    private LeakWorld() {}

    /** Someone who signs in; {@code roles} are all that hold, those by other roles too. */
    record User(String name, Set<String> groups, Set<String> roles) {

        /** Principals are written {@code user:x}, {@code group:x}, {@code role:x}. */
        boolean isAnyOf(Set<String> principals) {
            if (principals.contains("user:" + name)) {
                return true;
            }
            return groups.stream().anyMatch(group -> principals.contains("group:" + group))
                    || roles.stream().anyMatch(role -> principals.contains("role:" + role));
        }
    }

    private static User user(String name, Set<String> groups, String... roles) {
        return new User(name, groups, Set.of(roles));
    }

    /** {@code rob} has analyst and support by way of chief. */
    static final List<User> USERS = List.of(user("ann", Set.of(), "analyst"),
            user("bea", Set.of(), "analyst", "eu_team"), user("carl", Set.of()), user("dora", Set.of(), "marketing"),
            user("emil", Set.of(), "marketing", "eu_team"), user("fay", Set.of(), "support"),
            user("gus", Set.of(), "support", "us_team"), user("hal", Set.of(), "hr"),
            user("ida", Set.of(), "hr", "analyst"), user("jon", Set.of("auditors")),
            user("kim", Set.of("auditors"), "eu_team"), user("lea", Set.of(), "steward"),
            user("moe", Set.of(), "dev"), user("nia", Set.of(), "dev", "analyst"), user("oli", Set.of()),
            user("pam", Set.of("pii"), "analyst"), user("quin", Set.of(), "support", "marketing"),
            user("rob", Set.of(), "chief", "analyst", "support"), user("sue", Set.of("floor", "sales")),
            user("tom", Set.of(), "analyst"), user("ulf", Set.of(), "analyst"));

    static final List<String> ROLES = List.of("analyst", "eu_team", "us_team", "marketing", "support", "hr", "steward",
            "dev", "chief");

    /** How the roles come to their users. */
    static List<String> memberships() {
        List<String> statements = new ArrayList<>(
                List.of("GRANT ROLE analyst TO ROLE chief", "GRANT ROLE support TO ROLE chief"));
        for (User user : USERS) {
            for (String role : new TreeSet<>(user.roles())) {
                if (!user.roles().contains("chief") || role.equals("chief")) {
                    statements.add("GRANT ROLE %s TO USER %s".formatted(role, user.name()));
                }
            }
        }
        return statements;
    }

    static final Relation CUSTOMERS = new Relation("shop", "customers",
            List.of("id", "name", "email", "ssn", "region", "vip", "balance", "born"),
            List.of("int", "string", "string", "string", "string", "boolean", "decimal(12,2)", "date"), 0,
            "STORED AS PARQUET", customers());
    static final Relation ORDERS = new Relation("shop", "orders",
            List.of("id", "customer", "region", "amount", "note", "day", "tier"),
            List.of("int", "int", "string", "decimal(12,2)", "string", "string", "string"), 2, "STORED AS ORC",
            orders());
    /** Of text, whose columns are known by position only; the secret one is in the middle. */
    static final Relation VISITS = new Relation("shop", "visits",
            List.of("id", "secret_code", "customer", "ip", "page"),
            List.of("int", "string", "int", "string", "string"), 0,
            "ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' STORED AS TEXTFILE", visits());
    static final Relation STAFF = new Relation("shop", "staff", List.of("id", "name", "dept", "salary", "ssn"),
            List.of("int", "string", "string", "decimal(12,2)", "string"), 0, "STORED AS PARQUET", staff());
    static final Relation KEYS = new Relation("vault", "keyring", List.of("id", "secret"), List.of("int", "string"), 0,
            "STORED AS ORC", keys());

    static final List<Relation> TABLES = List.of(CUSTOMERS, ORDERS, VISITS, STAFF, KEYS);

    /** A view with the rights of whoever reads it. */
    static final String INVOKER_VIEW = "SELECT id, region, amount, day FROM orders";
    /** What lea, who owns it, sees of staff, not the board, and without the row that the view itself leaves out. */
    static final Relation DEFINER_VIEW = new Relation("shop", "v_staff", List.of("id", "name", "dept"),
            List.of("int", "string", "string"), 0, "",
            STAFF.rows().stream()
                    .filter(row -> !"board".equals(row.get(2)) && !Integer.valueOf(3).equals(row.getFirst()))
                    .map(row -> row.subList(0, 3)).toList());

    static final List<String> TAGS = List.of("SET TAG grade = 'public' ON TABLE shop.orders",
            "SET TAG grade = 'secret' ON COLUMN shop.orders.note", "SET TAG pii = 'ssn' ON COLUMN shop.staff.ssn");

    static List<Rule> rules() {
        return List.of(
                // Grants of whole containers, tables, columns, patterns, tags.
                allow("GRANT SELECT ON DATABASE shop TO ROLE analyst", "role:analyst", database("shop")),
                allow("GRANT SELECT ON TABLE shop.customers TO USER carl", "user:carl", table("shop.customers")),
                allow("GRANT SELECT (id, name, region, email) ON TABLE shop.customers TO ROLE marketing",
                        "role:marketing", columns("shop.customers", "id", "name", "region", "email")),
                allow("GRANT SELECT ON TABLE shop.orders TO ROLE support", "role:support", table("shop.orders")),
                allow("GRANT SELECT ON TABLE shop.v_orders TO ROLE support", "role:support", table("shop.v_orders")),
                allow("GRANT SELECT (id, page, customer) ON TABLE shop.visits TO ROLE support", "role:support",
                        columns("shop.visits", "id", "page", "customer")),
                allow("GRANT SELECT ON shop.staff TO ROLE hr", "role:hr", table("shop.staff")),
                allow("GRANT SELECT ON CATALOG hive TO GROUP auditors", "group:auditors", (d, t, c) -> true),
                allow("GRANT ALL ON DATABASE shop TO ROLE steward", "role:steward", database("shop")),
                new Rule.Other("GRANT CREATE ON DATABASE lab TO ROLE dev"),
                allow("GRANT SELECT ON TAG grade = 'public' TO USER sue", "user:sue",
                        (d, t, c) -> d.equals("shop") && t.equals("orders") && !c.equals("note")),
                allow("GRANT SELECT ON TABLE shop.\"v_*\" TO ROLE marketing", "role:marketing",
                        (d, t, c) -> d.equals("shop") && t.startsWith("v_")),
                new Rule.Describe("GRANT TRUST ON DATABASE shop TO USER tom", Set.of("user:tom"), database("shop")),
                new Rule.Describe("GRANT DESCRIBE ON DATABASE shop TO USER moe", Set.of("user:moe"), database("shop")),
                new Select("GRANT SELECT ON TABLE shop.orders TO USER oli WHEN SOURCE ADDRESS IN ('" + ELSEWHERE + "')",
                        true, Set.of("user:oli"), table("shop.orders"), false, false),
                new Select("GRANT SELECT ON TABLE shop.staff TO USER carl WHEN CLIENT IN ('metastore')", true,
                        Set.of("user:carl"), table("shop.staff"), false, true),
                new Select("GRANT SELECT ON TABLE shop.staff TO USER oli WHEN DATE UNTIL '2020-01-01T00:00:00Z'", true,
                        Set.of("user:oli"), table("shop.staff"), false, false),
                allow("GRANT SELECT ON DATABASE vault TO ROLE chief", "role:chief", database("vault")),
                // Denials win.
                deny("DENY SELECT ON TABLE shop.staff TO ROLE analyst", "role:analyst", table("shop.staff")),
                deny("DENY ALL ON DATABASE shop TO USER ulf", "user:ulf", database("shop")),
                deny("DENY SELECT ON COLUMN shop.orders.note TO USER rob", "user:rob", columns("shop.orders", "note")),
                deny("DENY SELECT ON COLUMN shop.visits.secret_code TO ROLE analyst", "role:analyst",
                        columns("shop.visits", "secret_code")),
                deny("DENY SELECT ON DATABASE vault TO GROUP auditors", "group:auditors", database("vault")),
                deny("DENY SELECT ON TAG grade = 'secret' TO USER bea", "user:bea", columns("shop.orders", "note")),
                deny("DENY SELECT ON COLUMN shop.orders.tier TO USER gus", "user:gus", columns("shop.orders", "tier")),
                // Row filters: on values, partition keys, hidden columns, tags, views, members.
                new Filter("CREATE ROW FILTER eu_customers ON TABLE shop.customers AS (region = 'eu') TO ROLE eu_team",
                        "shop.customers", Set.of("role:eu_team"), Set.of(), row -> row.text("region").equals("eu")),
                new Filter(
                        "CREATE ROW FILTER no_vip ON TABLE shop.customers AS (NOT vip) TO ROLE analyst EXCEPT GROUP pii",
                        "shop.customers", Set.of("role:analyst"), Set.of("group:pii"),
                        row -> Boolean.FALSE.equals(row.get("vip"))),
                new Filter("CREATE ROW FILTER us_orders ON TABLE shop.orders AS (region = 'us') TO ROLE us_team",
                        "shop.orders", Set.of("role:us_team"), Set.of(), row -> row.text("region").equals("us")),
                new Filter(
                        "CREATE ROW FILTER recent ON TABLE shop.orders AS (day >= '2026-01-02') TO ROLE support EXCEPT USER quin",
                        "shop.orders", Set.of("role:support"), Set.of("user:quin"),
                        row -> row.text("day").compareTo("2026-01-02") >= 0),
                new Filter(
                        "CREATE ROW FILTER own_line ON TABLE shop.staff AS (name = current_user OR dept = 'it') TO ROLE hr",
                        "shop.staff", Set.of("role:hr"), Set.of(),
                        row -> row.text("name").equals("hal") || row.text("dept").equals("it")),
                new Filter(
                        "CREATE ROW FILTER no_seven ON TABLE shop.visits AS (secret_code <> 'code-07') TO ROLE analyst",
                        "shop.visits", Set.of("role:analyst"), Set.of(),
                        row -> !row.text("secret_code").equals("code-07")),
                new Filter("CREATE ROW FILTER even ON TAG grade = 'public' AS (id % 2 = 0) TO USER sue", "shop.orders",
                        Set.of("user:sue"), Set.of(), row -> row.number("id") % 2 == 0),
                new Filter("CREATE ROW FILTER no_it ON TABLE shop.v_staff AS (dept <> 'it') TO ROLE marketing",
                        "shop.v_staff", Set.of("role:marketing"), Set.of(), row -> !row.text("dept").equals("it")),
                new Filter(
                        "CREATE ROW FILTER few_keys ON TABLE vault.keyring AS (is_member_of('chief') AND id < 3) TO ROLE chief",
                        "vault.keyring", Set.of("role:chief"), Set.of(), row -> row.number("id") < 3),
                new Filter("CREATE ROW FILTER no_board ON TABLE shop.staff AS (dept <> 'board') TO ROLE steward",
                        "shop.staff", Set.of("role:steward"), Set.of(), row -> !row.text("dept").equals("board")),
                // Masks: built in ones, expressions, on tags, on partition keys.
                new Mask(
                        "CREATE COLUMN MASK ssn_end ON COLUMN shop.customers.ssn USING LAST FOUR TO ROLE analyst EXCEPT GROUP pii",
                        "shop.customers", "ssn", Set.of("role:analyst"), Set.of("group:pii"),
                        row -> lastFour(row.get("ssn"))),
                new Mask("CREATE COLUMN MASK email_hash ON COLUMN shop.customers.email USING HASH TO ROLE marketing",
                        "shop.customers", "email", Set.of("role:marketing"), Set.of(), row -> hash(row.get("email"))),
                new Mask(
                        "CREATE COLUMN MASK no_balance ON COLUMN shop.customers.balance USING NULL TO ROLE analyst, USER carl EXCEPT GROUP pii",
                        "shop.customers", "balance", Set.of("role:analyst", "user:carl"), Set.of("group:pii"),
                        row -> null),
                new Mask("CREATE COLUMN MASK born_year ON COLUMN shop.customers.born USING DATE TO YEAR TO USER carl",
                        "shop.customers", "born", Set.of("user:carl"), Set.of(), row -> toYear(row.get("born"))),
                new Mask(
                        "CREATE COLUMN MASK no_note ON COLUMN shop.orders.note USING CONSTANT 'withheld' TO ROLE support, GROUP auditors",
                        "shop.orders", "note", Set.of("role:support", "group:auditors"), Set.of(), row -> "withheld"),
                new Mask(
                        "CREATE COLUMN MASK first_letter ON COLUMN shop.customers.name USING (concat(substr(name, 1, 1), '.')) TO GROUP auditors",
                        "shop.customers", "name", Set.of("group:auditors"), Set.of(),
                        row -> row.text("name").substring(0, 1) + "."),
                new Mask("CREATE COLUMN MASK no_ssn ON TAG pii = 'ssn' USING NULL TO ROLE hr", "shop.staff", "ssn",
                        Set.of("role:hr"), Set.of(), row -> null),
                new Mask(
                        "CREATE COLUMN MASK eu_amounts ON COLUMN shop.orders.amount USING (CASE WHEN day = '2026-01-03' THEN amount ELSE NULL END) TO USER gus",
                        "shop.orders", "amount", Set.of("user:gus"), Set.of(),
                        row -> row.text("day").equals("2026-01-03") ? row.get("amount") : null),
                new Mask(
                        "CREATE COLUMN MASK some_day ON COLUMN shop.orders.day USING CONSTANT 'some day' TO GROUP auditors",
                        "shop.orders", "day", Set.of("group:auditors"), Set.of(), row -> "some day"));
    }

    private static @Nullable Object lastFour(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        String text = value.toString();
        int hidden = text.length() <= 4 ? text.length() : text.length() - 4;
        return "*".repeat(hidden) + text.substring(hidden);
    }

    private static @Nullable Object toYear(@Nullable Object value) {
        return value == null ? null : ((LocalDate) value).withDayOfYear(1);
    }

    private static @Nullable Object hash(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(value.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<List<@Nullable Object>> customers() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int id = 1; id <= 24; id++) {
            rows.add(row(id, "customer" + id, id % 7 == 0 ? null : "mail-%02d@example.org".formatted(id),
                    "ssn-%03d-%04d".formatted(id * 37 % 900, 1000 + id * 13), List.of("eu", "us", "asia").get(id % 3),
                    id % 4 == 0, new BigDecimal(id * 1371 + ".25"), LocalDate.of(1950 + id, 1 + id % 12, 1 + id)));
        }
        return rows;
    }

    private static List<List<@Nullable Object>> orders() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int id = 1; id <= 36; id++) {
            rows.add(row(id, 1 + id * 5 % 24, List.of("eu", "us", "asia").get(id % 3), new BigDecimal(id * 91 + ".50"),
                    "note-of-%02d".formatted(id), "2026-01-0" + (1 + id % 4), id % 5 == 0 ? "gold" : "plain"));
        }
        return rows;
    }

    private static List<List<@Nullable Object>> visits() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int id = 1; id <= 20; id++) {
            rows.add(row(id, "code-%02d".formatted(id), 1 + id * 3 % 24, "10.7.%d.%d".formatted(id, id * 11),
                    "/page" + id % 6));
        }
        return rows;
    }

    private static List<List<@Nullable Object>> staff() {
        List<String> names = List.of("hal", "ida", "ulla", "vera", "walt", "xena", "yves", "zoe");
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int id = 1; id <= 8; id++) {
            rows.add(row(id, names.get(id - 1), List.of("it", "hr", "board", "sales").get(id % 4),
                    new BigDecimal(30_000 + id * 7_777 + ".00"), "staff-ssn-" + id * 101));
        }
        return rows;
    }

    private static List<List<@Nullable Object>> keys() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int id = 1; id <= 5; id++) {
            rows.add(row(id, "key-material-" + id * 999));
        }
        return rows;
    }

    private static List<@Nullable Object> row(@Nullable Object... values) {
        List<@Nullable Object> row = new ArrayList<>();
        for (Object value : values) {
            row.add(value);
        }
        return row;
    }
}

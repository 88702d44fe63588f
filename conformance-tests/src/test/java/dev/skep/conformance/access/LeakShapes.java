package dev.skep.conformance.access;

import java.util.List;

/**
 * The query shapes: each is run by every user over the tables, and by the administrator over tables that hold just what that user may see. To add
 * one, add a line; it names tables without their database, but those of the vault as {@code $vault.keyring}. A shape may begin with EXPLAIN or hold
 * statements separated by {@code ;;}, of which the last one's rows are compared.
 */
final class LeakShapes {
    private LeakShapes() {}

    static final List<String> QUERIES = List.of(
            // Plain reading.
            "SELECT * FROM customers", "SELECT * FROM orders", "SELECT * FROM visits", "SELECT * FROM staff",
            "SELECT * FROM v_orders", "SELECT * FROM v_staff", "SELECT * FROM $vault.keyring",
            "SELECT id, name, region FROM customers", "SELECT page, id FROM visits", "SELECT secret_code FROM visits",
            "SELECT ssn FROM customers", "SELECT c.email, c.ssn, c.balance, c.born FROM customers c",
            // Predicates on what is filtered, masked or hidden.
            "SELECT id FROM customers WHERE region = 'us'", "SELECT id FROM customers WHERE vip",
            "SELECT id FROM customers WHERE ssn LIKE 'ssn-%'", "SELECT id FROM customers WHERE balance > 10000",
            "SELECT id FROM customers WHERE balance IS NULL", "SELECT id FROM customers WHERE born < DATE '1960-06-01'",
            "SELECT id FROM customers WHERE born = date_trunc('year', born)",
            "SELECT id, email FROM customers WHERE email = 'mail-03@example.org'",
            "SELECT id FROM orders WHERE note <> 'withheld'", "SELECT id FROM orders WHERE day = '2026-01-01'",
            "SELECT id FROM orders WHERE tier = 'gold' AND day IN ('2026-01-02', '2026-01-03')",
            "SELECT id FROM orders WHERE amount BETWEEN 500 AND 1500 OR note = 'note-of-04'",
            "SELECT id FROM staff WHERE salary > 40000", "SELECT id FROM visits WHERE secret_code = 'code-07'",
            // Expressions that would throw on rows that are not shown.
            "SELECT id, 1 / (id - 4) FROM customers WHERE id <> 4", "SELECT 100 / (id - 7) FROM visits WHERE id > 7",
            "SELECT CAST(substr(ssn, 5, 3) AS integer) FROM customers WHERE vip",
            "SELECT id FROM customers WHERE CAST(substr(email, 6, 2) AS integer) > 2",
            "SELECT 1 / (CASE WHEN region = 'asia' THEN 0 ELSE 1 END) FROM customers",
            "SELECT sum(1 / (CASE WHEN day = '2026-01-01' THEN 0 ELSE 1 END)) FROM orders",
            "SELECT count(*) FROM customers WHERE 1 / (id % 4) >= 0", "SELECT id FROM visits WHERE 1 / (id - 7) < 5",
            "SELECT id FROM v_staff WHERE 1 / (id - 3) < 9", "SELECT id FROM orders WHERE 1 / ((id + 1) % 2) >= 0",
            // Aggregates, also those that footers or the catalog could answer.
            "SELECT count(*) FROM customers", "SELECT count(*), count(ssn), count(DISTINCT region) FROM customers",
            "SELECT min(ssn), max(ssn), min(born), max(balance) FROM customers",
            "SELECT min(day), max(day) FROM orders",
            "SELECT count(*), min(salary), max(salary) FROM staff", "SELECT min(id), max(id), count(*) FROM orders",
            "SELECT DISTINCT day FROM orders", "SELECT DISTINCT day, tier FROM orders",
            "SELECT region, count(*), sum(balance) FROM customers GROUP BY region",
            "SELECT note, count(*) FROM orders GROUP BY note HAVING count(*) > 1",
            "SELECT region, day, sum(amount) FROM orders GROUP BY ROLLUP (region, day)",
            "SELECT count(*) FILTER (WHERE vip), count(*) FROM customers",
            "SELECT approx_distinct(ssn), count(*) FROM customers",
            // Order, limits, windows.
            "SELECT id, amount FROM orders ORDER BY amount DESC, id LIMIT 5",
            "SELECT ssn FROM customers ORDER BY ssn LIMIT 3", "SELECT name FROM staff ORDER BY salary DESC LIMIT 1",
            "SELECT id, row_number() OVER (ORDER BY id) FROM customers",
            "SELECT id, sum(amount) OVER (PARTITION BY region ORDER BY id) FROM orders",
            "SELECT id, lag(note) OVER (ORDER BY id) FROM orders",
            // Joins, with what is masked or filtered on either side.
            "SELECT c.id, o.id FROM customers c JOIN orders o ON o.customer = c.id",
            "SELECT c.region, sum(o.amount) FROM customers c JOIN orders o ON o.customer = c.id GROUP BY c.region",
            "SELECT a.id, b.id FROM customers a JOIN customers b ON a.ssn = b.ssn",
            "SELECT c.id, v.page FROM visits v LEFT JOIN customers c ON v.customer = c.id",
            "SELECT o.id FROM orders o JOIN (VALUES ('note-of-03'), ('note-of-08'), ('withheld')) AS t (n) ON o.note = t.n",
            "SELECT c.id FROM customers c JOIN (VALUES 'eu', 'asia') AS t (r) ON c.region = t.r",
            "SELECT s.id FROM staff s FULL JOIN customers c ON s.id = c.id",
            "SELECT count(*) FROM customers CROSS JOIN staff",
            // Subqueries, set operations, common table expressions.
            "SELECT id FROM customers WHERE id IN (SELECT customer FROM orders WHERE tier = 'gold')",
            "SELECT id FROM customers c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer = c.id)",
            "SELECT id, (SELECT max(amount) FROM orders o WHERE o.customer = c.id) FROM customers c",
            "SELECT id FROM orders WHERE customer NOT IN (SELECT id FROM customers WHERE vip)",
            "SELECT (SELECT count(*) FROM customers), (SELECT min(page) FROM visits)",
            "SELECT id FROM customers UNION SELECT id FROM visits",
            "SELECT customer FROM orders INTERSECT SELECT id FROM customers",
            "SELECT id FROM customers EXCEPT SELECT customer FROM orders",
            "WITH big AS (SELECT * FROM orders WHERE amount > 1000) SELECT a.id, b.id FROM big a JOIN big b ON a.region = b.region AND a.id < b.id",
            "SELECT * FROM (SELECT region AS r, id FROM customers WHERE id > 3) t WHERE r <> 'us'",
            "SELECT id, day FROM v_orders WHERE day > '2026-01-01'", "SELECT dept, count(*) FROM v_staff GROUP BY dept",
            "SELECT v.name FROM v_staff v JOIN visits w ON v.id = w.id",
            // By way of other statements.
            "PREPARE p FROM SELECT id, ssn FROM customers WHERE id > ?;; EXECUTE p USING 5",
            "SELECT count(DISTINCT note), count(*) FROM orders WHERE id < 30");

    /** Statements whose text is searched for what the user may not see; it is not compared. */
    static final List<String> TELLING = List.of("EXPLAIN SELECT * FROM customers WHERE ssn > 'ssn-1'",
            "EXPLAIN SELECT * FROM orders WHERE note = 'x' AND day > '2026-01-02'", "EXPLAIN SELECT * FROM v_staff",
            "EXPLAIN SELECT * FROM shop.visits", "EXPLAIN ANALYZE SELECT id FROM shop.visits",
            "EXPLAIN ANALYZE SELECT count(*) FROM customers",
            "EXPLAIN ANALYZE SELECT day, count(*) FROM orders GROUP BY day",
            "DESCRIBE shop.customers", "DESCRIBE FORMATTED shop.customers", "DESCRIBE FORMATTED shop.customers ssn",
            "DESCRIBE FORMATTED shop.orders note",
            "DESCRIBE FORMATTED shop.orders PARTITION (day = '2026-01-01', tier = 'plain')",
            "DESCRIBE EXTENDED shop.staff", "SHOW CREATE TABLE shop.staff", "SHOW CREATE TABLE shop.customers",
            "SHOW CREATE VIEW shop.v_staff", "SHOW PARTITIONS shop.orders", "SHOW COLUMNS IN shop.visits",
            "SHOW TBLPROPERTIES shop.customers", "SHOW TABLES IN shop", "SHOW VIEWS IN shop", "SHOW TABLES IN vault",
            "SHOW DATABASES", "SHOW POLICIES", "SHOW GRANTS", "SHOW TAGS", "SHOW ROLES",
            "SELECT \"$path\", id FROM orders", "SELECT DISTINCT \"$path\" FROM customers",
            "SELECT CAST(ssn AS integer) FROM customers", "SELECT CAST(note AS integer) FROM orders",
            "SELECT secret FROM vault.keyring", "SELECT no_such_column FROM shop.staff",
            "SELECT salery FROM shop.staff",
            "SELECT * FROM vault.keyrin", "EXPLAIN ACCESS FOR USER root ON TABLE shop.staff",
            "ANALYZE TABLE shop.customers COMPUTE STATISTICS FOR COLUMNS", "SELECT * FROM sys.audit",
            "CREATE ROW FILTER probe ON TABLE shop.staff AS (1 / (salary - 37777) > 0)",
            "CREATE COLUMN MASK probe ON COLUMN shop.staff.salary USING NULL");
}

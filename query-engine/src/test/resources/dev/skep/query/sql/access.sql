-- ann takes what everyone has in a new store, and keeps the role admin.
GRANT ROLE admin TO USER ann;
REVOKE ALL ON CATALOG "*" FROM PUBLIC;
REVOKE ALL ON LOCATION '*' FROM PUBLIC;
CREATE DATABASE sales;
CREATE TABLE sales.orders (id int, email string, region string) STORED AS PARQUET;
INSERT INTO sales.orders VALUES (1, 'ann@example.org', 'EU'), (2, 'bob@example.org', 'US');
-- user: bob [groups: staff]
SELECT * FROM sales.orders;
SHOW GRANTS;
SHOW POLICIES;
CREATE ROLE mine;
GRANT SELECT ON sales.orders TO bob;
CREATE ROW FILTER f ON sales.orders AS (id = 1);
CREATE ROW FILTER f ON sales.orders AS (nothing = 1);
EXPLAIN ACCESS FOR USER ann ON sales.orders;
-- user: ann
GRANT SELECT ON sales.orders TO GROUP staff;
DENY SELECT ON COLUMN sales.orders.region TO GROUP staff;
-- user: bob [groups: staff]
SELECT * FROM sales.orders ORDER BY id;
SELECT region FROM sales.orders;
SHOW GRANTS;
INSERT INTO sales.orders VALUES (3, 'x', 'x');
-- Whether a column is there is not told to who may neither see it nor define policies.
CREATE ROW FILTER f ON sales.orders AS (region = 'EU');
CREATE ROW FILTER f ON sales.orders AS (nothing = 'EU');
CREATE COLUMN MASK m ON COLUMN sales.orders.region USING NULL;
CREATE COLUMN MASK m ON COLUMN sales.orders.nothing USING NULL;
-- user: ann
CREATE ROW FILTER eu ON sales.orders AS (region = 'EU' OR is_member_of('auditors'));
CREATE COLUMN MASK email ON COLUMN sales.orders.email USING LAST FOUR EXCEPT GROUP auditors;
SELECT * FROM sales.orders ORDER BY id;
-- user: bob [groups: staff]
SELECT * FROM sales.orders ORDER BY id;
SHOW POLICIES;
-- user: eve [groups: staff,auditors]
SELECT * FROM sales.orders ORDER BY id;
-- user: ann
ALTER TABLE sales.orders OWNER TO USER bob;
-- user: bob
GRANT SELECT ON sales.orders TO USER carl;
SHOW GRANTS ON sales.orders;
ALTER TABLE sales.orders SET OWNER USER ann;
-- user: carl
SELECT id FROM sales.orders;
SELECT is_member_of('public');
-- user: ann
CREATE VIEW sales.seen SECURITY DEFINER AS SELECT id FROM sales.orders;
SHOW CREATE VIEW sales.seen;
CREATE OR REPLACE VIEW sales.seen SECURITY INVOKER AS SELECT id FROM sales.orders;
SHOW CREATE VIEW sales.seen;
ALTER DATABASE sales SET OWNER ROLE admin;
ALTER DATABASE sales OWNER TO bob;
CREATE POLICY TEST hides_region AS USER bob IN GROUP staff EXPECT SELECT ON COLUMN sales.orders.region DENIED;
CREATE POLICY TEST region AS USER dan IN GROUP staff EXPECT QUERY 'SELECT region FROM sales.orders' DENIED;
CREATE POLICY TEST email AS USER dan IN GROUP staff EXPECT QUERY 'SELECT email FROM sales.orders' VALUE '***********.org';
CREATE POLICY TEST nothing AS USER zoe EXPECT QUERY 'SELECT count(*) FROM sales.orders' DENIED;
RUN POLICY TESTS;

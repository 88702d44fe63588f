-- ann takes what everyone has in a new store, and keeps the role admin.
GRANT ROLE admin TO USER ann;
REVOKE ALL ON CATALOG "*" FROM PUBLIC;
REVOKE ALL ON LOCATION '*' FROM PUBLIC;
CREATE DATABASE sales;
CREATE TABLE sales.orders (id int, email string, region string) STORED AS PARQUET;
INSERT INTO sales.orders VALUES (1, 'ann@example.org', 'EU'), (2, 'bob@example.org', 'US');
-- user: bob [groups: staff]
SELECT * FROM sales.orders;
--! line 1:15: Table or database 'sales' does not exist
SHOW GRANTS;
SHOW POLICIES;
CREATE ROLE mine;
--! Cannot create role mine: user 'bob' has no MANAGE on all catalogs
GRANT SELECT ON sales.orders TO bob;
--! Cannot find table sales.orders: it does not exist
CREATE ROW FILTER f ON sales.orders AS (id = 1);
--! Cannot find table sales.orders: it does not exist
CREATE ROW FILTER f ON sales.orders AS (nothing = 1);
--! Cannot find table sales.orders: it does not exist
EXPLAIN ACCESS FOR USER ann ON sales.orders;
--! Cannot find table sales.orders: it does not exist
-- user: ann
GRANT SELECT ON sales.orders TO GROUP staff;
DENY SELECT ON COLUMN sales.orders.region TO GROUP staff;
-- user: bob [groups: staff]
SELECT * FROM sales.orders ORDER BY id;
--| 1|ann@example.org
--| 2|bob@example.org
SELECT region FROM sales.orders;
--! line 1:8: Column 'region' does not exist
SHOW GRANTS;
--| TABLE "sales"."orders"|GROUP "staff"|SELECT|ALLOW|false||ann|(time)|grant-(n)
INSERT INTO sales.orders VALUES (3, 'x', 'x');
--! Cannot insert table sales.orders: not allowed, INSERT is not granted
-- Whether a column is there is not told to who may neither see it nor define policies.
CREATE ROW FILTER f ON sales.orders AS (region = 'EU');
--! Cannot define policies on table sales.orders: user 'bob' has no MANAGE on table sales.orders
CREATE ROW FILTER f ON sales.orders AS (nothing = 'EU');
--! Cannot define policies on table sales.orders: user 'bob' has no MANAGE on table sales.orders
CREATE COLUMN MASK m ON COLUMN sales.orders.region USING NULL;
--! Cannot find column 'region' of table sales.orders: it does not exist
CREATE COLUMN MASK m ON COLUMN sales.orders.nothing USING NULL;
--! Cannot find column 'nothing' of table sales.orders: it does not exist
-- user: ann
CREATE ROW FILTER eu ON sales.orders AS (region = 'EU' OR is_member_of('auditors'));
CREATE COLUMN MASK email ON COLUMN sales.orders.email USING LAST FOUR EXCEPT GROUP auditors;
SELECT * FROM sales.orders ORDER BY id;
--| 1|***********.org|EU
-- user: bob [groups: staff]
SELECT * FROM sales.orders ORDER BY id;
--| 1|***********.org
SHOW POLICIES;
--| grant-(n)|GRANT|GRANT SELECT ON TABLE "sales"."orders" TO GROUP "staff"
-- user: eve [groups: staff,auditors]
SELECT * FROM sales.orders ORDER BY id;
--| 1|ann@example.org
--| 2|bob@example.org
-- user: ann
ALTER TABLE sales.orders OWNER TO USER bob;
-- user: bob
GRANT SELECT ON sales.orders TO USER carl;
SHOW GRANTS ON sales.orders;
--| TABLE "sales"."orders"|GROUP "staff"|SELECT|ALLOW|false||ann|(time)|grant-(n)
--| COLUMN "sales"."orders"."region"|GROUP "staff"|SELECT|DENY|false||ann|(time)|deny-(n)
--| TABLE "sales"."orders"|USER "carl"|SELECT|ALLOW|false||bob|(time)|grant-(n)
ALTER TABLE sales.orders SET OWNER USER ann;
-- user: carl
SELECT id FROM sales.orders;
--| 1
SELECT is_member_of('public');
--| true
-- user: ann
CREATE VIEW sales.seen SECURITY DEFINER AS SELECT id FROM sales.orders;
SHOW CREATE VIEW sales.seen;
--| CREATE VIEW `sales`.`seen` SECURITY DEFINER AS
--| SELECT id FROM sales.orders
CREATE OR REPLACE VIEW sales.seen SECURITY INVOKER AS SELECT id FROM sales.orders;
SHOW CREATE VIEW sales.seen;
--| CREATE VIEW `sales`.`seen` SECURITY INVOKER AS
--| SELECT id FROM sales.orders
ALTER DATABASE sales SET OWNER ROLE admin;
ALTER DATABASE sales OWNER TO bob;
CREATE POLICY TEST hides_region AS USER bob IN GROUP staff EXPECT SELECT ON COLUMN sales.orders.region DENIED;
CREATE POLICY TEST region AS USER dan IN GROUP staff EXPECT QUERY 'SELECT region FROM sales.orders' DENIED;
CREATE POLICY TEST email AS USER dan IN GROUP staff EXPECT QUERY 'SELECT email FROM sales.orders' VALUE '***********.org';
CREATE POLICY TEST nothing AS USER zoe EXPECT QUERY 'SELECT count(*) FROM sales.orders' DENIED;
RUN POLICY TESTS;
--| email|dan|PASSED|
--| hides_region|bob|PASSED|
--| nothing|zoe|PASSED|
--| region|dan|PASSED|

CREATE DATABASE sales;
CREATE TABLE sales.orders (id int, email string) STORED AS PARQUET;
INSERT INTO sales.orders VALUES (1, 'a@x'), (2, 'b@x');
USE sales;
CREATE POLICY TEST counts AS USER bob EXPECT QUERY 'SELECT count(*) FROM orders' VALUE '2';
CREATE POLICY TEST miscounts AS USER bob EXPECT QUERY 'SELECT count(*) FROM orders' VALUE '3';
CREATE POLICY TEST in_groups AS USER bob IN GROUP a, "B c" EXPECT QUERY 'SELECT is_member_of(''B c'')' VALUE 'true';
CREATE POLICY TEST user_name AS USER Bob EXPECT QUERY 'SELECT current_user' VALUE 'Bob';
CREATE POLICY TEST typo AS USER bob EXPECT QUERY 'SELECT nothing FROM orders' DENIED;
CREATE POLICY TEST two_rows AS USER bob EXPECT QUERY 'SELECT id FROM orders' VALUE '1';
CREATE POLICY TEST not_denied AS USER bob EXPECT QUERY 'SELECT id FROM orders' DENIED;
CREATE POLICY TEST may_read AS USER bob EXPECT SELECT ON orders ALLOWED;
CREATE POLICY TEST may_read AS USER bob EXPECT SELECT ON orders ALLOWED;
--! Cannot create policy test 'may_read': it exists
CREATE OR REPLACE POLICY TEST may_read AS USER bob EXPECT SELECT ON orders DENIED;
CREATE POLICY TEST may_read_email AS USER bob EXPECT SELECT ON COLUMN orders.email DENIED;
CREATE POLICY TEST bad AS USER bob EXPECT SELECT ON "o*" DENIED;
--! Cannot define policy test bad: TABLE "sales"."o*" is not one object
CREATE POLICY TEST bad AS USER bob EXPECT READ ON orders DENIED;
--! line 1:43: Cannot expect READ on a table
SHOW POLICY TESTS;
--| counts|bob|CREATE POLICY TEST "counts" AS USER "bob" EXPECT QUERY 'SELECT count(*) FROM `sales`.orders' VALUE '2'
--| in_groups|bob|CREATE POLICY TEST "in_groups" AS USER "bob" IN GROUP "B c", "a" EXPECT QUERY 'SELECT is_member_of(''B c'')' VALUE 'true'
--| may_read|bob|CREATE POLICY TEST "may_read" AS USER "bob" EXPECT SELECT ON TABLE "sales"."orders" DENIED
--| may_read_email|bob|CREATE POLICY TEST "may_read_email" AS USER "bob" EXPECT SELECT ON COLUMN "sales"."orders"."email" DENIED
--| miscounts|bob|CREATE POLICY TEST "miscounts" AS USER "bob" EXPECT QUERY 'SELECT count(*) FROM `sales`.orders' VALUE '3'
--| not_denied|bob|CREATE POLICY TEST "not_denied" AS USER "bob" EXPECT QUERY 'SELECT id FROM `sales`.orders' DENIED
--| two_rows|bob|CREATE POLICY TEST "two_rows" AS USER "bob" EXPECT QUERY 'SELECT id FROM `sales`.orders' VALUE '1'
--| typo|bob|CREATE POLICY TEST "typo" AS USER "bob" EXPECT QUERY 'SELECT nothing FROM `sales`.orders' DENIED
--| user_name|Bob|CREATE POLICY TEST "user_name" AS USER "Bob" EXPECT QUERY 'SELECT current_user' VALUE 'Bob'
RUN POLICY TESTS;
--| counts|bob|PASSED|
--| in_groups|bob|PASSED|
--| may_read|bob|FAILED|SELECT on TABLE "sales"."orders" is allowed: ALLOWED by grant-(n) for role public (grant-(n))
--| may_read_email|bob|FAILED|SELECT on COLUMN "sales"."orders"."email" is allowed: the column is among those given
--| miscounts|bob|FAILED|the query gives '2', expected is '3'
--| not_denied|bob|FAILED|the query is allowed
--| two_rows|bob|FAILED|the query gives more than one row
--| typo|bob|FAILED|the query fails for you too: line 1:8: Column 'nothing' does not exist
--| user_name|Bob|PASSED|
DENY SELECT ON COLUMN orders.email TO bob;
USE default;
RUN POLICY TESTS LIKE 'may_read*';
--| may_read|bob|FAILED|SELECT on TABLE "sales"."orders" is allowed: ALLOWED by grant-(n) for role public (grant-(n))
--| may_read_email|bob|PASSED|
DROP POLICY TEST may_read;
DROP POLICY TEST may_read;
--! Cannot drop policy test 'may_read': it does not exist
DROP POLICY TEST IF EXISTS may_read;
RUN POLICY TESTS LIKE 'may_read*';
--| may_read_email|bob|PASSED|
-- What someone may do, and why.
CREATE ROW FILTER small ON sales.orders AS (id < 2) EXCEPT GROUP "B c";
EXPLAIN ACCESS FOR USER bob ON sales.orders;
--| DESCRIBE|ALLOWED|grant-(n)|ALLOWED by grant-(n) for role public
--| SELECT|ALLOWED|grant-(n)|ALLOWED by grant-(n) for role public
--| INSERT|ALLOWED|grant-(n)|ALLOWED by grant-(n) for role public
--| DELETE|ALLOWED|grant-(n)|ALLOWED by grant-(n) for role public
--| ALTER|ALLOWED|grant-(n)|ALLOWED by grant-(n) for role public
--| DROP|ALLOWED|grant-(n)|ALLOWED by grant-(n) for role public
--| ANALYZE|ALLOWED|grant-(n)|ALLOWED by grant-(n) for role public
--| MANAGE|ALLOWED|grant-(n)|ALLOWED by grant-(n) for role public
--| TRUST|DENIED||TRUST is not granted
--| COLUMN id|VISIBLE||the values themselves
--| COLUMN email|HIDDEN|deny-(n)|DENIED by deny-(n) for user bob
--| ROW FILTER small|APPLIED|small|only rows where id < 2
EXPLAIN ACCESS FOR USER eve IN GROUP "B c" FROM ADDRESS '10.0.0.1' ON TABLE sales.orders;
--| DESCRIBE|ALLOWED|grant-(n)|ALLOWED by grant-(n) for role public
--| SELECT|ALLOWED|grant-(n)|ALLOWED by grant-(n) for role public
--| INSERT|ALLOWED|grant-(n)|ALLOWED by grant-(n) for role public
--| DELETE|ALLOWED|grant-(n)|ALLOWED by grant-(n) for role public
--| ALTER|ALLOWED|grant-(n)|ALLOWED by grant-(n) for role public
--| DROP|ALLOWED|grant-(n)|ALLOWED by grant-(n) for role public
--| ANALYZE|ALLOWED|grant-(n)|ALLOWED by grant-(n) for role public
--| MANAGE|ALLOWED|grant-(n)|ALLOWED by grant-(n) for role public
--| TRUST|DENIED||TRUST is not granted
--| COLUMN id|VISIBLE||the values themselves
--| COLUMN email|VISIBLE||the values themselves

SHOW GRANTS;
--| CATALOG "*"|ROLE "public"|ALL|ALLOW|true||skep|(time)|grant-(n)
--| LOCATION '*'|ROLE "public"|ALL|ALLOW|true||skep|(time)|grant-(n)
CREATE DATABASE sales;
CREATE TABLE sales.orders (id int, email string, region string) STORED AS PARQUET;
CREATE ROLE clerk;
GRANT SELECT, INSERT ON sales.orders TO USER bob WITH GRANT OPTION;
GRANT SELECT (id, region) ON sales.orders TO GROUP "Big Staff";
GRANT ALL ON DATABASE sales TO ROLE clerk WHEN SOURCE ADDRESS IN ('10.0.0.0/8') AND TIME BETWEEN '08:00' AND '18:00';
GRANT CREATE ON SCHEMA "sales*" TO bob WHEN DATE UNTIL '2020-01-01T00:00:00Z' AND CLIENT IN ('http', 'sql');
GRANT READ ON LOCATION 's3://bucket/x/' TO bob;
GRANT SELECT ON TAG pii = 'no' TO PUBLIC;
GRANT TRUST ON CATALOG hive TO USER spark;
DENY SELECT ON COLUMN sales.orders.email TO PUBLIC;
SHOW GRANTS ON sales.orders;
--| CATALOG "*"|ROLE "public"|ALL|ALLOW|true||skep|(time)|grant-(n)
--| TABLE "sales"."orders"|USER "bob"|SELECT, INSERT|ALLOW|true||ann|(time)|grant-(n)
--| COLUMN "sales"."orders"."id"|GROUP "Big Staff"|SELECT|ALLOW|false||ann|(time)|grant-(n)
--| COLUMN "sales"."orders"."region"|GROUP "Big Staff"|SELECT|ALLOW|false||ann|(time)|grant-(n)
--| DATABASE "sales"|ROLE "clerk"|ALL|ALLOW|false|SOURCE ADDRESS IN ('10.0.0.0/8') AND TIME BETWEEN '08:00' AND '18:00' AT TIME ZONE 'UTC'|ann|(time)|grant-(n)
--| DATABASE "sales*"|USER "bob"|CREATE|ALLOW|false|DATE UNTIL '2020-01-01T00:00:00Z' AND CLIENT IN ('sql', 'http')|ann|(time)|grant-(n)
--| CATALOG "hive"|USER "spark"|TRUST|ALLOW|false||ann|(time)|grant-(n)
--| COLUMN "sales"."orders"."email"|ROLE "public"|SELECT|DENY|false||ann|(time)|deny-(n)
SHOW GRANT USER bob ON ALL;
--| TABLE "sales"."orders"|USER "bob"|SELECT, INSERT|ALLOW|true||ann|(time)|grant-(n)
--| DATABASE "sales*"|USER "bob"|CREATE|ALLOW|false|DATE UNTIL '2020-01-01T00:00:00Z' AND CLIENT IN ('sql', 'http')|ann|(time)|grant-(n)
--| LOCATION 's3://bucket/x'|USER "bob"|READ|ALLOW|false||ann|(time)|grant-(n)
SHOW GRANT GROUP "Big Staff" ON TABLE sales.orders;
--| COLUMN "sales"."orders"."id"|GROUP "Big Staff"|SELECT|ALLOW|false||ann|(time)|grant-(n)
--| COLUMN "sales"."orders"."region"|GROUP "Big Staff"|SELECT|ALLOW|false||ann|(time)|grant-(n)
SHOW GRANTS ON LOCATION 's3://bucket/x/y' FOR bob;
--| LOCATION 's3://bucket/x'|USER "bob"|READ|ALLOW|false||ann|(time)|grant-(n)
SHOW POLICIES ON COLUMN sales.orders.email;
--| grant-(n)|GRANT|GRANT ALL ON CATALOG "*" TO ROLE "public" WITH GRANT OPTION
--| grant-(n)|GRANT|GRANT SELECT, INSERT ON TABLE "sales"."orders" TO USER "bob" WITH GRANT OPTION
--| grant-(n)|GRANT|GRANT ALL ON DATABASE "sales" TO ROLE "clerk" WHEN SOURCE ADDRESS IN ('10.0.0.0/8') AND TIME BETWEEN '08:00' AND '18:00' AT TIME ZONE 'UTC'
--| grant-(n)|GRANT|GRANT CREATE ON DATABASE "sales*" TO USER "bob" WHEN DATE UNTIL '2020-01-01T00:00:00Z' AND CLIENT IN ('sql', 'http')
--| grant-(n)|GRANT|GRANT TRUST ON CATALOG "hive" TO USER "spark"
--| deny-(n)|DENY|DENY SELECT ON COLUMN "sales"."orders"."email" TO ROLE "public"
-- What is refused, and what would have been understood.
GRANT UPDATE ON sales.orders TO bob;
--! line 1:7: Unknown privilege UPDATE (expected ALL, DESCRIBE, SELECT, INSERT, DELETE, CREATE, ALTER, DROP, ANALYZE, EXECUTE, READ, WRITE, MANAGE, TRUST)
GRANT CREATE ON sales.orders TO bob;
--! line 1:7: Cannot grant CREATE on a table: it takes DESCRIBE, SELECT, INSERT, DELETE, ALTER, DROP, ANALYZE, MANAGE, TRUST
GRANT EXECUTE (id) ON sales.orders TO bob;
--! line 1:7: Cannot grant EXECUTE on a column: it takes DESCRIBE, SELECT
GRANT SELECT (id) ON DATABASE sales TO bob;
--! line 1:7: Cannot limit select to columns on a database: only a table has columns
GRANT SELECT (nothing) ON sales.orders TO bob;
--! Cannot find column 'nothing' of sales.orders: it does not exist
GRANT SELECT ON sales.nothing TO bob;
--! Cannot find table sales.nothing: it does not exist
GRANT SELECT ON DATABASE nothing TO bob;
--! Cannot find database nothing: it does not exist
GRANT SELECT ON sales.orders TO ROLE nobody;
--! Cannot find role nobody: it does not exist
GRANT SELECT ON COLUMN orders TO bob;
--! line 1:24: Invalid column: 'orders' (expected table.column)
GRANT READ ON LOCATION 'bucket' TO bob;
--! Invalid location: 'bucket' (expected scheme://authority/path)
DENY SELECT ON sales.orders TO bob WITH GRANT OPTION;
--! line 1:36: mismatched input 'WITH'. Expected: ',', ';', WHEN, the end of the text
-- Taking away.
REVOKE GRANT OPTION FOR INSERT ON sales.orders FROM bob;
SHOW GRANTS ON TABLE sales.orders FOR bob;
--| TABLE "sales"."orders"|USER "bob"|SELECT|ALLOW|true||ann|(time)|grant-(n)
--| DATABASE "sales*"|USER "bob"|CREATE|ALLOW|false|DATE UNTIL '2020-01-01T00:00:00Z' AND CLIENT IN ('sql', 'http')|ann|(time)|grant-(n)
--| TABLE "sales"."orders"|USER "bob"|INSERT|ALLOW|false||ann|(time)|grant-(n)
REVOKE ALL ON sales.orders FROM bob;
REVOKE ALL ON sales.orders FROM bob;
--! Cannot revoke DESCRIBE, SELECT, INSERT, DELETE, CREATE, ALTER, DROP, ANALYZE, EXECUTE, READ, WRITE, MANAGE, TRUST on table sales.orders from user bob: it was not granted
REVOKE DENY SELECT ON COLUMN sales.orders.email FROM PUBLIC;
SHOW GRANTS ON TABLE sales.orders FOR bob;
--| DATABASE "sales*"|USER "bob"|CREATE|ALLOW|false|DATE UNTIL '2020-01-01T00:00:00Z' AND CLIENT IN ('sql', 'http')|ann|(time)|grant-(n)
SHOW GRANTS ON COLUMN sales.orders.email FOR PUBLIC;
--| CATALOG "*"|ROLE "public"|ALL|ALLOW|true||skep|(time)|grant-(n)

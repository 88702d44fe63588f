CREATE DATABASE sales;
CREATE TABLE sales.orders (id int, email string, region string, day date, price decimal(10,2)) STORED AS PARQUET;
CREATE ROLE auditor;
CREATE ROW FILTER eu ON TABLE sales.orders AS (region = 'EU' OR is_member_of('auditor')) EXCEPT ROLE auditor;
CREATE ROW FILTER eu ON TABLE sales.orders AS (region = 'EU');
--! Cannot create row filter 'eu': it exists
CREATE OR REPLACE ROW FILTER eu ON TABLE sales.orders AS (orders.region = 'EU' AND current_user <> 'x''y') TO USER bob, GROUP "Big Staff" EXCEPT ROLE auditor;
CREATE COLUMN MASK email ON COLUMN sales.orders.email USING LAST FOUR;
CREATE COLUMN MASK price ON COLUMN sales.orders.price USING (floor(price)) EXCEPT ann;
CREATE COLUMN MASK day ON COLUMN sales.orders.day USING DATE TO YEAR TO PUBLIC;
CREATE COLUMN MASK region ON COLUMN sales.orders.region USING CONSTANT 'it''s';
CREATE COLUMN MASK pii ON TAG pii = 'yes' USING HASH;
CREATE ROW FILTER tagged ON TAG pii = 'yes' AS (id > 0);
SHOW POLICIES ON TABLE sales.orders;
--| grant-(n)|GRANT|GRANT ALL ON CATALOG "*" TO ROLE "public" WITH GRANT OPTION
--| eu|ROW FILTER|CREATE ROW FILTER "eu" ON TABLE "sales"."orders" AS (orders.region = 'EU' AND current_user <> 'x''y') TO USER "bob", GROUP "Big Staff" EXCEPT ROLE "auditor"
--| email|COLUMN MASK|CREATE COLUMN MASK "email" ON COLUMN "sales"."orders"."email" USING LAST FOUR
--| price|COLUMN MASK|CREATE COLUMN MASK "price" ON COLUMN "sales"."orders"."price" USING (floor(price)) EXCEPT USER "ann"
--| day|COLUMN MASK|CREATE COLUMN MASK "day" ON COLUMN "sales"."orders"."day" USING DATE TO YEAR TO ROLE "public"
--| region|COLUMN MASK|CREATE COLUMN MASK "region" ON COLUMN "sales"."orders"."region" USING CONSTANT 'it''s'
SET TAG pii = 'yes' ON DATABASE sales;
SET TAG pii = 'no' ON COLUMN sales.orders.id;
SET TAG pii = 'no' ON TABLE "sales"."o*";
--! Cannot change tag pii on TABLE "sales"."o*": tags are on one database, table or column
SET TAG pii = 'no' ON sales.nothing;
--! Cannot find table sales.nothing: it does not exist
SHOW TAGS;
--| COLUMN "sales"."orders"."id"|pii|no
--| DATABASE "sales"|pii|yes
SHOW TAGS ON COLUMN sales.orders.day;
--| DATABASE "sales"|pii|yes
SHOW POLICIES ON COLUMN sales.orders.email;
--| grant-(n)|GRANT|GRANT ALL ON CATALOG "*" TO ROLE "public" WITH GRANT OPTION
--| eu|ROW FILTER|CREATE ROW FILTER "eu" ON TABLE "sales"."orders" AS (orders.region = 'EU' AND current_user <> 'x''y') TO USER "bob", GROUP "Big Staff" EXCEPT ROLE "auditor"
--| email|COLUMN MASK|CREATE COLUMN MASK "email" ON COLUMN "sales"."orders"."email" USING LAST FOUR
--| pii|COLUMN MASK|CREATE COLUMN MASK "pii" ON TAG "pii" = 'yes' USING HASH
--| tagged|ROW FILTER|CREATE ROW FILTER "tagged" ON TAG "pii" = 'yes' AS (id > 0)
SHOW POLICIES ON COLUMN sales.orders.id;
--| grant-(n)|GRANT|GRANT ALL ON CATALOG "*" TO ROLE "public" WITH GRANT OPTION
--| eu|ROW FILTER|CREATE ROW FILTER "eu" ON TABLE "sales"."orders" AS (orders.region = 'EU' AND current_user <> 'x''y') TO USER "bob", GROUP "Big Staff" EXCEPT ROLE "auditor"
UNSET TAG pii ON DATABASE sales;
UNSET TAG pii ON DATABASE sales;
--! Cannot take tag pii from database sales: it does not have it
-- Expressions are checked when they are defined.
CREATE ROW FILTER bad ON sales.orders AS (region);
--! Cannot define row filter bad: its condition is of type varchar, not boolean
CREATE ROW FILTER bad ON sales.orders AS (regoin = 'EU');
--! Cannot define row filter bad: Column 'regoin' does not exist
CREATE ROW FILTER bad ON sales.orders AS (id IN (SELECT 1));
--! Cannot define row filter bad: it has a subquery; policies may use the columns of their own row only
CREATE ROW FILTER bad ON sales.orders AS (EXISTS (SELECT 1));
--! Cannot define row filter bad: it has a subquery; policies may use the columns of their own row only
CREATE ROW FILTER bad ON sales.orders AS (count(*) > 1);
--! Cannot define row filter bad: count is an aggregate; policies may use the columns of their own row only
CREATE ROW FILTER bad ON sales.orders AS (row_number() OVER (ORDER BY id) = 1);
--! Cannot define row filter bad: it has a window function; policies may use the columns of their own row only
CREATE ROW FILTER bad ON sales.orders AS (id = ?);
--! Cannot run the statement: it has 1 parameters, but 0 values are given
CREATE ROW FILTER bad ON sales.orders AS (is_member_of(region));
--! Cannot define row filter bad: is_member_of takes the name of a group or role as a text
CREATE ROW FILTER bad ON TAG pii = 'yes' AS (lenght(x) > 1);
--! Cannot define row filter bad: function lenght does not exist; did you mean length?
CREATE ROW FILTER bad ON "sales"."*" AS (max(id) = 1);
--! Cannot define row filter bad: max is an aggregate; policies may use the columns of their own row only
CREATE ROW FILTER bad ON DATABASE sales AS (true);
--! Cannot define row filter bad on a database: only on a table or a tag
CREATE ROW FILTER bad ON sales.nothing AS (true);
--! Cannot find table sales.nothing: it does not exist
CREATE COLUMN MASK bad ON COLUMN sales.orders.id USING LAST FOUR;
--! Cannot define column mask bad: LAST FOUR is for columns of type text, the column is of type integer
CREATE COLUMN MASK bad ON COLUMN sales.orders.id USING DATE TO YEAR;
--! Cannot define column mask bad: DATE TO YEAR is for columns of type date or timestamp, the column is of type integer
CREATE COLUMN MASK bad ON COLUMN sales.orders.id USING CONSTANT 'x';
--! Cannot define column mask bad: its value is of type varchar, the column of type integer; cast it
CREATE COLUMN MASK bad ON COLUMN sales.orders.id USING (email);
--! Cannot define column mask bad: its value is of type varchar, the column of type integer; cast it
CREATE COLUMN MASK bad ON COLUMN sales.orders.nothing USING NULL;
--! Cannot find column 'nothing' of table sales.orders: it does not exist
CREATE COLUMN MASK bad ON TABLE sales.orders USING NULL;
--! Cannot define column mask bad on a table: only on a column or a tag
DROP ROW FILTER eu;
DROP ROW FILTER eu;
--! Cannot drop row filter 'eu': it does not exist
DROP ROW FILTER IF EXISTS eu;
DROP COLUMN MASK email;
DROP COLUMN MASK IF EXISTS email;
DROP COLUMN MASK email;
--! Cannot drop column mask 'email': it does not exist
SHOW POLICIES ON TABLE sales.orders;
--| grant-(n)|GRANT|GRANT ALL ON CATALOG "*" TO ROLE "public" WITH GRANT OPTION
--| price|COLUMN MASK|CREATE COLUMN MASK "price" ON COLUMN "sales"."orders"."price" USING (floor(price)) EXCEPT USER "ann"
--| day|COLUMN MASK|CREATE COLUMN MASK "day" ON COLUMN "sales"."orders"."day" USING DATE TO YEAR TO ROLE "public"
--| region|COLUMN MASK|CREATE COLUMN MASK "region" ON COLUMN "sales"."orders"."region" USING CONSTANT 'it''s'

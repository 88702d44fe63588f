CREATE DATABASE other;
CREATE TABLE other.base (a int, b string) STORED AS PARQUET;
INSERT INTO other.base VALUES (1, 'p'), (2, 'q');
USE other;
CREATE OR REPLACE VIEW seen (aa, bb) AS SELECT a + 1, b FROM base;
USE default;
SELECT bb FROM other.seen WHERE aa = 3;
--| q
CREATE TABLE parts (id bigint) PARTITIONED BY (day date, kind string) STORED AS ORC;
INSERT INTO parts PARTITION (day = '2026-01-01', kind) VALUES (1, 'a'), (2, 'b');
INSERT INTO parts SELECT 3, DATE '2026-01-02', 'a/b';
INSERT INTO parts PARTITION (day = '2026-01-03', kind = NULL) SELECT 4;
SHOW PARTITIONS parts;
--| day=2026-01-01/kind=a
--| day=2026-01-01/kind=b
--| day=2026-01-02/kind=a%2Fb
--| day=2026-01-03/kind=__HIVE_DEFAULT_PARTITION__
SELECT id, kind FROM parts WHERE day >= DATE '2026-01-02' ORDER BY id;
--| 3|a/b
--| 4|null
SELECT id FROM parts WHERE kind LIKE 'a%' ORDER BY id;
--| 1
--| 3
SELECT id FROM parts WHERE kind NOT LIKE 'a%' ORDER BY id;
--| 2
SELECT id FROM parts WHERE kind LIKE '_' ORDER BY id;
--| 1
--| 2
SELECT id FROM parts WHERE kind LIKE 'a!/b' ESCAPE '!' ORDER BY id;
--! Invalid pattern of LIKE: the escape must be followed by '%', '_' or itself
SELECT id FROM parts WHERE kind LIKE 'A%' ORDER BY id;
SELECT id FROM parts WHERE kind LIKE '%/%' OR kind IS NULL ORDER BY id;
--| 3
--| 4
INSERT OVERWRITE TABLE parts SELECT 9, DATE '2026-01-01', 'a';
SELECT id FROM parts WHERE day = DATE '2026-01-01' ORDER BY id;
--| 2
--| 9
ALTER TABLE parts DROP PARTITION (day < '2026-01-03');
SELECT id FROM parts;
--| 4
CREATE TABLE made WITH (format = 'ORC', partitioned_by = ARRAY['k']) AS SELECT 1 AS a, 'x' AS k;
SELECT * FROM made;
--| 1|x
SHOW PARTITIONS made;
--| k=x
CREATE TABLE nested (m map<string,int>, l array<struct<x:int,y:string>>) STORED AS PARQUET;
INSERT INTO nested SELECT map(ARRAY['a'], ARRAY[1]), ARRAY[CAST(ROW(1, 'p') AS ROW(x integer, y varchar))];
SELECT m['a'], l[1].y, cardinality(l), m FROM nested;
--| 1|p|1|{a=1}
SELECT * FROM default.made;
--| 1|x
SELECT element_at(m, 'b') FROM nested;
--| null
CREATE TABLE months (id bigint) PARTITIONED BY (month string) STORED AS PARQUET;
INSERT INTO months VALUES (1, '1996-12'), (2, '1997-01'), (3, '1997-02'), (4, '1997\02'), (5, '1997%'), (6, NULL);
EXPLAIN SELECT id FROM months WHERE month LIKE '1997-%';
--| - Scan [table default.months, partitions 2 of 6, parquet] => (id)  {rows: 2}
SELECT id FROM months WHERE month LIKE '1997-%' ORDER BY id;
--| 2
--| 3
SELECT id FROM months WHERE month NOT LIKE '1997%' ORDER BY id;
--| 1
SELECT id FROM months WHERE month LIKE '1997!%' ESCAPE '!' ORDER BY id;
--| 5
SELECT id FROM months WHERE month LIKE '1997\02' ORDER BY id;
--| 4
SELECT id FROM months WHERE month LIKE '1997\%' ESCAPE '\' ORDER BY id;
--| 5
CREATE TABLE counted (a int, b string) STORED AS PARQUET;
INSERT INTO counted VALUES (1, 'a'), (1, 'b'), (1, 'c'), (2, 'd'), (2, 'e'), (2, 'f'), (2, 'g'), (2, 'h');
EXPLAIN SELECT b FROM counted WHERE a = 1;
--| - Project [b]  {rows: 4}
--|   - Scan [table default.counted, parquet, skips by a, filter a = 1] => (a, b)  {rows: 4}
ANALYZE TABLE counted COMPUTE STATISTICS FOR COLUMNS;
EXPLAIN SELECT b FROM counted WHERE a = 1;
--| - Project [b]  {rows: 4}
--|   - Scan [table default.counted, parquet, skips by a, filter a = 1] => (a, b)  {rows: 4}
SELECT u.x, u.y FROM nested CROSS JOIN UNNEST(l) AS u (x, y);
--| 1|p

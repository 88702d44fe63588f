-- Fields of structs, by column and by table.
CREATE TABLE t (id int, s struct<a:int, b:struct<c:string, d:array<int>>>, a string) STORED AS PARQUET;
INSERT INTO t VALUES (1, ROW(10, ROW('x', ARRAY[1, 2])), 'one'), (2, ROW(20, ROW('y', ARRAY[3])), 'two'), (3, NULL, NULL);
SELECT s.a FROM t ORDER BY id;
--| 10
--| 20
--| null
SELECT t.s.a, t.a FROM t ORDER BY id;
--| 10|one
--| 20|two
--| null|null
SELECT s.b.c, t.s.b.c, x.s.b.c FROM t AS x ORDER BY id;
--! line 1:15: Column 't' does not exist
SELECT s.b.c, x.s.b.c FROM t AS x ORDER BY id;
--| x|x
--| y|y
--| null|null
SELECT s.b.d[1] FROM t WHERE s.a >= 10 ORDER BY s.a DESC;
--| 3
--| 1
SELECT s.a, count(*) FROM t GROUP BY s.a ORDER BY s.a;
--| 10|1
--| 20|1
--| null|1
SELECT e FROM t CROSS JOIN UNNEST(s.b.d) AS u (e) ORDER BY e;
--| 1
--| 2
--| 3
SELECT a FROM (SELECT s.a FROM t) AS q ORDER BY a;
--| 10
--| 20
--| null
SELECT id FROM t AS o WHERE EXISTS (SELECT 1 FROM t AS i WHERE i.s.a = s.a + 10);
SELECT nothing.a FROM t;
--! line 1:8: Column 'nothing' does not exist
SELECT s.nothing FROM t;
--! line 1:8: Field 'nothing' does not exist in the struct
SELECT (s).a FROM t WHERE id = 1;
--| 10
SELECT max(s.a) OVER () FROM t WHERE id = 1;
--| 10

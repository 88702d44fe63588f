CREATE VIEW v AS SELECT a FROM (VALUES 1, 2, CAST(NULL AS integer)) AS t (a);
SELECT a FROM v WHERE a NOT IN (SELECT b FROM (VALUES 2, 3) AS s (b));
--| 1
SELECT a FROM v WHERE a NOT IN (SELECT b FROM (VALUES 3, NULL) AS s (b));
SELECT count(*) FROM v WHERE a NOT IN (SELECT b FROM (VALUES 3) AS s (b) WHERE b > 5);
--| 3
SELECT a, a IN (SELECT b FROM (VALUES 2, NULL) AS s (b)) FROM v ORDER BY a;
--| 1|null
--| 2|true
--| null|null
SELECT a FROM v WHERE EXISTS (SELECT 1 FROM (VALUES 1, 3) AS s (b) WHERE b > a) ORDER BY a;
--| 1
--| 2
SELECT a FROM v WHERE NOT EXISTS (SELECT 1 FROM (VALUES 1, 3) AS s (b) WHERE b = a) ORDER BY a;
--| 2
--| null
SELECT a, (SELECT max(b) FROM (VALUES 1, 3) AS s (b) WHERE b >= a) AS m FROM v ORDER BY a;
--| 1|3
--| 2|3
--| null|null
SELECT a, (SELECT count(*) FROM (VALUES 1, 3) AS s (b) WHERE b = a) AS m FROM v ORDER BY a;
--| 1|1
--| 2|0
--| null|0
SELECT (SELECT b FROM (VALUES 1, 3) AS s (b));
--! Cannot use subquery as a value: it returns more than one row
SELECT a FROM v WHERE a > ALL (SELECT b FROM (VALUES 0, 1) AS s (b));
--| 2
SELECT a FROM v WHERE a = ANY (SELECT b FROM (VALUES 1, 5) AS s (b));
--| 1
WITH x AS (SELECT a + 1 AS b FROM v), y AS (SELECT b FROM x WHERE b > 2) SELECT x.b, y.b FROM x LEFT JOIN y ON x.b = y.b ORDER BY 1;
--| 2|null
--| 3|3
--| null|null
SELECT * FROM (VALUES (1, 'x'), (2, NULL)) AS t (n, s) ORDER BY n LIMIT 1;
--| 1|x
SELECT a FROM (VALUES 5, 3, 1, 4, 2) AS t (a) ORDER BY a OFFSET 1 ROWS FETCH FIRST 2 ROWS ONLY;
--| 2
--| 3
SELECT a FROM (VALUES 5, 3, 1, 4, 2) AS t (a) ORDER BY a DESC LIMIT 2 OFFSET 3;
--| 2
--| 1
SELECT a FROM (VALUES 5, 3) AS t (a) LIMIT 0;
SELECT a FROM (VALUES 1, 2, 2, 3, NULL, NULL) AS t (a) EXCEPT SELECT 3 ORDER BY a;
--| 1
--| 2
--| null
SELECT a FROM (VALUES 1, 2, 2, NULL) AS t (a) INTERSECT SELECT b FROM (VALUES 2, 2, NULL) AS s (b) ORDER BY a;
--| 2
--| null
SELECT 1 UNION SELECT 1 UNION ALL SELECT 1;
--| 1
--| 1
SELECT a FROM (VALUES 1, 2, 2, 2, NULL) AS t (a) INTERSECT ALL SELECT b FROM (VALUES 2, 2, NULL) AS s (b) ORDER BY a;
--| 2
--| 2
--| null
SELECT a FROM (VALUES 1, 2, 2, 2, NULL) AS t (a) EXCEPT ALL SELECT b FROM (VALUES 2, NULL) AS s (b) ORDER BY a;
--| 1
--| 2
--| 2
SELECT l.a, r.b FROM (VALUES 1, 2, NULL) AS l (a) FULL JOIN (VALUES 2, 3, NULL) AS r (b) ON l.a = r.b ORDER BY a, b;
--| 1|null
--| 2|2
--| null|3
--| null|null
--| null|null
SELECT l.a, r.b FROM (VALUES 1, 2) AS l (a) JOIN (VALUES 1, 2, 3) AS r (b) ON l.a < r.b ORDER BY a, b;
--| 1|2
--| 1|3
--| 2|3
SELECT 1 WHERE 2 IN (SELECT a FROM (VALUES 2, 2) AS t (a) EXCEPT ALL SELECT 2);
--| 1
SELECT 1 WHERE 2 IN (SELECT a FROM (VALUES 2, 2) AS t (a) EXCEPT ALL (VALUES 2, 2));
SELECT a FROM (VALUES 2, 2, 2) AS t (a) EXCEPT ALL SELECT 2 EXCEPT ALL SELECT 2;
--| 2

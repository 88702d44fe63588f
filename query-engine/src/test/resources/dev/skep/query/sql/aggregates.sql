CREATE VIEW s AS SELECT * FROM (VALUES (1, 'x', 10), (1, 'y', 20), (2, 'x', NULL), (NULL, 'x', 5)) AS t (a, b, n);
SELECT a, b, count(*), sum(n), grouping(a, b) FROM s GROUP BY ROLLUP (a, b) ORDER BY 5, a, b;
--| 1|x|1|10|0
--| 1|y|1|20|0
--| 2|x|1|null|0
--| null|x|1|5|0
--| 1|null|2|30|1
--| 2|null|1|null|1
--| null|null|1|5|1
--| null|null|4|35|3
SELECT a, b, count(n) FROM s GROUP BY CUBE (a, b) ORDER BY grouping(a), grouping(b), a, b;
--| 1|x|1
--| 1|y|1
--| 2|x|0
--| null|x|1
--| 1|null|2
--| 2|null|0
--| null|null|1
--| null|x|2
--| null|y|1
--| null|null|3
SELECT a, b, max(n) FROM s GROUP BY GROUPING SETS ((a), (b), ()) ORDER BY grouping(a), grouping(b), a, b;
--| 1|null|20
--| 2|null|null
--| null|null|5
--| null|x|10
--| null|y|20
--| null|null|20
SELECT count(*), sum(n), max(n) FROM s WHERE a > 100;
--| 0|null|null
SELECT a, count(*) FROM s WHERE a > 100 GROUP BY a;
SELECT a, count(*), sum(n) FROM s WHERE a > 100 GROUP BY ROLLUP (a);
--| null|0|null
SELECT a, count(*), sum(n), grouping(a) FROM s WHERE a > 100 GROUP BY GROUPING SETS ((a), ());
--| null|0|null|1
SELECT count(*), grouping(a), a FROM s WHERE a > 100 GROUP BY CUBE (a, b);
--| 0|1|null
SELECT count(DISTINCT a), count(DISTINCT b), sum(DISTINCT n), count(*) FROM s;
--| 2|2|35|4
SELECT b, count(DISTINCT a) FROM s GROUP BY b ORDER BY b;
--| x|2
--| y|1
SELECT count(DISTINCT a) FILTER (WHERE b = 'x'), sum(n) FILTER (WHERE a = 1) FROM s;
--| 2|30
SELECT count(DISTINCT b) FROM (SELECT DISTINCT a, b FROM s);
--| 2
SELECT min_by(b, n), max_by(b, n), max_by(a, n) FROM s;
--| x|y|1
SELECT var_samp(x), var_pop(x), stddev_samp(x), stddev_pop(x), variance(x) FROM (VALUES 2, 4, 4, 4, 5, 5, 7, 9) AS t (x);
--| 4.571428571428571|4.0|2.138089935299395|2.0|4.571428571428571
SELECT var_samp(x), var_pop(x), stddev(x) FROM (VALUES 3) AS t (x);
--| null|0.0|null
SELECT var_pop(x), avg(x) FROM (VALUES 3) AS t (x) WHERE x > 3;
--| null|null
SELECT avg(x), sum(x) FROM (VALUES 1, 2) AS t (x);
--| 1.5|3
SELECT avg(x), sum(x) FROM (VALUES 1.00, 2.01) AS t (x);
--| 1.51|3.01
SELECT array_agg(n ORDER BY n DESC) FROM s;
--| [20, 10, 5, null]
SELECT a, array_agg(b ORDER BY b DESC) FROM s GROUP BY a ORDER BY a;
--| 1|[y, x]
--| 2|[x]
--| null|[x]
SELECT bool_and(n > 5), bool_or(n > 5), every(n > 1), count_if(n > 5) FROM s;
--| false|true|true|2
SELECT a, sum(n) AS t FROM s GROUP BY a HAVING sum(n) > 5 ORDER BY t;
--| 1|30
SELECT a + 1, count(*) FROM s GROUP BY a + 1 ORDER BY 1;
--| 2|2
--| 3|1
--| null|1
SELECT a, count(*) FROM s GROUP BY 1 ORDER BY 2 DESC, 1;
--| 1|2
--| 2|1
--| null|1
SELECT a FROM s GROUP BY b;
--! line 1:8: Expression 'a' is not being grouped
SELECT approx_distinct(b) FROM s;
--| 2
SELECT any_value(b) FROM s WHERE b = 'y';
--| y
SELECT DISTINCT b FROM s ORDER BY b;
--| x
--| y
SELECT sum(x) FROM (VALUES 9223372036854775807, 1) AS t (x);
--! Cannot compute sum: the result is out of range of bigint
SELECT a, string_agg(b, '-' ORDER BY b DESC) FROM s GROUP BY a ORDER BY a;
--| 1|y-x
--| 2|x
--| null|x

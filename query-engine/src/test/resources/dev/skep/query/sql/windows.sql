CREATE VIEW w AS SELECT * FROM (VALUES (1, 'x', 10), (2, 'x', 20), (3, 'x', 20), (4, 'y', 5), (5, 'y', NULL)) AS t (id, g, v);
SELECT id, row_number() OVER (PARTITION BY g ORDER BY id DESC) FROM w ORDER BY id;
--| 1|3
--| 2|2
--| 3|1
--| 4|2
--| 5|1
SELECT id, rank() OVER (ORDER BY v), dense_rank() OVER (ORDER BY v), percent_rank() OVER (ORDER BY v), cume_dist() OVER (ORDER BY v) FROM w ORDER BY id;
--| 1|2|2|0.25|0.4
--| 2|3|3|0.5|0.8
--| 3|3|3|0.5|0.8
--| 4|1|1|0.0|0.2
--| 5|5|4|1.0|1.0
SELECT id, ntile(2) OVER (ORDER BY id), ntile(3) OVER (ORDER BY id), ntile(7) OVER (ORDER BY id) FROM w ORDER BY id;
--| 1|1|1|1
--| 2|1|1|2
--| 3|1|2|3
--| 4|2|2|4
--| 5|2|3|5
SELECT id, lag(v) OVER (ORDER BY id), lead(v, 2) OVER (ORDER BY id), lag(v, 1, -1) OVER (PARTITION BY g ORDER BY id) FROM w ORDER BY id;
--| 1|null|20|-1
--| 2|10|5|10
--| 3|20|null|20
--| 4|20|null|-1
--| 5|5|null|5
SELECT id, first_value(v) OVER (PARTITION BY g ORDER BY id), last_value(v) OVER (PARTITION BY g ORDER BY id), nth_value(v, 2) OVER (PARTITION BY g ORDER BY id) FROM w ORDER BY id;
--| 1|10|10|null
--| 2|10|20|20
--| 3|10|20|20
--| 4|5|5|null
--| 5|5|null|null
SELECT id, last_value(v) OVER (PARTITION BY g ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM w ORDER BY id;
--| 1|20
--| 2|20
--| 3|20
--| 4|null
--| 5|null
SELECT id, sum(v) OVER (ORDER BY id), sum(v) OVER (ORDER BY v), sum(v) OVER () FROM w ORDER BY id;
--| 1|10|15|55
--| 2|30|55|55
--| 3|50|55|55
--| 4|55|5|55
--| 5|55|55|55
SELECT id, sum(id) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING), sum(id) OVER (ORDER BY id ROWS 1 PRECEDING) FROM w ORDER BY id;
--| 1|3|1
--| 2|6|3
--| 3|9|5
--| 4|12|7
--| 5|9|9
SELECT id, count(*) OVER (ORDER BY v RANGE BETWEEN 10 PRECEDING AND CURRENT ROW), count(v) OVER (ORDER BY v RANGE BETWEEN CURRENT ROW AND 10 FOLLOWING) FROM w ORDER BY id;
--| 1|2|3
--| 2|3|2
--| 3|3|2
--| 4|1|2
--| 5|1|0
SELECT id, sum(id) OVER (ORDER BY id ROWS BETWEEN 2 FOLLOWING AND 3 FOLLOWING) FROM w ORDER BY id;
--| 1|7
--| 2|9
--| 3|5
--| 4|null
--| 5|null
SELECT id, max(v) OVER (PARTITION BY g), count(*) OVER (PARTITION BY g) FROM w ORDER BY id;
--| 1|20|3
--| 2|20|3
--| 3|20|3
--| 4|5|2
--| 5|5|2
SELECT g, sum(v), sum(sum(v)) OVER (ORDER BY g) FROM w GROUP BY g ORDER BY g;
--| x|50|50
--| y|5|55
SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY g ORDER BY id) AS n FROM w) AS t WHERE n = 1 ORDER BY id;
--| 1
--| 4
SELECT id, sum(v) OVER win, avg(v) OVER win FROM w WINDOW win AS (PARTITION BY g ORDER BY id) ORDER BY id;
--| 1|10|10.0
--| 2|30|15.0
--| 3|50|16.666666666666668
--| 4|5|5.0
--| 5|5|5.0
SELECT d, count(*) OVER (ORDER BY d RANGE BETWEEN INTERVAL '1' DAY PRECEDING AND CURRENT ROW) FROM (VALUES DATE '2026-01-01', DATE '2026-01-02', DATE '2026-01-04') AS t (d) ORDER BY d;
--| 2026-01-01|1
--| 2026-01-02|2
--| 2026-01-04|1
SELECT id, min(v) OVER (ORDER BY id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) FROM w ORDER BY id;
--| 1|5
--| 2|5
--| 3|5
--| 4|null
--| 5|null
SELECT id, count(*) OVER (PARTITION BY g), rank() OVER (PARTITION BY g ORDER BY id), sum(v) OVER (PARTITION BY g), sum(v) OVER (PARTITION BY g ORDER BY id ROWS 1 PRECEDING) FROM w ORDER BY id;
--| 1|3|1|50|10
--| 2|3|2|50|30
--| 3|3|3|50|40
--| 4|2|1|5|5
--| 5|2|2|5|5
SELECT x, sum(2) OVER (ORDER BY x), max('m') OVER (PARTITION BY x), count(1) OVER (), listagg(CAST(x AS string), '-') OVER (ORDER BY x), lag(x, 1, 0) OVER (ORDER BY x) FROM (VALUES 1, 2, 3) AS t (x) ORDER BY x;
--| 1|2|m|3|1|0
--| 2|4|m|3|1-2|1
--| 3|6|m|3|1-2-3|2

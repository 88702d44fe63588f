SELECT id, e FROM (VALUES (1, ARRAY[10, 20]), (2, ARRAY[30]), (3, NULL)) AS t (id, list) CROSS JOIN UNNEST(list) AS u (e) ORDER BY e;
--| 1|10
--| 1|20
--| 2|30
SELECT id, e, n FROM (VALUES (1, ARRAY['a', 'b']), (2, ARRAY['c'])) AS t (id, list) CROSS JOIN UNNEST(list) WITH ORDINALITY AS u (e, n) ORDER BY e;
--| 1|a|1
--| 1|b|2
--| 2|c|1
SELECT id, e FROM (VALUES (1, ARRAY[10]), (2, NULL)) AS t (id, list) LEFT JOIN UNNEST(list) AS u (e) ON TRUE ORDER BY id;
--| 1|10
--| 2|null
SELECT k, v FROM UNNEST(map(ARRAY['a', 'b'], ARRAY[1, 2])) AS u (k, v) ORDER BY k;
--| a|1
--| b|2
SELECT e FROM UNNEST(ARRAY[3, NULL, 1]) AS u (e) ORDER BY e;
--| 1
--| 3
--| null
SELECT ARRAY[1, 2][1], element_at(ARRAY[1, 2], 5), element_at(ARRAY[1, 2], -1), cardinality(ARRAY[1, NULL]), contains(ARRAY[1, 2], 2);
--| 1|null|2|2|true
SELECT ARRAY[1, 2][3];
--! Invalid place in an array: 3 (it has 2 elements)
SELECT CAST(ROW(1, 'x') AS ROW(a integer, b varchar)).b;
--| x
SELECT CAST('12' AS integer), CAST(' 12 ' AS integer), CAST(1.5 AS integer), CAST(2.5 AS integer), CAST(-1.5 AS integer), CAST(1 AS varchar), CAST(true AS varchar), CAST('true' AS boolean);
--| 12|12|2|3|-2|1|true|true
SELECT CAST('abc' AS integer);
--! Cannot cast 'abc' to integer
SELECT CAST(300 AS tinyint);
--! Cannot cast '300' to tinyint
SELECT CAST('2026-02-28' AS date), CAST('2026-02-28 12:34:56.789' AS timestamp), CAST(DATE '2026-02-28' AS timestamp), CAST(TIMESTAMP '2026-02-28 23:59:59' AS date);
--| 2026-02-28|2026-02-28T12:34:56.789|2026-02-28T00:00|2026-02-28
SELECT CAST(1.005 AS decimal(3, 2)), CAST(123.456 AS decimal(5, 1)), CAST('1e3' AS double), CAST(1e0 AS varchar), CAST('abcdef' AS varchar(3));
--| 1.01|123.5|1000.0|1.0E0|abc
SELECT CAST(1000 AS decimal(3, 0));
--! Cannot cast '1000' to decimal(3,0)
SELECT 1 / 2, 7 % 3, -7 % 3, -7 / 2, 1.0 / 3, 1e0 / 0, 2 * 3.5, 10 / 4.0;
--| 0|1|-1|-3|0.3|Infinity|7.0|2.5
SELECT 9223372036854775807 + 1;
--! Cannot add bigint: the result is out of range
SELECT 2147483647 + 1;
--! Cannot add integer: the result is out of range
SELECT CASE WHEN x = 0 THEN -1 ELSE 10 / x END FROM (VALUES 0, 2, 5) AS t (x) ORDER BY x;
--| -1
--| 5
--| 2
SELECT CASE x WHEN 0 THEN 'none' WHEN 2 THEN 'two' END FROM (VALUES 0, 2, 5) AS t (x) ORDER BY x;
--| none
--| two
--| null
SELECT coalesce(x, 10 / x) FROM (VALUES 1) AS t (x);
--| 1
SELECT x FROM (VALUES 0, 2, 5) AS t (x) WHERE x <> 0 AND 10 / x > 3;
--| 2
SELECT NULL AND false, NULL OR true, NOT CAST(NULL AS boolean), NULL = NULL, NULL IS NULL, 1 IS DISTINCT FROM NULL, 1 IN (2, NULL), 1 NOT IN (2, NULL), 1 BETWEEN 0 AND NULL;
--| false|true|null|null|true|true|null|null|null
SELECT lower('ÄB'), upper('äß'), length('äß'), substr('hello', 2, 3), substr('hello', -3), substring('hello' FROM 2), trim('  a '), ltrim(' a'), rtrim('a '), reverse('abc'), 'a' || 'b' || NULL;
--| äb|ÄSS|2|ell|llo|ello|a|a|a|cba|null
SELECT initcap('jane DOE-ray  x'), initcap('éCOLE ünï'), initcap(''), initcap(CAST(NULL AS string));
--| Jane Doe-ray  X|École Ünï||null
SELECT strpos('hello', 'l'), position('l' IN 'hello'), replace('banana', 'an', 'x'), lpad('7', 3, '0'), rpad('7', 3, '0'), split_part('a.b.c', '.', 2), starts_with('abc', 'ab'), chr(65), codepoint('A'), concat('a', 'b', 'c');
--| 3|0|bxxa|007|700|b|true|A|65|abc
SELECT 'abc' LIKE 'a%', 'abc' LIKE '_b_', 'a%c' LIKE 'a\%c' ESCAPE '\', 'abc' NOT LIKE 'b%', 'a_c' LIKE 'a$_c' ESCAPE '$', regexp_like('abc', 'b+'), regexp_replace('abcb', 'b', 'x'), regexp_extract('k=12', '(\d+)', 1);
--| true|true|true|true|true|true|axcx|12
SELECT DATE '2026-01-31' + INTERVAL '1' MONTH, DATE '2024-02-29' + INTERVAL '1' YEAR, DATE '2026-03-01' - INTERVAL '1' DAY, TIMESTAMP '2026-01-01 00:00:00' + INTERVAL '90' MINUTE;
--| 2026-02-28|2025-02-28|2026-02-28|2026-01-01T01:30
SELECT date_add('month', 1, DATE '2026-01-31'), date_diff('day', DATE '2026-01-01', DATE '2026-03-01'), date_diff('month', DATE '2026-01-31', DATE '2026-02-28'), date_trunc('month', DATE '2026-05-17'), date_trunc('hour', TIMESTAMP '2026-05-17 12:34:56');
--| 2026-02-28|59|1|2026-05-01|2026-05-17T12:00
SELECT year(DATE '2026-05-17'), EXTRACT(quarter FROM DATE '2026-05-17'), day_of_week(DATE '2026-05-17'), day_of_year(DATE '2026-05-17'), week(DATE '2026-01-01'), EXTRACT(hour FROM TIMESTAMP '2026-05-17 12:34:56'), last_day_of_month(DATE '2026-02-01');
--| 2026|2|7|137|1|12|2026-02-28
SELECT round(2.5), round(-2.5), round(1.2345, 2), floor(-1.5), ceiling(-1.5), truncate(1.9), abs(-3), sign(-2.5), mod(7, 3), power(2, 10), sqrt(16), greatest(1, 3, 2), least(1, 3, 2), greatest(1, NULL);
--| 3|-3|1.2300|-2|-1|1|3|-1|1|1024.0|4.0|3|1|null
SELECT 'a ' = 'a', CAST('a' AS char(3)) = CAST('a  ' AS char(5)), 'B' < 'a', 'é' > 'z';
--| false|true|true|true
SELECT x FROM (VALUES 'b', NULL, 'a') AS t (x) ORDER BY x;
--| a
--| b
--| null
SELECT x FROM (VALUES 'b', NULL, 'a') AS t (x) ORDER BY x DESC;
--| b
--| a
--| null
SELECT x FROM (VALUES 'b', NULL, 'a') AS t (x) ORDER BY x NULLS FIRST;
--| null
--| a
--| b
SELECT to_hex(X'4142'), to_hex(to_utf8('AB')), to_hex(md5(to_utf8('a')));
--| 4142|4142|0CC175B9C0F1B6A831C399E269772661
SELECT CAST(b AS varchar), CAST(x AS integer) FROM (VALUES (true, 1.5), (false, -2.5)) AS t (b, x);
--| true|2
--| false|-3
SELECT is_nan(CAST('NaN' AS double)), CAST('Infinity' AS double) > 1;
--| true|true

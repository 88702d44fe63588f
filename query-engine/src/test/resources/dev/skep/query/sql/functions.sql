SELECT TRY_CAST('12' AS integer), TRY_CAST('x' AS integer), TRY_CAST('2026-02-30' AS date), TRY_CAST(300 AS tinyint);
--| 12|null|null|null
SELECT map(ARRAY['a', 'b'], ARRAY[1, 2]), map(), cardinality(map());
--| {a=1, b=2}|{}|0
SELECT map(ARRAY['a', 'b'], ARRAY[1, 2])['b'], map_keys(map(ARRAY['a', 'b'], ARRAY[1, 2]));
--| 2|[a, b]
SELECT map(ARRAY['a', 'b'], ARRAY[1]);
--! Cannot make a map: 2 keys, but 1 values
SELECT map(ARRAY['a', 'a'], ARRAY[1, 2]);
--! Cannot make a map: a key is there twice
SELECT map(ARRAY['a', NULL], ARRAY[1, 2]);
--! Cannot make a map: a key is null
SELECT MAP['a', 1, 'b', 2]['b'];
--| 2
SELECT split('a,b,,c', ','), split('', ','), split('abc', 'x'), split(CAST(NULL AS varchar), ',');
--| [a, b, , c]|[]|[abc]|null
SELECT split('a,b,c', ',', 2);
--| [a, b,c]
SELECT listagg(x, ',') WITHIN GROUP (ORDER BY x DESC) FROM (VALUES 'a', 'c', NULL, 'b') AS t (x);
--| c,b,a
SELECT g, string_agg(x, '-') WITHIN GROUP (ORDER BY x) FROM (VALUES (1, 'b'), (1, 'a'), (2, NULL)) AS t (g, x) GROUP BY g ORDER BY g;
--| 1|a-b
--| 2|null
SELECT current_database(), current_schema, version() IS NOT NULL, current_user;
--| default|default|true|ann
SELECT current_date IS NOT NULL, current_timestamp IS NOT NULL;
--| true|true
SELECT if(1 > 2, 'a', 'b'), if(1 < 2, 'a'), if(1 > 2, 'a'), nullif(1, 1), nullif(1, 2), nullif('a', 'b');
--| b|a|null|null|1|a
SELECT try(1 / 0), try(1 / 1), try(CAST('x' AS integer));
--| null|1|null
SELECT try(10 / x) FROM (VALUES 1, 0, 2) AS t (x);
--| 10
--| null
--| 5
SELECT 1 WHERE false;
SELECT 1 WHERE true;
--| 1
SELECT at FROM (VALUES 1) AS t (at);
--| 1
SELECT at + 1 AS at FROM (SELECT 1 AS at) AS t WHERE t.at = 1;
--| 2
SHOW FUNCTIONS LIKE 's*';
--| second
--| sha1
--| sha256
--| sha512
--| sign
--| sin
--| size
--| split
--| split_part
--| sqrt
--| starts_with
--| stddev
--| stddev_pop
--| stddev_samp
--| string_agg
--| strpos
--| substr
--| substring
--| sum
SHOW FUNCTIONS LIKE 'mo*';
--| mod
--| month
SELECT add(1, 2);
--! line 1:8: Function add(<NUMERIC>, <NUMERIC>) does not exist

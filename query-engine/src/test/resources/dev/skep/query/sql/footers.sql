-- Counts, least and greatest values of whole tables come out of the metadata of files where that is certain.
CREATE TABLE made (id BIGINT, small SMALLINT, price DECIMAL(12,2), wide DECIMAL(30,4), day DATE, at TIMESTAMP, ratio DOUBLE, name VARCHAR(10), flag BOOLEAN, nothing INT) STORED AS PARQUET;
SELECT count(*), count(id), min(id), max(id), min(name) FROM made;
--| 0|0|null|null|null
INSERT INTO made VALUES (1, 5, 1.50, 3.25, DATE '2020-02-29', TIMESTAMP '2020-01-01 00:00:00', 1.5, 'b', true, NULL), (2, NULL, -7.25, NULL, DATE '1969-12-31', NULL, CAST('NaN' AS DOUBLE), 'a', false, NULL), (NULL, -3, NULL, -11.5, NULL, TIMESTAMP '1960-05-05 01:02:03', NULL, NULL, NULL, NULL);
INSERT INTO made VALUES (-40, 7, 100.00, 12345678901234567890.1234, DATE '2024-01-01', TIMESTAMP '2030-01-01 00:00:00', -2.5, 'zz', true, NULL);
SELECT count(*), count(id), count(small), count(price), count(name), count(nothing) FROM made;
--| 4|3|3|3|3|0
SELECT min(id), max(id), min(small), max(small), min(price), max(price), min(nothing), max(nothing) FROM made;
--| -40|2|-3|7|-7.25|100.00|null|null
SELECT min(wide), max(wide), min(day), max(day), min(at), max(at) FROM made;
--| -11.5000|12345678901234567890.1234|1969-12-31|2024-01-01|1960-05-05T01:02:03|2030-01-01T00:00
SELECT min(ratio), max(ratio), min(name), max(name), min(flag), max(flag), count(ratio) FROM made;
--| -2.5|NaN|a|zz|false|true|3
-- What is not the whole table, or not a plain column, is read.
SELECT count(*), min(id), max(id) FROM made WHERE id > 0;
--| 2|1|2
SELECT min(id + 1), max(-id), count(DISTINCT flag), count(*) FILTER (WHERE flag) FROM made;
--| -39|40|2|2
SELECT count(*) + 1, max(id) - min(id) FROM made;
--| 5|42
SELECT (SELECT max(id) FROM made), (SELECT count(nothing) FROM made);
--| 2|0
SELECT count(*), min(x) FROM (SELECT id AS x FROM made UNION ALL SELECT 99) u;
--| 5|-40
-- Partitions: their keys have no statistics, and need none.
CREATE TABLE parted (v INT) PARTITIONED BY (p STRING) STORED AS PARQUET;
INSERT INTO parted VALUES (1, 'x'), (2, 'x'), (NULL, 'y'), (9, NULL);
SELECT count(*), count(v), count(p), min(p), max(p), min(v), max(v) FROM parted;
--| 4|3|3|x|y|1|9
SELECT count(*), min(p), max(v) FROM parted WHERE p = 'x';
--| 2|x|2
-- Formats that tell less give the same.
CREATE TABLE told_orc (v INT, t STRING, d DECIMAL(12,2), day DATE, nothing BIGINT) STORED AS ORC;
INSERT INTO told_orc SELECT id, name, price, day, nothing FROM made;
INSERT INTO told_orc VALUES (7, 'zzz', 0.5, NULL, NULL);
SELECT count(*), count(v), min(v), max(v), min(t), max(t) FROM told_orc;
--| 5|4|-40|7|a|zzz
SELECT count(d), min(d), max(d), count(nothing), max(nothing) FROM told_orc;
--| 4|-7.25|100.00|0|null
SELECT count(day), min(day), max(day) FROM told_orc;
--| 3|1969-12-31|2024-01-01
CREATE TABLE told_text (v INT, t STRING) STORED AS TEXTFILE;
INSERT INTO told_text SELECT id, name FROM made;
SELECT count(*), count(v), min(v), max(v), min(t), max(t) FROM told_text;
--| 4|3|-40|2|a|zz
-- Row filters and masks are above the files.
CREATE TABLE filtered (id INT, secret INT) STORED AS PARQUET;
INSERT INTO filtered VALUES (1, 10), (2, 20), (3, 30);
SELECT count(*), max(secret) FROM filtered;
--| 3|30

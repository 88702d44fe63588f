-- Counts, least and greatest values of whole tables come out of the metadata of files where that is certain.
CREATE TABLE made (id BIGINT, small SMALLINT, price DECIMAL(12,2), wide DECIMAL(30,4), day DATE, at TIMESTAMP, ratio DOUBLE, name VARCHAR(10), flag BOOLEAN, nothing INT) STORED AS PARQUET;
SELECT count(*), count(id), min(id), max(id), min(name) FROM made;
INSERT INTO made VALUES (1, 5, 1.50, 3.25, DATE '2020-02-29', TIMESTAMP '2020-01-01 00:00:00', 1.5, 'b', true, NULL), (2, NULL, -7.25, NULL, DATE '1969-12-31', NULL, nan(), 'a', false, NULL), (NULL, -3, NULL, -11.5, NULL, TIMESTAMP '1960-05-05 01:02:03', NULL, NULL, NULL, NULL);
INSERT INTO made VALUES (-40, 7, 100.00, 12345678901234567890.1234, DATE '2024-01-01', TIMESTAMP '2030-01-01 00:00:00', -2.5, 'zz', true, NULL);
SELECT count(*), count(id), count(small), count(price), count(name), count(nothing) FROM made;
SELECT min(id), max(id), min(small), max(small), min(price), max(price), min(nothing), max(nothing) FROM made;
SELECT min(wide), max(wide), min(day), max(day), min(at), max(at) FROM made;
SELECT min(ratio), max(ratio), min(name), max(name), min(flag), max(flag), count(ratio) FROM made;
-- What is not the whole table, or not a plain column, is read.
SELECT count(*), min(id), max(id) FROM made WHERE id > 0;
SELECT min(id + 1), max(-id), count(DISTINCT flag), count(*) FILTER (WHERE flag) FROM made;
SELECT count(*) + 1, max(id) - min(id) FROM made;
SELECT (SELECT max(id) FROM made), (SELECT count(nothing) FROM made);
SELECT count(*), min(x) FROM (SELECT id AS x FROM made UNION ALL SELECT 99) u;
-- Partitions: their keys have no statistics, and need none.
CREATE TABLE parted (v INT) PARTITIONED BY (p STRING) STORED AS PARQUET;
INSERT INTO parted VALUES (1, 'x'), (2, 'x'), (NULL, 'y'), (9, NULL);
SELECT count(*), count(v), count(p), min(p), max(p), min(v), max(v) FROM parted;
SELECT count(*), min(p), max(v) FROM parted WHERE p = 'x';
-- Formats that tell less give the same.
CREATE TABLE told_orc (v INT, t STRING) STORED AS ORC;
INSERT INTO told_orc SELECT id, name FROM made;
SELECT count(*), count(v), min(v), max(v), min(t), max(t) FROM told_orc;
CREATE TABLE told_text (v INT, t STRING) STORED AS TEXTFILE;
INSERT INTO told_text SELECT id, name FROM made;
SELECT count(*), count(v), min(v), max(v), min(t), max(t) FROM told_text;
-- Row filters and masks are above the files.
CREATE TABLE filtered (id INT, secret INT) STORED AS PARQUET;
INSERT INTO filtered VALUES (1, 10), (2, 20), (3, 30);
SELECT count(*), max(secret) FROM filtered;

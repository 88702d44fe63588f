SHOW LOCKS;
SHOW TRANSACTIONS;
SHOW COMPACTIONS;
CREATE TABLE plain (a int) STORED AS ORC;
CREATE TABLE acid (a int) STORED AS ORC TBLPROPERTIES ('transactional' = 'true');
CREATE TABLE parts (a int) PARTITIONED BY (p string) STORED AS ORC TBLPROPERTIES ('transactional' = 'true');
ALTER TABLE parts ADD PARTITION (p = 'x/y');
-- lock: bob SHARED_WRITE acid in a transaction
-- lock: eve EXCLUSIVE acid
-- lock: eve SHARED_READ plain
SHOW LOCKS;
--| 1.1|default|acid|null|ACQUIRED|null|SHARED_WRITE|1|(time)|(time)|bob|localhost|null
--| 2.1|default|acid|null|WAITING|1.1|EXCLUSIVE|null|(time)|null|eve|localhost|null
--| 3.1|default|plain|null|ACQUIRED|null|SHARED_READ|null|(time)|(time)|eve|localhost|null
SHOW LOCKS acid;
--| 1.1|default|acid|null|ACQUIRED|null|SHARED_WRITE|1|(time)|(time)|bob|localhost|null
--| 2.1|default|acid|null|WAITING|1.1|EXCLUSIVE|null|(time)|null|eve|localhost|null
SHOW LOCKS plain EXTENDED;
--| 3.1|default|plain|null|ACQUIRED|null|SHARED_READ|null|(time)|(time)|eve|localhost|null
SHOW LOCKS DATABASE default;
--| 1.1|default|acid|null|ACQUIRED|null|SHARED_WRITE|1|(time)|(time)|bob|localhost|null
--| 2.1|default|acid|null|WAITING|1.1|EXCLUSIVE|null|(time)|null|eve|localhost|null
--| 3.1|default|plain|null|ACQUIRED|null|SHARED_READ|null|(time)|(time)|eve|localhost|null
SHOW LOCKS parts PARTITION (p = 'x/y');
SHOW LOCKS nothing;
--! Cannot find table default.nothing: it does not exist
SHOW TRANSACTIONS;
--| 1|OPEN|(time)|(time)|bob|localhost
KILL LOCK 1;
--! Cannot release lock 1: it is held to the end of transaction 1
KILL LOCK 3;
KILL LOCK 99;
--! Cannot find lock 99: it was released, or its lease has run out
ABORT TRANSACTIONS 1 99;
--! Cannot abort transaction 99: there is none that is open
SHOW TRANSACTIONS;
--| 1|OPEN|(time)|(time)|bob|localhost
ABORT TRANSACTIONS 1;
SHOW TRANSACTIONS;
--| 1|ABORTED|(time)|(time)|bob|localhost
SHOW LOCKS;
--| 2.1|default|acid|null|WAITING|1.1|EXCLUSIVE|null|(time)|null|eve|localhost|null
ALTER TABLE plain COMPACT 'major';
--! Cannot compact default.plain: it is not transactional
ALTER TABLE acid COMPACT 'big';
--! Invalid compaction 'big' (expected major, minor or rebalance)
ALTER TABLE acid COMPACT 'major';
ALTER TABLE acid COMPACT 'minor';
--! Cannot compact table default.acid: compaction 1 is initiated
ALTER TABLE parts COMPACT 'minor';
--! Cannot compact default.parts: it is partitioned, and a partition must be named
ALTER TABLE parts PARTITION (p = 'x/y') COMPACT 'minor' POOL 'night';
ALTER TABLE parts PARTITION (p = 'z') COMPACT 'minor';
--! Cannot compact partition p=z of default.parts: it does not exist
SHOW COMPACTIONS;
--| 3|default|parts|p=x%2Fy|MINOR|initiated|null|null|(time)|null|null|null|null|null|night|null
--| 1|default|acid|null|MAJOR|initiated|null|null|(time)|null|null|null|null|null|null|null
KILL LOCK 99999999999999999999;
--! Cannot find lock 9223372036854775807: it was released, or its lease has run out
-- the words are names still
CREATE TABLE locks (lock int, pool int, abort int, kill int, transactions int);
SELECT lock, pool, abort, kill, transactions FROM locks;
REVOKE ALL ON CATALOG "*" FROM ROLE public;
-- user: eve
SHOW LOCKS;
--| 2.1|default|acid|null|WAITING|1.1|EXCLUSIVE|null|(time)|null|eve|localhost|null
SHOW TRANSACTIONS;
KILL LOCK 2;
SHOW LOCKS;
SHOW COMPACTIONS;

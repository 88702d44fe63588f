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
SHOW LOCKS acid;
SHOW LOCKS plain EXTENDED;
SHOW LOCKS DATABASE default;
SHOW LOCKS parts PARTITION (p = 'x/y');
SHOW LOCKS nothing;
SHOW TRANSACTIONS;
KILL LOCK 1;
KILL LOCK 3;
KILL LOCK 99;
ABORT TRANSACTIONS 1 99;
SHOW TRANSACTIONS;
ABORT TRANSACTIONS 1;
SHOW TRANSACTIONS;
SHOW LOCKS;
ALTER TABLE plain COMPACT 'major';
ALTER TABLE acid COMPACT 'big';
ALTER TABLE acid COMPACT 'major';
ALTER TABLE acid COMPACT 'minor';
ALTER TABLE parts COMPACT 'minor';
ALTER TABLE parts PARTITION (p = 'x/y') COMPACT 'minor' POOL 'night';
ALTER TABLE parts PARTITION (p = 'z') COMPACT 'minor';
SHOW COMPACTIONS;
KILL LOCK 99999999999999999999;
-- the words are names still
CREATE TABLE locks (lock int, pool int, abort int, kill int, transactions int);
SELECT lock, pool, abort, kill, transactions FROM locks;
REVOKE ALL ON CATALOG "*" FROM ROLE public;
-- user: eve
SHOW LOCKS;
SHOW TRANSACTIONS;
KILL LOCK 2;
SHOW LOCKS;
SHOW COMPACTIONS;

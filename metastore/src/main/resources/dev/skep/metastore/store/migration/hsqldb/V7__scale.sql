-- Dropped tables whose partitions, with values and statistics, are still to be deleted. Nothing finds them any more: numbers of tables are never used again.
-- Who deletes says until when it will have gone on (milliseconds since 1970), so that the servers over one store share the work.
CREATE TABLE DROPPED_TABLES (
    ID BIGINT NOT NULL PRIMARY KEY,
    CLAIMED_UNTIL BIGINT NOT NULL
);

-- Partitions outlive their table for a while; descriptors are never deleted.
ALTER TABLE PARTITIONS DROP CONSTRAINT PARTITION_OF_TABLE;
ALTER TABLE PARTITIONS DROP CONSTRAINT PARTITION_HAS_DESCRIPTOR;

-- False if no partition of the table ever had a location that is not below the table's.
ALTER TABLE TABLES ADD COLUMN PARTITIONS_OUTSIDE BOOLEAN DEFAULT TRUE NOT NULL;

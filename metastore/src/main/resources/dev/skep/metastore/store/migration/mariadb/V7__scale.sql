-- Dropped tables whose partitions, with values and statistics, are still to be deleted. Nothing finds them any more: numbers of tables are never used again.
-- Who deletes says until when it will have gone on (milliseconds since 1970), so that the servers over one store share the work.
CREATE TABLE IF NOT EXISTS DROPPED_TABLES (
    ID BIGINT NOT NULL PRIMARY KEY,
    CLAIMED_UNTIL BIGINT NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- Partitions outlive their table for a while; descriptors are never deleted.
ALTER TABLE PARTITIONS DROP FOREIGN KEY IF EXISTS PARTITION_OF_TABLE;
ALTER TABLE PARTITIONS DROP FOREIGN KEY IF EXISTS PARTITION_HAS_DESCRIPTOR;
-- MariaDB made it for the reference.
DROP INDEX IF EXISTS PARTITION_HAS_DESCRIPTOR ON PARTITIONS;

-- False if no partition of the table ever had a location that is not below the table's.
ALTER TABLE TABLES ADD COLUMN IF NOT EXISTS PARTITIONS_OUTSIDE BOOLEAN DEFAULT TRUE NOT NULL;

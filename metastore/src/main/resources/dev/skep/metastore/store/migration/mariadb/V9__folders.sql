-- What is being done, or still to be done, to folders, so that a server which dies in the middle leaves nothing half done. A row is written before a folder is moved, or with
-- the drop of what lay in it; who works at it has deleted it in a transaction that is still open. A row that nobody holds is left over: a move that was not stored, which is
-- taken back, or a removal that is still to be made. TARGET is where a move goes; PLACES are the folders to be removed, as JSON, all in FOLDER.
CREATE TABLE IF NOT EXISTS FOLDER_TASKS (
    ID BIGINT NOT NULL PRIMARY KEY,
    KIND VARCHAR(16) NOT NULL,
    FOLDER LONGTEXT NOT NULL,
    TARGET LONGTEXT,
    PLACES LONGTEXT NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

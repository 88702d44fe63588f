-- Who may do what: each row is one grant, denial, row filter, mask, role, membership, tag or test, by KIND. BODY says it in JSON (see the package
-- documentation of store.jdbc). NAME tells rows of a kind apart. OBJECT_NAME is the table, function, database or catalog that the rule names
-- exactly (catalog.database.table; a function ends in parentheses), null for patterns and for what is not such an object. The row POLICY of
-- COUNTERS, made at the first start, counts the changes of this table: every change raises it first, in its own transaction, and so waits for others.
CREATE TABLE IF NOT EXISTS ACCESS_RULES (
    ID BIGINT NOT NULL PRIMARY KEY,
    KIND VARCHAR(128) NOT NULL,
    NAME VARBINARY(2000) NOT NULL,
    OBJECT_NAME VARBINARY(3000),
    BODY LONGTEXT NOT NULL,
    MADE_BY LONGTEXT NOT NULL,
    MADE_AT BIGINT NOT NULL,
    CONSTRAINT UNIQUE_ACCESS_RULE UNIQUE (KIND, NAME),
    INDEX ACCESS_RULES_BY_OBJECT (OBJECT_NAME)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- Delegation tokens that servers over this store gave out. Times in milliseconds since 1970.
CREATE TABLE IF NOT EXISTS DELEGATION_TOKENS (
    IDENTIFIER VARBINARY(3000) NOT NULL PRIMARY KEY,
    TOKEN LONGTEXT NOT NULL,
    OWNER_NAME LONGTEXT NOT NULL,
    RENEWER LONGTEXT,
    ISSUED_AT BIGINT NOT NULL,
    MAX_TIME BIGINT NOT NULL,
    EXPIRES_AT BIGINT NOT NULL,
    INDEX DELEGATION_TOKENS_BY_EXPIRY (EXPIRES_AT)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- The keys that tokens are signed with; MASTER_KEY counts them.
CREATE TABLE IF NOT EXISTS MASTER_KEYS (
    ID BIGINT NOT NULL PRIMARY KEY,
    KEY_TEXT LONGTEXT NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
INSERT IGNORE INTO COUNTERS (NAME, LAST_VALUE) VALUES ('MASTER_KEY', 0);

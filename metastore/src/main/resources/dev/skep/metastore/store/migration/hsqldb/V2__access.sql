-- Who may do what: each row is one grant, denial, row filter, mask, role, membership, tag or test, by KIND. BODY says it in JSON (see the package
-- documentation of store.jdbc). NAME tells rows of a kind apart. OBJECT_NAME is the table, function, database or catalog that the rule names
-- exactly (catalog.database.table; a function ends in parentheses), null for patterns and for what is not such an object. The row POLICY of
-- COUNTERS, made at the first start, counts the changes of this table: every change raises it first, in its own transaction, and so waits for others.
CREATE TABLE ACCESS_RULES (
    ID BIGINT NOT NULL PRIMARY KEY,
    KIND VARCHAR(128) NOT NULL,
    NAME VARCHAR(1000) NOT NULL,
    OBJECT_NAME VARCHAR(1000),
    BODY LONGVARCHAR NOT NULL,
    MADE_BY LONGVARCHAR NOT NULL,
    MADE_AT BIGINT NOT NULL,
    CONSTRAINT UNIQUE_ACCESS_RULE UNIQUE (KIND, NAME)
);
CREATE INDEX ACCESS_RULES_BY_OBJECT ON ACCESS_RULES (OBJECT_NAME);

-- Delegation tokens that servers over this store gave out. Times in milliseconds since 1970.
CREATE TABLE DELEGATION_TOKENS (
    IDENTIFIER VARCHAR(2000) NOT NULL PRIMARY KEY,
    TOKEN LONGVARCHAR NOT NULL,
    OWNER_NAME LONGVARCHAR NOT NULL,
    RENEWER LONGVARCHAR,
    ISSUED_AT BIGINT NOT NULL,
    MAX_TIME BIGINT NOT NULL,
    EXPIRES_AT BIGINT NOT NULL
);
CREATE INDEX DELEGATION_TOKENS_BY_EXPIRY ON DELEGATION_TOKENS (EXPIRES_AT);

-- The keys that tokens are signed with; MASTER_KEY counts them.
CREATE TABLE MASTER_KEYS (
    ID BIGINT NOT NULL PRIMARY KEY,
    KEY_TEXT LONGVARCHAR NOT NULL
);
INSERT INTO COUNTERS (NAME, LAST_VALUE) VALUES ('MASTER_KEY', 0);

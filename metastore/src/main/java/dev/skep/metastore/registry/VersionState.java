package dev.skep.metastore.registry;

/** How far a version has come, under Hive's names. */
public enum VersionState {
    INITIATED, START_REVIEW, CHANGES_REQUIRED, REVIEWED, ENABLED, DISABLED, ARCHIVED, DELETED
}

package dev.skep.metastore.model;

/** What a table is, under Hive's names. */
public enum TableType {
    MANAGED_TABLE, EXTERNAL_TABLE, VIRTUAL_VIEW, MATERIALIZED_VIEW;

    public boolean isView() {
        return this == VIRTUAL_VIEW;
    }
}

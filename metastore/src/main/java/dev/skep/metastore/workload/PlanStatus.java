package dev.skep.metastore.workload;

/** What a resource plan is used for. */
public enum PlanStatus {
    /** In force; at most one of a namespace is. */
    ACTIVE,
    /** Checked, and ready to be activated. */
    ENABLED,
    /** May be edited. */
    DISABLED
}

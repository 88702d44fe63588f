package dev.skep.metastore.model;

/** What kind of owner or grantee a name is. */
public enum PrincipalType {
    USER, ROLE, GROUP
}

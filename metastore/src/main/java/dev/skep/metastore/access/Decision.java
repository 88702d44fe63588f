package dev.skep.metastore.access;

/** Whether an action is allowed, and which rule says so, for the one who asks why. */
public record Decision(boolean isAllowed, String explanation) {}

package dev.skep.server.auth;

import java.util.Optional;
import java.util.Set;

import dev.skep.thrift.transport.SignInException;

/** Knows users and their groups, also of users who prove who they are in another way. Safe for use by many threads. */
public interface Directory {
    /** Knows nobody. */
    Directory EMPTY = user -> Optional.empty();

    /**
     * Returns the groups of a user; empty if the user is not known here.
     *
     * @throws SignInException if it cannot be found out: nobody may come in without the groups that denials may name
     */
    Optional<Set<String>> groupsOf(String user) throws SignInException;
}

package dev.skep.server.auth;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.skep.thrift.transport.SignInException;
import dev.skep.thrift.transport.SignedIn;

/** All directories together: a user has the groups that each of them tells of. */
public final class Directories implements Directory {
    private final List<Directory> directories;

    public Directories(List<? extends Directory> directories) {
        this.directories = List.copyOf(directories);
    }

    @Override
    public Optional<Set<String>> groupsOf(String user) throws SignInException {
        Set<String> all = new HashSet<>();
        boolean isKnown = false;
        for (Directory directory : directories) {
            Optional<Set<String>> groups = directory.groupsOf(user);
            isKnown |= groups.isPresent();
            groups.ifPresent(all::addAll);
        }
        return isKnown ? Optional.of(Set.copyOf(all)) : Optional.empty();
    }

    /** A user whose proof tells {@code proven} groups, with those of the directories. */
    SignedIn complete(String user, Set<String> proven, String mechanism) throws SignInException {
        Set<String> groups = new HashSet<>(proven);
        groupsOf(user).ifPresent(groups::addAll);
        return new SignedIn(user, groups, mechanism);
    }
}

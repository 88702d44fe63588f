package dev.skep.server.auth;

import java.util.Set;

import dev.skep.thrift.transport.SignInException;

/** Knows passwords. Safe for use by many threads. */
public interface PasswordSource {

    /**
     * Checks a password.
     *
     * @param user a valid name
     * @param password not empty
     * @throws SignInException if it cannot be found out; this counts for no failed attempt
     */
    Verdict check(String user, String password) throws SignInException;

    /** What a source says. */
    sealed interface Verdict {
        /** The password is right. {@code user} is the name in the source's own spelling. */
        record Right(String user, Set<String> groups) implements Verdict {
            public Right {
                groups = Set.copyOf(groups);
            }
        }

        /** The user is known here, the password is wrong. */
        record Wrong() implements Verdict {}

        /** The user is not known here: another source may know them. It took as long to say as that a password is wrong. */
        record Unknown() implements Verdict {}
    }
}

package dev.skep.server.auth;

import static java.util.Objects.requireNonNull;

import java.util.Set;

import dev.skep.thrift.transport.SignInException;
import dev.skep.thrift.transport.SignedIn;

/** Makes users of Kerberos principals: {@code ann@REALM} and {@code ann/host@REALM} are {@code ann}, if the realm is accepted. */
public final class KerberosNames {
    private final Set<String> realms;
    private final Directories directories;

    public KerberosNames(Set<String> realms, Directories directories) {
        this.realms = Set.copyOf(realms);
        this.directories = requireNonNull(directories, "directories is null");
    }

    /** Fails with a SignInException for a principal of another realm, or one that is none. */
    public SignedIn accept(String principal) throws SignInException {
        return directories.complete(UserNames.check(userOf(principal)), Set.of(), "GSSAPI");
    }

    private String userOf(String principal) throws SignInException {
        int at = principal.lastIndexOf('@');
        String realm = at < 0 ? "" : principal.substring(at + 1);
        // An escaped part could hold what looks like the end of another: such names are nobody's here.
        if (at < 1 || principal.indexOf('@') != at || principal.indexOf('\\') >= 0 || !realms.contains(realm)) {
            throw new SignInException("Cannot sign in: the realm of principal '%s' is not accepted"
                    .formatted(UserNames.printable(principal)));
        }
        String name = principal.substring(0, at);
        int slash = name.indexOf('/');
        if (slash != name.lastIndexOf('/')) {
            throw new SignInException(
                    "Cannot sign in: principal '%s' has more than two parts".formatted(UserNames.printable(principal)));
        }
        return slash < 0 ? name : name.substring(0, slash);
    }

    /** The user that a principal of an accepted realm names; any other name is left as it is. */
    String localName(String name) {
        try {
            return userOf(name);
        } catch (SignInException e) {
            return name;
        }
    }

    /** The user of a principal that is only named, as the renewer of a token: its first part. */
    static String shortName(String principal) {
        int end = 0;
        while (end < principal.length() && principal.charAt(end) != '/' && principal.charAt(end) != '@') {
            end++;
        }
        return principal.substring(0, end);
    }
}

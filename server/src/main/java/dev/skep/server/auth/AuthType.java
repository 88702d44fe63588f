package dev.skep.server.auth;

import java.util.Locale;

/** The ways to sign in that a server can offer, one beside the other. */
public enum AuthType {
    /** Users and passwords of a file. */
    PASSWORD,
    /** Users and passwords of an LDAP directory. */
    LDAP,
    /** Kerberos tickets. */
    KERBEROS,
    /** JSON Web Tokens over HTTP. */
    JWT,
    /** TLS client certificates. */
    CERTIFICATE;

    /** As the setting {@code auth.type} writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether whoever listens on the way learns a secret unless the connection is encrypted. */
    public boolean sendsSecrets() {
        return switch (this) {
            case PASSWORD, LDAP, JWT -> true;
            case KERBEROS, CERTIFICATE -> false;
        };
    }
}

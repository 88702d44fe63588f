package dev.skep.thrift.sasl;

import java.util.List;
import java.util.stream.Collectors;

/** What a SASL mechanism protects after the sign-in; Hadoop's {@code hadoop.rpc.protection} and Hive's {@code sasl.qop} choose one. */
public enum QualityOfProtection {
    /** Nothing but the sign-in itself. */
    AUTHENTICATION("auth"),
    /** Nobody can change what is sent. */
    INTEGRITY("auth-int"),
    /** Nobody can change or read what is sent. */
    CONFIDENTIALITY("auth-conf");

    private final String token;

    QualityOfProtection(String token) {
        this.token = token;
    }

    /** The name in SASL's own terms, such as {@code auth-int}. */
    public String token() {
        return token;
    }

    /** By its name in SASL's own terms; fails if there is none. */
    public static QualityOfProtection of(String token) {
        for (QualityOfProtection one : values()) {
            if (one.token.equals(token)) {
                return one;
            }
        }
        throw new IllegalArgumentException(
                "Invalid quality of protection: '%s' (expected auth, auth-int or auth-conf)".formatted(token));
    }

    static String list(List<QualityOfProtection> offered) {
        if (offered.isEmpty()) {
            throw new IllegalArgumentException("Invalid qualities of protection: none is offered");
        }
        return offered.stream().map(QualityOfProtection::token).collect(Collectors.joining(","));
    }
}

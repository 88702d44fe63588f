package dev.skep.jdbc.wire;

import java.util.Map;

import javax.security.sasl.Sasl;

/** Which protection of messages a SASL client offers: {@code auth} none, {@code auth-int} signatures, {@code auth-conf} encryption. */
final class SaslProtection {
    private SaslProtection() {}

    /** @param asked one of the three, or empty for the best that the server has; within TLS for the least, as a second encryption only costs */
    static Map<String, Object> properties(String asked, Endpoint endpoint) {
        String offered = asked.isEmpty()
                ? endpoint.tls() == null ? "auth-conf,auth-int,auth" : "auth,auth-int,auth-conf"
                : asked;
        return Map.of(Sasl.QOP, offered, Sasl.SERVER_AUTH, "true");
    }
}

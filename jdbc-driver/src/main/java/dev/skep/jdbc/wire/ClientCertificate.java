package dev.skep.jdbc.wire;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

import javax.net.ssl.X509ExtendedKeyManager;

import org.jspecify.annotations.Nullable;

/**
 * The client's certificate, if it has one, and whether a server has asked for it. From TLS 1.3 on a server that refuses it ends a connection
 * that is already open, and its reason may get lost on the way: that it had asked is then the only sign.
 */
final class ClientCertificate extends X509ExtendedKeyManager {
    private final @Nullable X509ExtendedKeyManager keys;
    private volatile boolean asked;

    ClientCertificate(@Nullable X509ExtendedKeyManager keys) {
        this.keys = keys;
    }

    boolean isAsked() {
        return asked;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers,
            @Nullable Socket socket) {
        asked = true;
        return keys == null ? null : keys.chooseClientAlias(keyTypes, issuers, socket);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return keys == null ? null : keys.getClientAliases(keyType, issuers);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return keys == null ? null : keys.getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return keys == null ? null : keys.getPrivateKey(alias);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers,
            @Nullable Socket socket) {
        return null;
    }
}

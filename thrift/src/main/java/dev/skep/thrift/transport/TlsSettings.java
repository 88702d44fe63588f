package dev.skep.thrift.transport;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * TLS 1.3 and 1.2 on a listener's port.
 *
 * @param certificateChain a PEM file: the server's certificate first, then those that vouch for it
 * @param privateKey a PEM file: the unencrypted PKCS#8 key of the first certificate
 * @param clientAuthorities a PEM file of the authorities that vouch for clients
 * @param mode whether clients without TLS are served too
 * @param clientCertificates whether clients show a certificate of theirs
 * @param reloadInterval how often, at most, the files are looked at; new connections use what they hold then
 */
public record TlsSettings(Path certificateChain, Path privateKey, Optional<Path> clientAuthorities, Mode mode,
        ClientCertificates clientCertificates, Duration reloadInterval) {

    /** Whether clients without TLS are served. */
    public enum Mode {
        /** The first bytes tell whether a client speaks TLS. */
        OPTIONAL,
        /** A client without TLS is refused. */
        REQUIRED
    }

    /** Whether clients show a certificate. */
    public enum ClientCertificates {
        /** They are not asked. */
        NONE,
        /** They are asked; one that shows none may come in by another way, one that no authority vouches for has no handshake. */
        OPTIONAL,
        /** A client without one has no handshake. */
        REQUIRED
    }

    public TlsSettings {
        requireNonNull(certificateChain, "certificateChain is null");
        requireNonNull(privateKey, "privateKey is null");
        requireNonNull(clientAuthorities, "clientAuthorities is null");
        requireNonNull(mode, "mode is null");
        requireNonNull(clientCertificates, "clientCertificates is null");
        requireNonNull(reloadInterval, "reloadInterval is null");
        if (clientAuthorities.isEmpty() && clientCertificates != ClientCertificates.NONE) {
            throw new IllegalArgumentException(
                    "Invalid TLS settings: client certificates are %s, but no authorities vouch for them".formatted(
                            clientCertificates));
        }
        if (reloadInterval.isNegative()) {
            throw new IllegalArgumentException(
                    "Invalid interval for reloading certificates: " + reloadInterval);
        }
    }

    /** TLS for every client, none of which is asked for a certificate; the files are looked at every ten seconds. */
    public static TlsSettings required(Path certificateChain, Path privateKey) {
        return new TlsSettings(certificateChain, privateKey, Optional.empty(), Mode.REQUIRED, ClientCertificates.NONE,
                Duration.ofSeconds(10));
    }

    public TlsSettings withMode(Mode other) {
        return new TlsSettings(certificateChain, privateKey, clientAuthorities, other, clientCertificates,
                reloadInterval);
    }

    public TlsSettings withClientCertificates(ClientCertificates asked, Path authorities) {
        return new TlsSettings(certificateChain, privateKey, Optional.of(authorities), mode, asked, reloadInterval);
    }

    public TlsSettings withReloadInterval(Duration interval) {
        return new TlsSettings(certificateChain, privateKey, clientAuthorities, mode, clientCertificates, interval);
    }
}

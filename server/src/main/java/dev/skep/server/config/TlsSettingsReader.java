package dev.skep.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

import dev.skep.thrift.transport.TlsSettings;
import dev.skep.thrift.transport.TlsSettings.ClientCertificates;
import dev.skep.thrift.transport.TlsSettings.Mode;

/** Makes the record of TLS of texts. */
final class TlsSettingsReader {
    private static final Duration RELOAD_INTERVAL = Duration.ofSeconds(10);

    private TlsSettingsReader() {}

    /** Fails with a SettingException; empty where there is no TLS. */
    static Optional<TlsSettings> read(Settings settings) {
        String mode = settings.text("tls.mode");
        String certificate = settings.text("tls.certificate");
        String key = settings.text("tls.key");
        if (mode.equals("off")) {
            return Optional.empty();
        }
        if (!mode.equals("optional") && !mode.equals("required")) {
            throw new SettingException(
                    "Invalid setting tls.mode: '%s' (expected off, optional or required)".formatted(mode));
        }
        if (certificate.isEmpty() || key.isEmpty()) {
            throw new SettingException(
                    "Invalid setting tls.mode: '%s' needs tls.certificate and tls.key".formatted(mode));
        }
        String authorities = settings.text("tls.client-ca");
        ClientCertificates asked = clientCertificates(settings.text("tls.client-certificates"));
        try {
            return Optional.of(new TlsSettings(absolute(certificate), absolute(key),
                    authorities.isEmpty() ? Optional.empty() : Optional.of(absolute(authorities)),
                    Mode.valueOf(mode.toUpperCase(Locale.ROOT)), asked, RELOAD_INTERVAL));
        } catch (IllegalArgumentException e) {
            throw new SettingException(
                    "Invalid setting tls.client-certificates: '%s' needs tls.client-ca"
                            .formatted(settings.text("tls.client-certificates")));
        }
    }

    private static Path absolute(String text) {
        return Path.of(text).toAbsolutePath().normalize();
    }

    private static ClientCertificates clientCertificates(String text) {
        for (ClientCertificates one : ClientCertificates.values()) {
            if (one.name().equalsIgnoreCase(text)) {
                return one;
            }
        }
        throw new SettingException(
                "Invalid setting tls.client-certificates: '%s' (expected none, optional or required)".formatted(text));
    }
}

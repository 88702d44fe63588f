package dev.skep.server.auth;

import java.net.InetAddress;
import java.util.List;

import dev.skep.metastore.access.AddressRange;

/** From where clients may say who they are without proof. */
public final class TrustedHosts {
    private final boolean all;
    private final List<AddressRange> ranges;

    private TrustedHosts(boolean all, List<AddressRange> ranges) {
        this.all = all;
        this.ranges = List.copyOf(ranges);
    }

    /** Everywhere, as on a server without sign-in, which only loopback clients reach. */
    public static TrustedHosts everywhere() {
        return new TrustedHosts(true, List.of());
    }

    public static TrustedHosts of(AuthSettings settings) {
        return settings.isRequired() ? new TrustedHosts(false, settings.setUgiHosts()) : everywhere();
    }

    public boolean contains(InetAddress address) {
        return all || ranges.stream().anyMatch(range -> range.contains(address));
    }
}

package dev.skep.metastore.access;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Internet addresses that share their first {@code bits} bits with {@code network}; written as in CIDR notation. */
public record AddressRange(InetAddress network, int bits) {
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    public AddressRange {
        requireNonNull(network, "network is null");
        if (bits < 0 || bits > network.getAddress().length * 8) {
            throw new IllegalArgumentException(
                    "Invalid address range: %s/%d".formatted(network.getHostAddress(), bits));
        }
    }

    /** Reads {@code 10.0.0.0/8}, {@code 10.1.2.3}, {@code fd00::/8}; never asks a name service. Fails with IllegalArgumentException. */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!LITERAL.matcher(address).matches()) {
            throw invalid(text, null);
        }
        try {
            InetAddress network = InetAddress.getByName(address);
            return new AddressRange(network,
                    slash < 0 ? network.getAddress().length * 8 : Integer.parseInt(text.substring(slash + 1)));
        } catch (UnknownHostException | NumberFormatException e) {
            throw invalid(text, e);
        }
    }

    private static IllegalArgumentException invalid(String text, @org.jspecify.annotations.Nullable Exception cause) {
        return new IllegalArgumentException("Invalid address range: '%s' (expected such as 10.0.0.0/8)".formatted(text),
                cause);
    }

    public boolean contains(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += 8) {
            int mask = bits - bit >= 8 ? 0xff : 0xff << (8 - (bits - bit)) & 0xff;
            if (((mine[bit / 8] ^ other[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + bits;
    }
}

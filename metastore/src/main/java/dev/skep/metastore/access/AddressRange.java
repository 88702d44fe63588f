package dev.skep.metastore.access;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
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

    /** Returns the ranges that hold exactly the addresses, of both families, that none of {@code ranges} holds. */
    static List<AddressRange> allBut(List<AddressRange> ranges) {
        List<AddressRange> rest = List.of(parse("0.0.0.0/0"), parse("::/0"));
        for (AddressRange without : ranges) {
            List<AddressRange> left = new ArrayList<>();
            for (AddressRange range : rest) {
                range.addAllBut(without, left);
            }
            rest = left;
        }
        return rest;
    }

    /** Adds what is left of this range: itself, nothing, or the half of each wider range on the way down that the other is not in. */
    private void addAllBut(AddressRange without, List<AddressRange> left) {
        boolean isWider = bits < without.bits;
        if (isWider && contains(without.network)) {
            for (int bit = bits; bit < without.bits; bit++) {
                byte[] other = without.network.getAddress();
                other[bit / 8] ^= (byte) (0x80 >> bit % 8);
                left.add(new AddressRange(address(other, bit + 1), bit + 1));
            }
        } else if (!without.contains(network)) {
            left.add(this);
        }
    }

    /** The address with the bits after {@code bits} at zero. */
    private static InetAddress address(byte[] bytes, int bits) {
        for (int bit = bits; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + bits;
    }
}

package dev.skep.metastore.access;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** What must hold besides the names for a grant to count. All conditions of a grant must hold. */
public sealed interface Condition {

    /** The client's address is in one of these ranges ({@code 10.0.0.0/8}, {@code ::1/128}). Never holds for a caller without an address. */
    record SourceAddress(List<AddressRange> ranges) implements Condition {
        public SourceAddress {
            ranges = List.copyOf(ranges);
        }
    }

    /** It is between these times of the day, the first included; a range over midnight is meant if the second is earlier. */
    record TimeOfDay(LocalTime from, LocalTime until, ZoneId zone) implements Condition {}

    /** It is within these moments, the first included; null is open. */
    record Period(@Nullable Instant from, @Nullable Instant until) implements Condition {}

    /** The call came by one of these doors. */
    record Client(Set<Origin.ClientKind> kinds) implements Condition {
        public Client {
            kinds = Set.copyOf(kinds);
        }
    }

    /** What this release does not understand, as the store has it: a grant with it never allows, a denial with it always denies. */
    record Unknown(String text) implements Condition {}
}

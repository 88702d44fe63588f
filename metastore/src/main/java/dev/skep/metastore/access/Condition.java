package dev.skep.metastore.access;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** What must hold besides the names for a grant to count. All conditions of a grant must hold. */
public sealed interface Condition {

    /**
     * Whether it holds for a call.
     *
     * @param effect of the grant that it belongs to, which decides where the condition is not understood
     */
    boolean holds(AccessPolicy.Effect effect, Origin origin, Instant now);

    /** The client's address is in one of these ranges ({@code 10.0.0.0/8}, {@code ::1/128}). Never holds for a caller without an address. */
    record SourceAddress(List<AddressRange> ranges) implements Condition {
        public SourceAddress {
            ranges = List.copyOf(ranges);
        }

        @Override
        public boolean holds(AccessPolicy.Effect effect, Origin origin, Instant now) {
            if (origin.address() == null) {
                return false;
            }
            for (AddressRange range : ranges) {
                if (range.contains(origin.address())) {
                    return true;
                }
            }
            return false;
        }
    }

    /** It is between these times of the day, the first included; a range over midnight is meant if the second is earlier. */
    record TimeOfDay(LocalTime from, LocalTime until, ZoneId zone) implements Condition {
        public TimeOfDay {
            requireNonNull(from, "from is null");
            requireNonNull(until, "until is null");
            requireNonNull(zone, "zone is null");
        }

        @Override
        public boolean holds(AccessPolicy.Effect effect, Origin origin, Instant now) {
            LocalTime time = LocalTime.ofInstant(now, zone);
            boolean isFrom = !time.isBefore(from);
            boolean isBefore = time.isBefore(until);
            return from.isAfter(until) ? isFrom || isBefore : isFrom && isBefore;
        }
    }

    /** It is within these moments, the first included; null is open. */
    record Period(@Nullable Instant from, @Nullable Instant until) implements Condition {
        @Override
        public boolean holds(AccessPolicy.Effect effect, Origin origin, Instant now) {
            return (from == null || !now.isBefore(from)) && (until == null || now.isBefore(until));
        }
    }

    /** The call came by one of these doors. */
    record Client(Set<Origin.ClientKind> kinds) implements Condition {
        public Client {
            kinds = Set.copyOf(kinds);
        }

        @Override
        public boolean holds(AccessPolicy.Effect effect, Origin origin, Instant now) {
            return kinds.contains(origin.client());
        }
    }

    /** What this release does not understand, as the store has it: a grant with it never allows, a denial with it always denies. */
    record Unknown(String text) implements Condition {
        public Unknown {
            requireNonNull(text, "text is null");
        }

        @Override
        public boolean holds(AccessPolicy.Effect effect, Origin origin, Instant now) {
            return effect == AccessPolicy.Effect.DENY;
        }
    }
}

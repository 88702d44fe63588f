package dev.skep.metastore.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** Counts what the rules that are met, and are in force, give or deny together. For one question and one thread. */
final class Tally implements Consumer<GrantRule> {
    private final Origin origin;
    private final Instant now;
    private final @Nullable List<GrantRule> taken;
    private final List<GrantRule> idle;
    private int bits;

    private Tally(Origin origin, Instant now, boolean keepsRules) {
        this.origin = origin;
        this.now = now;
        this.taken = keepsRules ? new ArrayList<>() : null;
        this.idle = keepsRules ? new ArrayList<>() : List.of();
    }

    /** Counts without keeping who was counted. */
    static Tally ofBits(Origin origin, Instant now) {
        return new Tally(origin, now, false);
    }

    /** Keeps the rules, for explanations. */
    static Tally ofRules(Origin origin, Instant now) {
        return new Tally(origin, now, true);
    }

    @Override
    public void accept(GrantRule rule) {
        if (rule.isInForce(origin, now)) {
            bits |= rule.bits();
            if (taken != null) {
                taken.add(rule);
            }
        } else if (taken != null) {
            idle.add(rule);
        }
    }

    Tally fresh() {
        return new Tally(origin, now, taken != null);
    }

    int bits() {
        return bits;
    }

    boolean isInForce(GrantRule rule) {
        return rule.isInForce(origin, now);
    }

    List<GrantRule> taken() {
        return taken == null ? List.of() : taken;
    }

    /** Those that were met but whose conditions do not hold. */
    List<GrantRule> idle() {
        return idle;
    }
}

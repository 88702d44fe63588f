package dev.skep.metastore.access;

import java.util.List;

/**
 * Whether something is allowed, and why.
 *
 * @param policies the names of the policies that decided, none where no policy applies
 * @param explanation a sentence for the one who asks why
 */
public record Decision(boolean isAllowed, List<String> policies, String explanation) {
    public Decision {
        policies = List.copyOf(policies);
    }
}

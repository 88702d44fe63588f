package dev.skep.metastore.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.AccessPolicy;
import dev.skep.metastore.access.AccessPolicy.Audience;
import dev.skep.metastore.access.AccessPolicy.ColumnMaskPolicy;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.AccessPolicy.RowFilterPolicy;
import dev.skep.metastore.access.CatalogObject;
import dev.skep.metastore.access.Mask;
import dev.skep.metastore.access.PolicyTest;
import dev.skep.metastore.access.PolicyText;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.access.Tag;
import dev.skep.metastore.catalog.Access.Replace;
import dev.skep.metastore.catalog.RuleChanges.Change;
import dev.skep.metastore.catalog.RuleChanges.Done;

/** Row filters, masks, tags and tests. */
final class PolicyChanges {
    private final RuleChanges changes;
    private final RuleRights rights;

    PolicyChanges(RuleChanges changes) {
        this.changes = changes;
        this.rights = changes.rights();
    }

    void checkMayDefine(Scope scope) {
        changes.run("CREATE", ScopeText.of(scope), change -> {
            rights.checkManages("define policies on " + ScopeText.of(scope), scope,
                    rights.object(change.objects(), scope));
            return Done.nothing(true);
        });
    }

    AccessPolicy define(AccessPolicy policy, Replace replace) {
        AccessPolicy wanted = checked(policy);
        String kind = kind(wanted);
        return changes.run("CREATE " + kind.toUpperCase(Locale.ROOT), ScopeText.of(wanted.scope()), change -> {
            CatalogObject object = rights.object(change.objects(), wanted.scope());
            rights.checkManages("create %s '%s'".formatted(kind, wanted.name()), wanted.scope(), object);
            Optional<AccessPolicy> before = find(change, wanted);
            if (before.isPresent()) {
                if (replace == Replace.REFUSE) {
                    throw new CatalogException(Reason.ALREADY_EXISTS,
                            "Cannot create %s '%s': it exists".formatted(kind, wanted.name()));
                }
                checkManages(change, "replace", before.get());
            }
            audience(wanted).to().forEach(change::checkExists);
            audience(wanted).except().forEach(change::checkExists);
            AccessPolicy stored = before.isPresent()
                    ? withNumber(wanted, before.get().id())
                    : change.store().insert(wanted);
            if (before.isPresent()) {
                change.store().update(stored);
            }
            return new Done<>(stored, List.of(stored.name()),
                    before.map(old -> PolicyText.of(stored) + ", in place of " + PolicyText.of(old))
                            .orElseGet(() -> PolicyText.of(stored)));
        });
    }

    private AccessPolicy checked(AccessPolicy policy) {
        return switch (policy) {
            case Grant _ -> throw RuleChanges.invalid("Invalid policy: a grant is not defined, but granted");
            case RowFilterPolicy filter -> {
                RuleChanges.checkName(filter.name(), "row filter");
                if (!(filter.scope() instanceof Scope.OfTable || filter.scope() instanceof Scope.Tagged)) {
                    throw RuleChanges.invalid("Invalid row filter '%s': it is on %s (expected tables or a tag)"
                            .formatted(filter.name(), ScopeText.of(filter.scope())));
                }
                checkText(filter.condition(), "row filter", filter.name());
                yield new RowFilterPolicy(-1, filter.name(), filter.scope(), filter.condition(), filter.audience(),
                        changes.made());
            }
            case ColumnMaskPolicy mask -> {
                RuleChanges.checkName(mask.name(), "column mask");
                if (!(mask.scope() instanceof Scope.OfColumn || mask.scope() instanceof Scope.Tagged)) {
                    throw RuleChanges.invalid("Invalid column mask '%s': it is on %s (expected columns or a tag)"
                            .formatted(mask.name(), ScopeText.of(mask.scope())));
                }
                switch (mask.mask()) {
                    case Mask.Constant constant -> checkText(constant.literal(), "column mask", mask.name());
                    case Mask.Expression expression -> checkText(expression.sql(), "column mask", mask.name());
                    case Mask.AsNull _,Mask.Hash _,Mask.LastFour _,Mask.DateToYear _ -> {
                    }
                }
                yield new ColumnMaskPolicy(-1, mask.name(), mask.scope(), mask.mask(), mask.audience(),
                        changes.made());
            }
        };
    }

    private static void checkText(String sql, String kind, String name) {
        if (sql.isBlank()) {
            throw RuleChanges.invalid("Invalid %s '%s': it has no expression".formatted(kind, name));
        }
    }

    private static String kind(AccessPolicy policy) {
        return policy instanceof RowFilterPolicy ? "row filter" : "column mask";
    }

    private static Audience audience(AccessPolicy policy) {
        return switch (policy) {
            case RowFilterPolicy filter -> filter.audience();
            case ColumnMaskPolicy mask -> mask.audience();
            case Grant _ -> Audience.EVERYONE;
        };
    }

    private static AccessPolicy withNumber(AccessPolicy policy, long id) {
        return switch (policy) {
            case RowFilterPolicy filter -> new RowFilterPolicy(id, filter.name(), filter.scope(), filter.condition(),
                    filter.audience(), filter.made());
            case ColumnMaskPolicy mask -> new ColumnMaskPolicy(id, mask.name(), mask.scope(), mask.mask(),
                    mask.audience(), mask.made());
            case Grant grant -> grant;
        };
    }

    private static Optional<AccessPolicy> find(Change change, AccessPolicy wanted) {
        for (AccessPolicy policy : change.rules().policies()) {
            if (policy.getClass() == wanted.getClass() && policy.name().equals(wanted.name())) {
                return Optional.of(policy);
            }
        }
        return Optional.empty();
    }

    /** The object of a rule that is there already may be gone, and is not locked: rules come after tables. */
    private void checkManages(Change change, String verb, AccessPolicy policy) {
        CatalogObject named = RuleObjects.named(policy.scope());
        CatalogObject object = named == null
                ? null
                : change.objects().find(named).filter(rights::sees).orElse(null);
        if (!rights.manages(policy.scope(), object)) {
            throw rights.refused("%s %s '%s'".formatted(verb, kind(policy), policy.name()),
                    ScopeText.of(policy.scope()),
                    "user '%s' has no MANAGE on what it is on".formatted(changes.caller().user()));
        }
    }

    void dropRowFilter(String name) {
        drop(name, RowFilterPolicy.class, "row filter");
    }

    void dropColumnMask(String name) {
        drop(name, ColumnMaskPolicy.class, "column mask");
    }

    private void drop(String name, Class<? extends AccessPolicy> type, String kind) {
        changes.run("DROP " + kind.toUpperCase(Locale.ROOT), kind + " " + name, change -> {
            AccessPolicy found = null;
            for (AccessPolicy policy : change.rules().policies()) {
                if (type.isInstance(policy) && policy.name().equals(name)) {
                    found = policy;
                }
            }
            if (found != null) {
                checkManages(change, "drop", found);
            }
            // One that is not understood is there only as a denial; who manages everything can still drop it.
            boolean isThere = found != null || rights.managesAll();
            if (!isThere || !(type == RowFilterPolicy.class
                    ? change.store().deleteRowFilter(name)
                    : change.store().deleteColumnMask(name))) {
                throw new CatalogException(Reason.NOT_FOUND,
                        "Cannot drop %s '%s': it does not exist".formatted(kind, name));
            }
            return new Done<>(true, List.of(name), "%s '%s' was dropped%s".formatted(kind, name,
                    found == null ? "" : ": " + PolicyText.of(found)));
        });
    }

    void tag(Tag tag) {
        RuleChanges.checkName(tag.name(), "tag");
        checkTagged(tag.object());
        changes.run("TAG", ScopeText.of(tag.object()), change -> {
            CatalogObject object = rights.object(change.objects(), tag.object());
            rights.checkManages("tag " + ScopeText.of(tag.object()), tag.object(), object);
            if (change.rules().tags().contains(tag)) {
                return Done.nothing(true);
            }
            change.store().put(tag, change.made());
            return new Done<>(true, List.of(), PolicyText.of(tag));
        });
    }

    private static void checkTagged(Scope object) {
        boolean isColumn = object instanceof Scope.OfColumn of && of.column().isExact();
        boolean isContainer = object instanceof Scope.OfDatabase || object instanceof Scope.OfTable;
        if (RuleObjects.named(object) == null || !isColumn && !isContainer) {
            throw RuleChanges.invalid("Invalid tag on %s (expected one database, table or column)"
                    .formatted(ScopeText.of(object)));
        }
    }

    void untag(String name, Scope scope) {
        checkTagged(scope);
        String tag = name.toLowerCase(Locale.ROOT);
        changes.run("UNTAG", ScopeText.of(scope), change -> {
            CatalogObject object = rights.objectIfAny(change.objects(), scope).orElse(null);
            CatalogObject named = RuleObjects.named(scope);
            if (object == null && named != null && !rights.manages(scope)) {
                throw named.absent();
            }
            rights.checkManages("untag " + ScopeText.of(scope), scope, object);
            List<Tag> found = new ArrayList<>(change.rules().tags());
            found.removeIf(one -> !one.name().equals(tag) || !one.object().equals(scope));
            if (found.isEmpty()) {
                throw new CatalogException(Reason.NOT_FOUND,
                        "Cannot take tag %s from %s: it does not have it".formatted(tag, ScopeText.of(scope)));
            }
            found.forEach(change.store()::delete);
            return new Done<>(true, List.of(), "tag %s was taken away".formatted(tag));
        });
    }

    void define(PolicyTest test, Replace replace) {
        RuleChanges.checkName(test.name(), "policy test");
        rights.checkManagesAll("create policy test '%s'".formatted(test.name()));
        changes.run("CREATE POLICY TEST", test.name(), change -> {
            boolean isThere = change.rules().tests().stream().anyMatch(one -> one.name().equals(test.name()));
            if (isThere && replace == Replace.REFUSE) {
                throw new CatalogException(Reason.ALREADY_EXISTS,
                        "Cannot create policy test '%s': it exists".formatted(test.name()));
            }
            change.store().put(new PolicyTest(test.name(), test.user(), test.groups(), test.expectation(),
                    change.made()));
            return new Done<>(true, List.of(test.name()), "policy test '%s' expects %s".formatted(test.name(),
                    test.expectation()));
        });
    }

    void dropTest(String name) {
        rights.checkManagesAll("drop policy test '%s'".formatted(name));
        changes.run("DROP POLICY TEST", name, change -> {
            if (!change.store().deleteTest(name)) {
                throw new CatalogException(Reason.NOT_FOUND,
                        "Cannot drop policy test '%s': it does not exist".formatted(name));
            }
            return new Done<>(true, List.of(name), "policy test '%s' was dropped".formatted(name));
        });
    }
}

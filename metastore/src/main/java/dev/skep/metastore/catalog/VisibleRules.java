package dev.skep.metastore.catalog;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.access.AccessPolicy;
import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.CatalogObject;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;

/** Which rules the caller may know of: none that tells of an object that it does not see. */
final class VisibleRules {
    private final RuleRights rights;
    private final RuleObjects objects;

    VisibleRules(RuleRights rights, RuleObjects objects) {
        this.rights = rights;
        this.objects = objects;
    }

    /**
     * True for who may manage its scope, and of grants and denials for those they are about. The text of a filter or mask may name columns and values that those
     * whom it binds are not to know; EXPLAIN tells them that there is one.
     */
    boolean shows(AccessPolicy policy) {
        Scope scope = policy.scope();
        if (rights.manages(scope)) {
            return true;
        }
        CatalogObject named = RuleObjects.named(scope);
        CatalogObject object = named == null ? null : objects.find(named).orElse(null);
        if (object != null && rights.manages(scope, object)) {
            return true;
        }
        return isAboutCaller(policy)
                && (named == null ? showsPattern(policy) : sees(scope, object));
    }

    /** The pattern of a denial may tell what there is to hide. */
    private static boolean showsPattern(AccessPolicy policy) {
        return policy instanceof Grant grant && grant.effect() == Effect.ALLOW;
    }

    private boolean isAboutCaller(AccessPolicy policy) {
        return policy instanceof Grant grant && rights.isCaller(grant.to());
    }

    /** True if the scope names one object that is there and that the caller sees. */
    boolean sees(Scope scope) {
        CatalogObject named = RuleObjects.named(scope);
        return named != null && sees(scope, objects.find(named).orElse(null));
    }

    private boolean sees(Scope scope, @Nullable CatalogObject object) {
        if (object == null || !rights.sees(object)) {
            return false;
        }
        if (!(scope instanceof Scope.OfColumn of)) {
            return true;
        }
        TableName name = RuleObjects.tableName(scope);
        Optional<Table> table = name == null ? Optional.empty() : objects.table(name);
        return of.column().isExact() && table.isPresent() && rights.seesColumn(table.get(), of.column().text());
    }
}

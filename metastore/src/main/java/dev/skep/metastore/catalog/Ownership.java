package dev.skep.metastore.catalog;

import java.util.Objects;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.CatalogObject;
import dev.skep.metastore.access.CatalogObject.OfCatalog;
import dev.skep.metastore.access.EnforcementPoint;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.access.Owned;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.ViewSecurity;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.Function;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.Table;
import org.jspecify.annotations.Nullable;

/**
 * Who comes to own what is made, and who may change that. A view that is read with its owner's rights may be put in the name of someone else only by one who
 * manages its whole catalog: everyone manages his own views, and would else take another's rights by giving such a view away.
 */
final class Ownership {
    private final Guard guard;

    Ownership(Guard guard) {
        this.guard = guard;
    }

    /** Returns the database with the owner that it is to have: the given one if the caller may make it in that name, else the caller. */
    @EnforcementPoint
    Database ofNew(Database database) {
        return isAllowed(database.owner(), database.ownerType(), Owned.of(withOwner(database, null)))
                ? database
                : withOwner(database, guard.identity().user());
    }

    private static Database withOwner(Database database, @Nullable String owner) {
        return new Database(database.name(), database.comment(), database.location(), database.managedLocation(),
                database.parameters(), owner, PrincipalType.USER, database.createTime(), database.connector());
    }

    @EnforcementPoint
    Table ofNew(Table table, Database container) {
        boolean isAllowed = isAllowed(table.owner(), table.ownerType(), Owned.newIn(container, table.name()))
                && (ViewSecurity.of(table) != ViewSecurity.DEFINER || isOwnOrManaged(table));
        return isAllowed ? table : withOwner(table, guard.identity().user());
    }

    static Table withOwner(Table table, String owner) {
        return new Table(table.id(), table.name(), table.type(), owner, PrincipalType.USER, table.createTime(),
                table.lastAccessTime(), table.retention(), table.storage(), table.partitionKeys(), table.parameters(),
                table.viewOriginalText(), table.viewExpandedText(), table.rewriteEnabled(), table.creationMetadata(),
                table.writeId());
    }

    @EnforcementPoint
    Function ofNew(Function function, Database container) {
        CatalogObject object = new CatalogObject.OfFunction(function.name(),
                Owned.owner(container.owner(), container.ownerType()));
        return isAllowed(function.owner(), function.ownerType(), object)
                ? function
                : new Function(function.name(), function.className(), guard.identity().user(), PrincipalType.USER,
                        function.createTime(), function.resources());
    }

    private boolean isAllowed(@Nullable String name, PrincipalType type, CatalogObject object) {
        Principal owner = Owned.owner(name, type);
        return owner != null && guard.isSelf(owner) || guard.allows(Privilege.MANAGE, object);
    }

    /** Fails with ACCESS_DENIED if the owner changes and the caller may not change it. */
    @EnforcementPoint
    void checkKept(@Nullable String before, PrincipalType typeBefore, @Nullable String after, PrincipalType typeAfter,
            CatalogObject object) {
        if (!Objects.equals(before, after) || typeBefore != typeAfter) {
            guard.check(Privilege.MANAGE, object);
        }
    }

    /** Fails with ACCESS_DENIED if a change of a view gives it other rights to read with, or has those rights read something else, and the caller may not do that. */
    @EnforcementPoint
    void checkDefiner(Table before, Table after) {
        boolean isDefiner = ViewSecurity.of(after) == ViewSecurity.DEFINER;
        boolean wasDefiner = ViewSecurity.of(before) == ViewSecurity.DEFINER;
        if (!isDefiner && !wasDefiner) {
            return;
        }
        boolean isOtherText = !Objects.equals(before.viewOriginalText(), after.viewOriginalText())
                || !Objects.equals(before.viewExpandedText(), after.viewExpandedText());
        boolean isOtherOwner = !Objects.equals(before.owner(), after.owner())
                || before.ownerType() != after.ownerType();
        if (isOtherText || isOtherOwner || isDefiner != wasDefiner) {
            guard.check(Privilege.MANAGE, Owned.of(before));
        }
        if (isDefiner && isOtherOwner && !isOwnOrManaged(after)) {
            throw new CatalogException(Reason.ACCESS_DENIED,
                    "Cannot change owner of view %s: it is read with its owner's rights, so that only one who manages the catalog may put it in another's name"
                            .formatted(before.name()));
        }
    }

    private boolean isOwnOrManaged(Table view) {
        Principal owner = Owned.owner(view.owner(), view.ownerType());
        return owner == null || guard.isSelf(owner)
                || guard.allows(Privilege.MANAGE, new OfCatalog(view.name().database().catalog()));
    }
}

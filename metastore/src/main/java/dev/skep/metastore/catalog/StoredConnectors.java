package dev.skep.metastore.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.CatalogObject.OfCatalog;
import dev.skep.metastore.access.EnforcementPoint;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.access.Owned;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.connector.DataConnector;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.store.StoreTransaction;

final class StoredConnectors implements Connectors {
    private static final OfCatalog CATALOG = new OfCatalog(CatalogName.HIVE);

    private final Rooms rooms;
    private final Guard guard;

    StoredConnectors(Rooms rooms, Guard guard) {
        this.rooms = rooms;
        this.guard = guard;
    }

    @Override
    public void create(DataConnector connector) {
        guard.check(Privilege.MANAGE, CATALOG);
        TableRules.checkName(connector.name(), "data connector");
        DataConnector owned = connector.owner() == null
                ? connector.withOwner(guard.identity().user(), PrincipalType.USER)
                : connector;
        rooms.store().change(tx -> {
            if (tx.connectors().find(connector.name()).isPresent()) {
                throw new CatalogException(Reason.ALREADY_EXISTS,
                        "Cannot create data connector %s: it exists".formatted(connector.name()));
            }
            tx.connectors().insert(owned.withCreateTime(rooms.now()));
        });
    }

    @Override
    public DataConnector connector(String name) {
        return shown(seen(name, rooms.store().read(tx -> tx.connectors().find(lower(name)))));
    }

    private DataConnector seen(String name, Optional<DataConnector> found) {
        return found.filter(connector -> isOwn(connector) || guard.reveals(CATALOG)).orElseThrow(
                () -> new CatalogException(Reason.NOT_FOUND,
                        "Cannot find data connector %s: it does not exist".formatted(lower(name))));
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private boolean isOwn(DataConnector connector) {
        Principal owner = Owned.owner(connector.owner(), connector.ownerType());
        return owner != null && guard.isSelf(owner);
    }

    /** Secrets are for those who may change the connector. */
    @EnforcementPoint
    private DataConnector shown(DataConnector connector) {
        return isOwn(connector) || guard.allows(Privilege.MANAGE, CATALOG) ? connector : connector.redacted();
    }

    private DataConnector locked(StoreTransaction tx, String name) {
        DataConnector connector = seen(name, tx.connectors().lock(lower(name)));
        if (!isOwn(connector)) {
            guard.check(Privilege.MANAGE, CATALOG);
        }
        return connector;
    }

    @Override
    public void alter(String name, UnaryOperator<DataConnector> change) {
        rooms.store().change(tx -> {
            DataConnector before = locked(tx, name);
            DataConnector changed = change.apply(before);
            tx.connectors().update(new DataConnector(before.name(), changed.type(), changed.url(),
                    changed.description(), changed.parameters(), changed.owner(), changed.ownerType(),
                    before.createTime()));
        });
    }

    @Override
    public void drop(String name) {
        rooms.store().change(tx -> {
            DataConnector connector = locked(tx, name);
            List<Database> naming = tx.connectors().databasesOf(connector.name());
            if (!naming.isEmpty()) {
                List<Database> known = guard.visible(naming, Owned::of);
                throw known.isEmpty()
                        ? guard.refused("drop data connector " + connector.name() + " of", CATALOG)
                        : new CatalogException(Reason.INVALID_OPERATION,
                                "Cannot drop data connector %s: database %s names it".formatted(connector.name(),
                                        known.getFirst().name()));
            }
            tx.connectors().delete(connector.name());
        });
    }

    @Override
    public void dropUnchecked(String name) {
        rooms.store().change(tx -> tx.connectors().delete(locked(tx, name).name()));
    }

    @Override
    public List<String> names() {
        boolean seesAll = guard.sees(CATALOG);
        return rooms.store().read(tx -> tx.connectors().all()).stream()
                .filter(connector -> seesAll || isOwn(connector)).map(DataConnector::name).toList();
    }
}

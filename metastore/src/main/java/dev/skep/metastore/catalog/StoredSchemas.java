package dev.skep.metastore.catalog;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.CatalogObject.OfCatalog;
import dev.skep.metastore.access.CatalogObject.OfMember;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.access.Owned;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.SerDe;
import dev.skep.metastore.registry.ColumnSearch;
import dev.skep.metastore.registry.Schema;
import dev.skep.metastore.registry.SchemaName;
import dev.skep.metastore.registry.SchemaVersion;
import dev.skep.metastore.registry.VersionState;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.store.Stored;

/** Every change locks the schema's database, so that versions do not come to a schema that goes. */
final class StoredSchemas implements Schemas {
    private static final String KIND = "schema";

    private final Rooms rooms;
    private final Guard guard;
    private final Seen seen;

    StoredSchemas(Rooms rooms, Guard guard) {
        this.rooms = rooms;
        this.guard = guard;
        this.seen = new Seen(guard);
    }

    static OfMember object(Schema schema) {
        return object(schema.name(), schema.owner(), PrincipalType.USER);
    }

    private static OfMember object(SchemaName name, @Nullable String owner, PrincipalType ownerType) {
        return new OfMember(KIND, name.database(), name.name(), Owned.owner(owner, ownerType));
    }

    private Optional<Stored<Schema>> find(StoreTransaction tx, SchemaName name) {
        return tx.schemas().find(name).filter(stored -> guard.reveals(object(stored.value())));
    }

    private Stored<Schema> stored(StoreTransaction tx, SchemaName name) {
        return find(tx, name).orElseThrow(() -> object(name, null, PrincipalType.USER).absent());
    }

    /** Returns a schema that the caller may change so, and keeps it until the transaction ends. */
    private Stored<Schema> locked(StoreTransaction tx, SchemaName name, Privilege privilege) {
        tx.databases().lock(name.database());
        Stored<Schema> stored = stored(tx, name);
        guard.check(privilege, object(stored.value()));
        return stored;
    }

    @Override
    public void create(Schema schema) {
        SchemaName name = schema.name();
        TableRules.checkName(name.name(), KIND);
        rooms.store().change(tx -> {
            Stored<Database> database = seen.lockDatabase(tx, name.database());
            OfMember made = object(name, database.value().owner(), database.value().ownerType());
            guard.check(Privilege.CREATE, made);
            tx.schemas().find(name).ifPresent(existing -> {
                throw guard.reveals(object(existing.value()))
                        ? new CatalogException(Reason.ALREADY_EXISTS,
                                "Cannot create schema %s: it exists".formatted(name))
                        : guard.notCreated(made);
            });
            tx.schemas().insert(database.id(), schema.withOwner(guard.identity().user()));
        });
    }

    @Override
    public Schema schema(SchemaName name) {
        return rooms.store().read(tx -> stored(tx, name)).value();
    }

    @Override
    public void alter(SchemaName name, UnaryOperator<Schema> change) {
        rooms.store().change(tx -> {
            Stored<Schema> stored = locked(tx, name, Privilege.ALTER);
            Schema before = stored.value();
            Schema changed = change.apply(before);
            tx.schemas().update(stored.id(),
                    new Schema(name, before.kind(), changed.compatibility(), changed.validation(),
                            changed.canEvolve(), changed.group(), changed.description(), before.owner()));
        });
    }

    @Override
    public void drop(SchemaName name) {
        rooms.store().change(tx -> {
            Stored<Schema> stored = locked(tx, name, Privilege.DROP);
            tx.schemas().findLatest(name).ifPresent(latest -> {
                throw new CatalogException(Reason.INVALID_OPERATION,
                        "Cannot drop schema %s: it has versions, the latest is %d".formatted(name, latest.version()));
            });
            tx.schemas().delete(stored.id());
        });
    }

    @Override
    public void addVersion(SchemaVersion version) {
        rooms.store().change(tx -> {
            Stored<Schema> stored = locked(tx, version.schema(), Privilege.ALTER);
            if (tx.schemas().findVersion(version.schema(), version.version()).isPresent()) {
                throw new CatalogException(Reason.ALREADY_EXISTS, "Cannot add version %d of schema %s: it exists"
                        .formatted(version.version(), version.schema()));
            }
            tx.schemas().insertVersion(stored.id(), version);
        });
    }

    @Override
    public SchemaVersion version(SchemaName name, int version) {
        return rooms.store().read(tx -> {
            stored(tx, name);
            return versionOf(tx, name, version);
        });
    }

    private static SchemaVersion versionOf(StoreTransaction tx, SchemaName name, int version) {
        return tx.schemas().findVersion(name, version).orElseThrow(() -> new CatalogException(Reason.NOT_FOUND,
                "Cannot find version %d of schema %s: it does not exist".formatted(version, name)));
    }

    @Override
    public SchemaVersion latestVersion(SchemaName name) {
        return rooms.store().read(tx -> {
            stored(tx, name);
            return tx.schemas().findLatest(name);
        }).orElseThrow(() -> noVersions(name));
    }

    @Override
    public List<SchemaVersion> versions(SchemaName name) {
        List<SchemaVersion> versions = rooms.store().read(tx -> {
            stored(tx, name);
            return tx.schemas().versions(name);
        });
        if (versions.isEmpty()) {
            throw noVersions(name);
        }
        return versions;
    }

    private static CatalogException noVersions(SchemaName name) {
        return new CatalogException(Reason.NOT_FOUND,
                "Cannot find versions of schema %s: it has none".formatted(name));
    }

    @Override
    public void dropVersion(SchemaName name, int version) {
        rooms.store().change(tx -> {
            Stored<Schema> stored = locked(tx, name, Privilege.ALTER);
            versionOf(tx, name, version);
            tx.schemas().deleteVersion(stored.id(), version);
        });
    }

    @Override
    public List<Found> search(ColumnSearch search) {
        return guard.visible(rooms.store().read(tx -> tx.schemas().search(search)), found -> object(found.schema()))
                .stream().map(found -> new Found(found.schema().name(), found.version())).toList();
    }

    @Override
    public void mapToSerDe(SchemaName name, int version, String serDe) {
        rooms.store().change(tx -> {
            Stored<Schema> stored = locked(tx, name, Privilege.ALTER);
            SchemaVersion before = versionOf(tx, name, version);
            tx.schemas().updateVersion(stored.id(), before.withSerDe(serDe(tx, serDe)));
        });
    }

    @Override
    public void changeState(SchemaName name, int version, VersionState state) {
        rooms.store().change(tx -> {
            Stored<Schema> stored = locked(tx, name, Privilege.ALTER);
            tx.schemas().updateVersion(stored.id(), versionOf(tx, name, version).withState(state));
        });
    }

    @Override
    public void addSerDe(SerDe serDe) {
        String name = serDe.name();
        if (name == null || name.isEmpty()) {
            throw new CatalogException(Reason.INVALID_OBJECT, "Invalid serde: it has no name");
        }
        guard.check(Privilege.CREATE, new OfCatalog(CatalogName.HIVE));
        rooms.store().change(tx -> {
            if (tx.schemas().findSerDe(name).isPresent()) {
                throw new CatalogException(Reason.ALREADY_EXISTS, "Cannot add serde %s: it exists".formatted(name));
            }
            tx.schemas().insertSerDe(name, serDe);
        });
    }

    @Override
    public SerDe serDe(String name) {
        return rooms.store().read(tx -> serDe(tx, name));
    }

    private SerDe serDe(StoreTransaction tx, String name) {
        return tx.schemas().findSerDe(name).filter(found -> guard.reveals(new OfCatalog(CatalogName.HIVE)))
                .orElseThrow(() -> new CatalogException(Reason.NOT_FOUND,
                        "Cannot find serde %s: it does not exist".formatted(name)));
    }
}

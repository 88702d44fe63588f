package dev.skep.metastore.store.jdbc;

import java.util.List;
import java.util.Optional;

import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.routine.Routine;
import dev.skep.metastore.routine.RoutineKind;
import dev.skep.metastore.routine.RoutineName;
import dev.skep.metastore.store.RoutineStore;
import dev.skep.metastore.store.Stored;

final class JdbcRoutines implements RoutineStore {
    private static final String FROM = """
             FROM CATALOGS C JOIN DATABASES D ON D.CATALOG_ID = C.ID JOIN ROUTINES R ON R.DATABASE_ID = D.ID
            WHERE R.KIND = ? AND C.NAME = ?""";

    private final Statements statements;
    private final Ids ids;

    JdbcRoutines(Statements statements, Ids ids) {
        this.statements = statements;
        this.ids = ids;
    }

    @Override
    public Optional<Stored<Routine>> find(RoutineName name) {
        return statements.first(
                "SELECT R.ID, R.OWNER_NAME, R.HEADER, R.BODY" + FROM + " AND D.NAME = ? AND R.NAME = ?",
                row -> new Stored<>(row.getLong(1),
                        new Routine(name, row.getString(2), row.getString(3), row.getString(4))),
                name.kind().name(), name.database().catalog().name(), name.database().name(), name.name());
    }

    @Override
    public List<Listed> list(RoutineKind kind, CatalogName catalog) {
        return statements.list("SELECT D.NAME, R.NAME, R.OWNER_NAME" + FROM + " ORDER BY D.NAME, R.NAME",
                row -> new Listed(
                        new RoutineName(kind, new DatabaseName(catalog, row.getString(1)), row.getString(2)),
                        row.getString(3)),
                kind.name(), catalog.name());
    }

    @Override
    public void insert(long databaseId, Routine routine) {
        statements.update(
                "INSERT INTO ROUTINES (ID, DATABASE_ID, KIND, NAME, OWNER_NAME, HEADER, BODY) VALUES (?, ?, ?, ?, ?, ?, ?)",
                ids.next(), databaseId, routine.name().kind().name(), routine.name().name(), routine.owner(),
                routine.header(), routine.body());
    }

    @Override
    public void update(long id, Routine changed) {
        statements.update("UPDATE ROUTINES SET OWNER_NAME = ?, HEADER = ?, BODY = ? WHERE ID = ?", changed.owner(),
                changed.header(), changed.body(), id);
    }

    @Override
    public void delete(long id) {
        statements.update("DELETE FROM ROUTINES WHERE ID = ?", id);
    }

    @Override
    public void deleteAll(long databaseId) {
        statements.update("DELETE FROM ROUTINES WHERE DATABASE_ID = ?", databaseId);
    }
}

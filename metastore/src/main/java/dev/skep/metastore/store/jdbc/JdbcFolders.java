package dev.skep.metastore.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.store.FolderStore;
import dev.skep.metastore.store.FolderTask;
import dev.skep.metastore.store.FolderTask.Kind;

final class JdbcFolders implements FolderStore {

    private final Statements statements;
    private final Ids ids;

    JdbcFolders(Statements statements, Ids ids) {
        this.statements = statements;
        this.ids = ids;
    }

    @Override
    public List<FolderTask> add(List<FolderTask> tasks) {
        List<FolderTask> added = new ArrayList<>(tasks.size());
        List<@Nullable Object[]> rows = new ArrayList<>(tasks.size());
        for (FolderTask task : tasks) {
            FolderTask numbered = task.withId(ids.next());
            added.add(numbered);
            rows.add(new @Nullable Object[]{numbered.id(), task.kind().name(), task.folder(), task.target(),
                    Json.write(json -> Json.writeStrings(json, task.places()))});
        }
        statements.add("INSERT INTO FOLDER_TASKS (ID, KIND, FOLDER, TARGET, PLACES) VALUES (?, ?, ?, ?, ?)", rows);
        return added;
    }

    @Override
    public List<Place> places() {
        if (statements.dialect() != Dialect.POSTGRESQL) {
            return statements.list("SELECT ID, FOLDER, TARGET FROM FOLDER_TASKS ORDER BY ID",
                    row -> new Place(row.getLong(1), row.getString(2), row.getString(3)));
        }
        List<Place> all = statements.list(
                "SELECT 0 AS ID, %s AS FOLDER, NULL AS TARGET UNION ALL SELECT ID, FOLDER, TARGET FROM FOLDER_TASKS ORDER BY ID"
                        .formatted(statements.idleLimit(false)),
                row -> new Place(row.getLong(1), row.getString(2), row.getString(3)));
        return all.subList(1, all.size());
    }

    @Override
    public Optional<FolderTask> take(long id) {
        return statements.dialect().returnsChanges() ? deleted(statements.idleLimit(false), id) : taken(select(), id);
    }

    @Override
    public Optional<FolderTask> takeAlone(long id) {
        return statements.dialect() == Dialect.POSTGRESQL
                ? deleted(statements.idleLimit(false) + ", SET_CONFIG('synchronous_commit', 'off', TRUE)", id)
                : take(id);
    }

    /** Waits, if it must, at the row itself: whoever deleted it has committed then, and it is not found. */
    private Optional<FolderTask> deleted(String settings, long id) {
        return statements.first(
                "DELETE FROM FOLDER_TASKS WHERE ID = ? RETURNING KIND, FOLDER, TARGET, PLACES, " + settings,
                row -> read(row, id), id);
    }

    /** The embedded store knows no other way than to wait; nobody but this process is there to be waited for. */
    @Override
    public Optional<FolderTask> takeIfFree(long id) {
        return taken(statements.dialect() == Dialect.HSQLDB ? select() : select() + " FOR UPDATE SKIP LOCKED", id);
    }

    @Override
    public void worked() {
        if (statements.dialect() == Dialect.POSTGRESQL) {
            statements.later("SELECT " + statements.idleLimit(true));
        }
    }

    private static FolderTask read(ResultSet row, long id) throws SQLException {
        return new FolderTask(id, Kind.valueOf(row.getString(1)), row.getString(2), row.getString(3),
                Json.read(row.getString(4), Json::readStrings));
    }

    private String select() {
        return "SELECT KIND, FOLDER, TARGET, PLACES, %s FROM FOLDER_TASKS WHERE ID = ?"
                .formatted(statements.idleLimit(false));
    }

    private Optional<FolderTask> taken(String select, long id) {
        Optional<FolderTask> found = statements.first(select, row -> read(row, id), id);
        // One that waited here for another's transaction changes nothing if that went through.
        return found.filter(_ -> statements.update("DELETE FROM FOLDER_TASKS WHERE ID = ?", id) == 1);
    }
}

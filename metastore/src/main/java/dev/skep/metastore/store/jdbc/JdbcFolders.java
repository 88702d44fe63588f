package dev.skep.metastore.store.jdbc;

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
        statements.batch("INSERT INTO FOLDER_TASKS (ID, KIND, FOLDER, TARGET, PLACES) VALUES (?, ?, ?, ?, ?)", rows);
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
        return taken(select(), id);
    }

    /** The embedded store knows no other way than to wait; nobody but this process is there to be waited for. */
    @Override
    public Optional<FolderTask> takeIfFree(long id) {
        return taken(statements.dialect() == Dialect.HSQLDB ? select() : select() + " FOR UPDATE SKIP LOCKED", id);
    }

    @Override
    public void worked() {
        if (statements.dialect() == Dialect.POSTGRESQL) {
            statements.list("SELECT " + statements.idleLimit(true), row -> row.getString(1));
        }
    }

    private String select() {
        return "SELECT KIND, FOLDER, TARGET, PLACES, %s FROM FOLDER_TASKS WHERE ID = ?"
                .formatted(statements.idleLimit(false));
    }

    private Optional<FolderTask> taken(String select, long id) {
        Optional<FolderTask> found = statements.first(select, row -> new FolderTask(id, Kind.valueOf(row.getString(1)),
                row.getString(2), row.getString(3), Json.read(row.getString(4), Json::readStrings)), id);
        // One that waited here for another's transaction changes nothing if that went through.
        return found.filter(_ -> statements.update("DELETE FROM FOLDER_TASKS WHERE ID = ?", id) == 1);
    }
}

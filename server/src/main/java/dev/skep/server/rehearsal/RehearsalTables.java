package dev.skep.server.rehearsal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.CatalogException;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.AuthorizedTable;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.catalog.DataRemoval;
import dev.skep.metastore.catalog.NamePattern;
import dev.skep.metastore.catalog.Tables;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Constraint;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.model.TableType;
import dev.skep.storage.file.Location;
import org.jspecify.annotations.Nullable;

/** The tables of the rehearsal: everybody may read them, nobody may change them. */
record RehearsalTables(Map<TableName, AuthorizedTable> all) implements Tables {
    public RehearsalTables {
        all = Map.copyOf(all);
    }

    @Override
    public Optional<AuthorizedTable> find(TableName name) {
        return Optional.ofNullable(all.get(name));
    }

    @Override
    public AuthorizedTable table(TableName name) {
        AuthorizedTable found = all.get(name);
        if (found == null) {
            throw new CatalogException(Reason.NOT_FOUND, "Table '%s' does not exist".formatted(name));
        }
        return found;
    }

    @Override
    public AuthorizedTable tableFor(Privilege privilege, TableName name) {
        return table(name);
    }

    @Override
    public AuthorizedTable readAgain(AuthorizedTable before) {
        return before;
    }

    @Override
    public Location defaultLocation(TableName name, TableType type) {
        throw RehearsalSession.absent("defaultLocation");
    }

    @Override
    public Table placed(Table table) {
        throw RehearsalSession.absent("placed");
    }

    @Override
    public List<AuthorizedTable> tables(DatabaseName database, List<String> names) {
        throw RehearsalSession.absent("tables");
    }

    @Override
    public List<String> names(DatabaseName database, NamePattern pattern, Set<TableType> types) {
        throw RehearsalSession.absent("names");
    }

    @Override
    public List<Tables.TableSummary> summaries(CatalogName catalog, NamePattern databases, NamePattern tables,
            Set<TableType> types) {
        throw RehearsalSession.absent("summaries");
    }

    @Override
    public Table create(Table table) {
        throw RehearsalSession.absent("create");
    }

    @Override
    public Table create(Table table, List<Constraint> constraints) {
        throw RehearsalSession.absent("create");
    }

    @Override
    public Table create(Table table, List<Constraint> constraints, List<Grant> grants) {
        throw RehearsalSession.absent("create");
    }

    @Override
    public Table alter(TableName name, Table changed, Tables.Cascade cascade,
            Map<String, @Nullable String> expectedParameters) {
        throw RehearsalSession.absent("alter");
    }

    @Override
    public void changeCounts(TableName name, UnaryOperator<Map<String, String>> change) {
        throw RehearsalSession.absent("changeCounts");
    }

    @Override
    public void drop(TableName name, DataRemoval data) {
        throw RehearsalSession.absent("drop");
    }

    @Override
    public void truncate(TableName name, @Nullable List<String> partitionNames) {
        throw RehearsalSession.absent("truncate");
    }
}

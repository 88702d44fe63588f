package dev.skep.query.lifecycle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.AuthorizedTable;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.ColumnMask;
import dev.skep.metastore.access.FileReader;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.RowFilter;
import dev.skep.metastore.catalog.Access;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.catalog.CatalogVersion;
import dev.skep.metastore.catalog.Compactions;
import dev.skep.metastore.catalog.Materializations;
import dev.skep.metastore.catalog.Replication;
import dev.skep.metastore.catalog.ResourcePlans;
import dev.skep.metastore.catalog.RuntimeHistory;
import dev.skep.metastore.catalog.ScheduledQueries;
import dev.skep.metastore.catalog.Locks;
import dev.skep.metastore.catalog.Transactions;
import dev.skep.metastore.catalog.DataRemoval;
import dev.skep.metastore.catalog.Databases;
import dev.skep.metastore.catalog.Events;
import dev.skep.metastore.catalog.Functions;
import dev.skep.metastore.catalog.MetastoreCatalog;
import dev.skep.metastore.catalog.NamePattern;
import dev.skep.metastore.catalog.Partitions;
import dev.skep.metastore.catalog.Statistics;
import dev.skep.metastore.catalog.Tables;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.model.TableType;
import dev.skep.storage.file.Location;
import org.jspecify.annotations.Nullable;

/** A catalog in front of which a test puts policies, by user and table of the database {@code default}. */
final class PolicyCatalog implements MetastoreCatalog {
    private final MetastoreCatalog stored;
    private final Map<String, Restriction> restrictions = new ConcurrentHashMap<>();

    PolicyCatalog(MetastoreCatalog stored) {
        this.stored = stored;
    }

    /** What one user may not see of one table. */
    static final class Restriction {
        private final Set<String> hidden = new LinkedHashSet<>();
        private final List<RowFilter> filters = new ArrayList<>();
        private final Map<String, ColumnMask> masks = new HashMap<>();
        private boolean denied;
        private boolean absent;

        Restriction hide(String... columns) {
            hidden.addAll(List.of(columns));
            return this;
        }

        Restriction filter(String condition) {
            filters.add(new RowFilter("filter" + filters.size(), condition));
            return this;
        }

        Restriction mask(String column, String expression) {
            masks.put(column, new ColumnMask("mask_" + column, expression));
            return this;
        }

        /** It is seen, but its rows may not be read. */
        Restriction deny() {
            denied = true;
            return this;
        }

        /** It is not seen. */
        Restriction vanish() {
            absent = true;
            return this;
        }
    }

    Restriction restrict(String user, String table) {
        return restrictions.computeIfAbsent(user + "@" + table, ignored -> new Restriction());
    }

    void free(String user, String table) {
        restrictions.remove(user + "@" + table);
    }

    @Override
    public CatalogSession sessionFor(Caller caller, FileReader reader) {
        return new Session(stored.sessionFor(caller, reader), caller, reader);
    }

    private static Table without(Table table, Set<String> hidden) {
        List<Column> keys = table.partitionKeys().stream().filter(key -> !hidden.contains(key.name())).toList();
        List<Column> data = table.storage().columns().stream().filter(column -> !hidden.contains(column.name()))
                .toList();
        return new Table(table.id(), table.name(), table.type(), table.owner(), table.ownerType(), table.createTime(),
                table.lastAccessTime(), table.retention(), table.storage().withColumns(data), keys, table.parameters(),
                table.viewOriginalText(), table.viewExpandedText(), table.rewriteEnabled(), table.creationMetadata(),
                table.writeId());
    }

    private final class Session implements CatalogSession {
        private final CatalogSession session;
        private final Caller caller;
        private final FileReader reader;

        Session(CatalogSession session, Caller caller, FileReader reader) {
            this.session = session;
            this.caller = caller;
            this.reader = reader;
        }

        private @Nullable Restriction of(TableName name) {
            return restrictions.get(caller.user() + "@" + name.name());
        }

        @Override
        public Identity identity() {
            return session.identity();
        }

        @Override
        public CatalogVersion version() {
            return session.version();
        }

        @Override
        public Databases databases() {
            return session.databases();
        }

        @Override
        public Tables tables() {
            return new GuardedTables(session.tables(), this);
        }

        @Override
        public Partitions partitions() {
            return session.partitions();
        }

        @Override
        public Functions functions() {
            return session.functions();
        }

        @Override
        public Statistics statistics() {
            return session.statistics();
        }

        @Override
        public dev.skep.metastore.catalog.Constraints constraints() {
            return session.constraints();
        }

        @Override
        public Events events() {
            return session.events();
        }

        @Override
        public Transactions transactions() {
            return session.transactions();
        }

        @Override
        public Locks locks() {
            return session.locks();
        }

        @Override
        public Compactions compactions() {
            return session.compactions();
        }

        @Override
        public dev.skep.metastore.catalog.Schemas schemas() {
            return session.schemas();
        }

        @Override
        public dev.skep.metastore.catalog.Routines routines() {
            return session.routines();
        }

        @Override
        public dev.skep.metastore.catalog.Connectors connectors() {
            return session.connectors();
        }

        @Override
        public dev.skep.metastore.catalog.PropertyMaps propertyMaps() {
            return session.propertyMaps();
        }

        @Override
        public dev.skep.metastore.catalog.Indexes indexes() {
            return session.indexes();
        }

        @Override
        public Materializations materializations() {
            return session.materializations();
        }

        @Override
        public Replication replication() {
            return session.replication();
        }

        @Override
        public ResourcePlans resourcePlans() {
            return session.resourcePlans();
        }

        @Override
        public RuntimeHistory runtimeHistory() {
            return session.runtimeHistory();
        }

        @Override
        public ScheduledQueries scheduledQueries() {
            return session.scheduledQueries();
        }

        @Override
        public Access access() {
            return session.access();
        }

        @Override
        public dev.skep.metastore.catalog.Grants grants() {
            return session.grants();
        }

        @Override
        public dev.skep.metastore.catalog.SharedTokens sharedTokens() {
            return session.sharedTokens();
        }

        @Override
        public dev.skep.metastore.catalog.Types types() {
            return session.types();
        }

        @Override
        public dev.skep.metastore.catalog.PartitionMarks partitionMarks() {
            return session.partitionMarks();
        }

        @Override
        public CatalogSession adopting() {
            return session.adopting();
        }

        @Override
        public CatalogSession sessionOfDefiner(TableName view) {
            String owner = String.valueOf(session.tables().table(view).visible().owner());
            return sessionFor(new Caller(Identity.of(owner), caller.origin()), reader);
        }
    }

    private record GuardedTables(Tables tables, Session session) implements Tables {

        private Optional<AuthorizedTable> guarded(AuthorizedTable table) {
            Restriction restriction = session.of(table.name());
            if (restriction == null) {
                return Optional.of(table);
            }
            return restriction.absent
                    ? Optional.empty()
                    : Optional.of(new AuthorizedTable(without(table.beneathPolicies(), restriction.hidden),
                            table.beneathPolicies(), restriction.filters, restriction.masks));
        }

        @Override
        public Optional<AuthorizedTable> find(TableName name) {
            return tables.find(name).flatMap(this::guarded);
        }

        @Override
        public AuthorizedTable table(TableName name) {
            return find(name).orElseThrow(() -> new CatalogException(Reason.NOT_FOUND,
                    "Cannot find table %s: it does not exist".formatted(name)));
        }

        @Override
        public AuthorizedTable tableFor(Privilege privilege, TableName name) {
            AuthorizedTable found = guarded(tables.tableFor(privilege, name)).orElseThrow(() -> new CatalogException(
                    Reason.NOT_FOUND, "Cannot find table %s: it does not exist".formatted(name)));
            Restriction restriction = session.of(name);
            if (restriction != null && restriction.denied && privilege == Privilege.SELECT) {
                throw new CatalogException(Reason.ACCESS_DENIED, "Cannot SELECT table %s: not allowed".formatted(name));
            }
            return found;
        }

        @Override
        public AuthorizedTable readAgain(AuthorizedTable before) {
            return tableFor(Privilege.SELECT, before.name());
        }

        @Override
        public Location defaultLocation(TableName name, TableType type) {
            return tables.defaultLocation(name, type);
        }

        @Override
        public Table placed(Table table) {
            return tables.placed(table);
        }

        @Override
        public void changeCounts(TableName name, UnaryOperator<Map<String, String>> change) {
            tables.changeCounts(name, change);
        }

        @Override
        public List<AuthorizedTable> tables(DatabaseName database, List<String> names) {
            return tables.tables(database, names).stream().flatMap(table -> guarded(table).stream()).toList();
        }

        @Override
        public List<String> names(DatabaseName database, NamePattern pattern, Set<TableType> types) {
            return tables.names(database, pattern, types);
        }

        @Override
        public List<TableSummary> summaries(CatalogName catalog, NamePattern databases, NamePattern names,
                Set<TableType> types) {
            return tables.summaries(catalog, databases, names, types);
        }

        @Override
        public Table create(Table table, List<dev.skep.metastore.model.Constraint> constraints) {
            return tables.create(table, constraints);
        }

        @Override
        public Table create(Table table, List<dev.skep.metastore.model.Constraint> constraints,
                List<dev.skep.metastore.access.AccessPolicy.Grant> grants) {
            return tables.create(table, constraints, grants);
        }

        @Override
        public Table create(Table table) {
            return tables.create(table);
        }

        @Override
        public Table alter(TableName name, Table changed, Cascade cascade,
                Map<String, @Nullable String> expectedParameters) {
            return tables.alter(name, changed, cascade, expectedParameters);
        }

        @Override
        public void drop(TableName name, DataRemoval data) {
            tables.drop(name, data);
        }

        @Override
        public void truncate(TableName name, @Nullable List<String> partitionNames) {
            tables.truncate(name, partitionNames);
        }
    }
}

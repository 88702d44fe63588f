package dev.skep.metastore.access;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.AccessLog.Event;
import dev.skep.metastore.access.AccessLog.Outcome;
import dev.skep.metastore.access.Entitlements.TableAccess;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.Table;

/**
 * Every call of a session passes here, with what it wants to do to which object. What the caller may not see is answered as if it did not exist;
 * what it sees but may not do, with ACCESS_DENIED. Refusals are logged, and readings that were restricted.
 */
public final class Guard {
    private final Caller caller;
    private final FileReader reader;
    private final PolicyIndex policies;
    private final Entitlements entitlements;
    private final Clock clock;
    private final AccessLog log;

    public Guard(Caller caller, FileReader reader, PolicyIndex policies, Clock clock, AccessLog log) {
        this.caller = requireNonNull(caller, "caller is null");
        this.reader = requireNonNull(reader, "reader is null");
        this.policies = requireNonNull(policies, "policies is null");
        this.entitlements = policies.entitlementsOf(caller.identity());
        this.clock = requireNonNull(clock, "clock is null");
        this.log = requireNonNull(log, "log is null");
    }

    public Caller caller() {
        return caller;
    }

    /** The caller with all its roles. */
    public Identity identity() {
        return entitlements.identity();
    }

    /** Who will read the files of the tables that are handed out. */
    public FileReader reader() {
        return reader;
    }

    /** What is in force for this session. */
    public PolicyIndex policies() {
        return policies;
    }

    /** Returns a guard for another identity under the same policies, from the same place. */
    public Guard as(Identity other) {
        return new Guard(new Caller(other, caller.origin()), reader, policies, clock, log);
    }

    /** Returns if the privilege is there; fails as if the object did not exist if it may not be seen, else with ACCESS_DENIED. */
    @EnforcementPoint
    public void check(Privilege privilege, CatalogObject object) {
        Decision decision = decide(privilege, object);
        if (decision.isAllowed()) {
            return;
        }
        denied(privilege.name(), nameOf(object), decision.policies(), decision.explanation());
        // What is about to be made is not there to be seen; its container has been looked at before.
        if (privilege == Privilege.CREATE || sees(object)) {
            throw refusal(privilege, object, decision.explanation());
        }
        throw object.absent();
    }

    private Decision decide(Privilege privilege, CatalogObject object) {
        return entitlements.decide(privilege, object, caller.origin(), clock.instant());
    }

    /**
     * The refusal of something that would be made. It reads the same whether the privilege is missing or the name is taken by something that the caller may not
     * see.
     */
    public CatalogException notCreated(CatalogObject object) {
        return new CatalogException(Reason.ACCESS_DENIED, "Cannot create %s: not allowed".formatted(nameOf(object)));
    }

    private CatalogException refusal(Privilege privilege, CatalogObject object, String explanation) {
        if (object instanceof CatalogObject.OfLocation) {
            return object.absent();
        }
        return privilege == Privilege.CREATE
                ? notCreated(object)
                : new CatalogException(Reason.ACCESS_DENIED, "Cannot %s %s: not allowed, %s"
                        .formatted(privilege.name().toLowerCase(Locale.ROOT), nameOf(object), explanation));
    }

    private static String nameOf(CatalogObject object) {
        return switch (object) {
            case CatalogObject.OfCatalog catalog -> "catalog " + catalog.name();
            case CatalogObject.OfDatabase database -> "database " + database.name();
            case CatalogObject.OfTable table -> "table " + table.name();
            case CatalogObject.OfFunction function -> "function " + function.name();
            case CatalogObject.OfMember member -> member.toString();
            case CatalogObject.OfLocation location -> "location " + location.location();
        };
    }

    private void denied(String operation, String object, List<String> deciding, String detail) {
        log.record(new Event(caller, Outcome.DENIED, operation, object, deciding, detail));
    }

    /** True if the privilege is there; nothing is logged. */
    @EnforcementPoint
    public boolean allows(Privilege privilege, CatalogObject object) {
        return entitlements.isAllowed(privilege, object, caller.origin(), clock.instant());
    }

    /** True if the caller may know that the object exists. */
    @EnforcementPoint
    public boolean sees(CatalogObject object) {
        return entitlements.sees(object, caller.origin(), clock.instant());
    }

    /** As {@link #sees}, for an object that the caller named: that it is kept from him is logged. */
    public boolean reveals(CatalogObject object) {
        if (sees(object)) {
            return true;
        }
        denied(Privilege.DESCRIBE.name(), nameOf(object), List.of(), "it may not be seen");
        return false;
    }

    /** Returns those that the caller may know of. */
    @EnforcementPoint
    public <T> List<T> visible(List<T> all, Function<T, CatalogObject> object) {
        Origin origin = caller.origin();
        Instant now = clock.instant();
        List<T> visible = new ArrayList<>(all.size());
        for (T one : all) {
            if (entitlements.sees(object.apply(one), origin, now)) {
                visible.add(one);
            }
        }
        return visible;
    }

    /** True if it is sure that the caller may know of every table of a database, so that {@link #visible} would take none away. */
    @EnforcementPoint
    public boolean seesAllTables(DatabaseName database) {
        return entitlements.seesAllTables(database, caller.origin(), clock.instant());
    }

    /** True if the owner is the caller himself, or a role or group of his. */
    @EnforcementPoint
    public boolean isSelf(Principal owner) {
        return switch (owner.type()) {
            case USER -> owner.name().equals(identity().user());
            case GROUP -> identity().groups().contains(owner.name());
            case ROLE -> identity().roles().stream().anyMatch(role -> Principal.role(role).equals(owner));
        };
    }

    /**
     * Returns a table whose existence the caller may know, as he may see it. Fails with ACCESS_DENIED if he reads files himself and rows or values are kept
     * from him.
     */
    public AuthorizedTable authorize(Table table) {
        return handedOut(table, accessTo(table, Privilege.DESCRIBE));
    }

    private AuthorizedTable handedOut(Table table, TableAccess access) {
        AuthorizedTable seen = restricted(AuthorizedTable.unrestricted(table), access);
        if (!mayHandOut(seen, access)) {
            throw fileRefusal(seen, access);
        }
        return seen;
    }

    /** As {@link #authorize} for one of many: empty instead of a failure. */
    public Optional<AuthorizedTable> authorizeInBulk(Table table) {
        TableAccess access = accessTo(table, Privilege.DESCRIBE);
        AuthorizedTable seen = restricted(AuthorizedTable.unrestricted(table), access);
        return mayHandOut(seen, access) ? Optional.of(seen) : Optional.empty();
    }

    /**
     * Returns a table to one who may do {@code privilege} with it; for SELECT only the columns that may be read. Fails with ACCESS_DENIED if there is none, or
     * if the policies on the table cannot be applied.
     */
    public AuthorizedTable authorizeFor(Privilege privilege, Table table) {
        if (privilege != Privilege.SELECT) {
            check(privilege, Owned.of(table));
            return authorize(table);
        }
        TableAccess access = accessTo(table, Privilege.SELECT);
        checkReadable(table, access);
        AuthorizedTable seen = handedOut(table, access);
        if (!seen.isUnrestricted()) {
            log.record(new Event(caller, Outcome.ALTERED, Privilege.SELECT.name(), "table " + table.name(),
                    access.policies(), "%d columns hidden, %d row filters, %d masks".formatted(
                            seen.hiddenColumns().size(), seen.rowFilters().size(), seen.columnMasks().size())));
        }
        return seen;
    }

    private TableAccess accessTo(Table table, Privilege privilege) {
        return entitlements.accessTo(table, privilege, caller.origin(), clock.instant());
    }

    @EnforcementPoint
    private void checkReadable(Table table, TableAccess access) {
        if (table.columns().isEmpty()) {
            check(Privilege.SELECT, Owned.of(table));
        } else if (access.columns().isEmpty()) {
            Decision decision = decide(Privilege.SELECT, Owned.of(table));
            String explanation = decision.isAllowed() ? "none of its columns may be read" : decision.explanation();
            denied(Privilege.SELECT.name(), "table " + table.name(), access.policies(), explanation);
            throw refusal(Privilege.SELECT, Owned.of(table), explanation);
        }
        String problem = access.problem();
        if (problem != null) {
            denied(Privilege.SELECT.name(), "table " + table.name(), access.policies(), problem);
            throw new CatalogException(Reason.ACCESS_DENIED,
                    "Cannot read table %s: %s".formatted(table.name(), problem));
        }
    }

    /** Returns the table with what the policies take from it and put on it. */
    @EnforcementPoint
    private AuthorizedTable restricted(AuthorizedTable whole, TableAccess access) {
        Table table = whole.beneathPolicies();
        if (isTrusted(table)) {
            return whole;
        }
        Set<String> hidden = new HashSet<>();
        for (Column column : table.columns()) {
            if (!access.columns().contains(column.name())) {
                hidden.add(column.name());
            }
        }
        Set<String> unread = unread(table, access);
        if (unread.isEmpty() && access.filters().isEmpty() && access.problem() == null) {
            return whole;
        }
        Map<String, ColumnMask> masks = new java.util.HashMap<>(access.masks());
        masks.keySet().removeAll(hidden);
        Table visible = Redaction.withoutBounds(Redaction.withoutColumns(table, hidden), unread);
        if (!access.filters().isEmpty() || access.problem() != null) {
            visible = Redaction.withoutCounts(visible);
        }
        return new AuthorizedTable(visible, table, access.filters(), masks);
    }

    /** The columns whose values the caller may not read as they are: hidden and masked ones, and those that he may only know of. */
    private Set<String> unread(Table table, TableAccess access) {
        Set<String> unread = new HashSet<>(access.masks().keySet());
        Set<String> readable = accessTo(table, Privilege.SELECT).columns();
        for (Column column : table.columns()) {
            if (!readable.contains(column.name())) {
                unread.add(column.name());
            }
        }
        return unread;
    }

    /** True for a client that promises to keep filters, masks and hidden columns itself. */
    @EnforcementPoint
    private boolean isTrusted(Table table) {
        return reader == FileReader.CLIENT
                && entitlements.isAllowed(Privilege.TRUST, Owned.of(table), caller.origin(), clock.instant());
    }

    /** True unless the caller would read rows or values from the files that are kept from him. */
    @EnforcementPoint
    private boolean mayHandOut(AuthorizedTable table, TableAccess access) {
        return reader == FileReader.ENGINE || isTrusted(table.beneathPolicies())
                || !table.restrictsRows() && access.problem() == null && FilePositions.agree(table);
    }

    private CatalogException fileRefusal(AuthorizedTable table, TableAccess access) {
        String reason = reasonOf(table, access);
        denied(Privilege.TRUST.name(), "table " + table.name(), access.policies(), reason);
        return new CatalogException(Reason.ACCESS_DENIED,
                "Cannot hand out table %s: %s, and engines that read its files themselves do not keep that; read it through Skep's SQL"
                        .formatted(table.name(), reason));
    }

    private static String reasonOf(AuthorizedTable table, TableAccess access) {
        Set<String> names = new LinkedHashSet<>();
        table.rowFilters().forEach(filter -> names.add("row filter " + filter.policy()));
        table.columnMasks().values().forEach(mask -> names.add("column mask " + mask.policy()));
        String problem = access.problem();
        if (!names.isEmpty()) {
            return "what you may see of it is restricted by " + String.join(", ", names);
        }
        return problem != null ? problem : "columns are hidden from you, and its format finds columns by position";
    }

    /** True if the caller may read every row, column and value. */
    @EnforcementPoint
    public boolean readsAll(Table table) {
        TableAccess access = accessTo(table, Privilege.SELECT);
        return access.problem() == null && access.filters().isEmpty() && access.masks().isEmpty()
                && table.columns().stream().allMatch(column -> access.columns().contains(column.name()))
                && (!table.columns().isEmpty() || allows(Privilege.SELECT, Owned.of(table)));
    }

    /** True if the caller may read all that there is of the table, or promises to keep restrictions itself. */
    @EnforcementPoint
    public boolean seesAll(Table table) {
        return isTrusted(table) || readsAll(table);
    }

    /**
     * Fails with ACCESS_DENIED if partitions of the table tell what is kept from the caller: where rows are filtered, or values of partition keys masked or
     * hidden. Values of keys are for those who may read them, or change partitions.
     */
    @EnforcementPoint
    public void checkPartitions(AuthorizedTable table) {
        Table whole = table.beneathPolicies();
        if (isTrusted(whole)) {
            return;
        }
        TableAccess access = accessTo(whole, Privilege.SELECT);
        String reason = null;
        if (!access.filters().isEmpty()) {
            reason = "its rows are filtered for you by " + String.join(", ",
                    access.filters().stream().map(RowFilter::policy).toList());
        } else if (access.problem() != null) {
            reason = access.problem();
        } else if (whole.partitionKeys().stream().anyMatch(key -> access.masks().containsKey(key.name()))) {
            reason = "values of its partition keys are masked for you";
        } else if (whole.partitionKeys().size() != table.visible().partitionKeys().size()) {
            reason = "partition keys are hidden from you";
        } else if (!whole.partitionKeys().stream().allMatch(key -> access.columns().contains(key.name()))
                && !changesPartitions(whole)) {
            reason = "you may not read its partition keys";
        }
        if (reason != null) {
            denied(Privilege.SELECT.name(), "partitions of " + whole.name(), access.policies(), reason);
            throw new CatalogException(Reason.ACCESS_DENIED,
                    "Cannot look at partitions of %s: %s".formatted(whole.name(), reason));
        }
    }

    private boolean changesPartitions(Table table) {
        CatalogObject object = Owned.of(table);
        return allows(Privilege.INSERT, object) || allows(Privilege.DELETE, object) || allows(Privilege.ALTER, object);
    }

    /** Returns partitions without what the caller may not see of their table. */
    public List<Partition> visible(List<Partition> partitions, AuthorizedTable table) {
        return Redaction.withoutColumns(partitions, table);
    }

    /** Returns those of the columns whose statistics tell nothing that is kept from the caller: he reads their values, and all rows. */
    @EnforcementPoint
    public List<String> withKnownValues(List<String> columns, Table table) {
        if (isTrusted(table)) {
            return columns;
        }
        TableAccess access = accessTo(table, Privilege.SELECT);
        if (!access.filters().isEmpty() || access.problem() != null) {
            return List.of();
        }
        return columns.stream().filter(column -> access.columns().contains(column.toLowerCase(Locale.ROOT))
                && !access.masks().containsKey(column.toLowerCase(Locale.ROOT))).toList();
    }

    /** Fails with ACCESS_DENIED if the caller does not see all of a table; {@code verb} says what he wanted to do. */
    @EnforcementPoint
    public void checkWhole(String verb, Table table) {
        if (!seesAll(table)) {
            throw partly(verb, table, "part of it is kept from you");
        }
    }

    /**
     * Fails with ACCESS_DENIED if a change made from what the caller sees would lose or uncover something: hidden columns; or filtered rows and masked values,
     * unless he could lift the policies himself.
     */
    @EnforcementPoint
    public void checkChange(String verb, Table table) {
        if (isTrusted(table)) {
            return;
        }
        TableAccess access = accessTo(table, Privilege.DESCRIBE);
        if (!table.columns().stream().allMatch(column -> access.columns().contains(column.name()))) {
            throw partly(verb, table, "some of its columns are hidden from you");
        }
        boolean isRestricted = !access.filters().isEmpty() || !access.masks().isEmpty() || access.problem() != null;
        if (isRestricted && !allows(Privilege.MANAGE, Owned.of(table))) {
            throw partly(verb, table, "its rows or values are restricted for you");
        }
    }

    /** Fails with ACCESS_DENIED if partitions that the caller adds would lack columns that are hidden from him, or would be read by him without the policies. */
    @EnforcementPoint
    public void checkAddition(Table table) {
        if (!authorize(table).hiddenColumns().isEmpty()) {
            throw partly("add partitions to", table, "some of its columns are hidden from you");
        }
    }

    private CatalogException partly(String verb, Table table, String reason) {
        denied(Privilege.ALTER.name(), "table " + table.name(), List.of(), reason);
        return new CatalogException(Reason.ACCESS_DENIED,
                "Cannot %s table %s: %s".formatted(verb, table.name(), reason));
    }

    /** Returns the parameters of a change together with those of the table that the caller does not see and so cannot have meant to remove. */
    public Map<String, String> withUnseen(Map<String, String> changed, Table table) {
        Map<String, String> visible = restricted(AuthorizedTable.unrestricted(table),
                accessTo(table, Privilege.DESCRIBE)).visible().parameters();
        Map<String, String> all = new java.util.HashMap<>(changed);
        table.parameters().forEach((key, value) -> {
            if (!visible.containsKey(key)) {
                all.putIfAbsent(key, value);
            }
        });
        return all;
    }

    /** Fails with ACCESS_DENIED: what is to be done holds, or would be put over, something that the caller may not even know. */
    public CatalogException refused(String verb, CatalogObject object) {
        denied(verb, nameOf(object), List.of(), "it concerns objects that the caller may not see");
        return new CatalogException(Reason.ACCESS_DENIED, "Cannot %s %s: not allowed".formatted(verb, nameOf(object)));
    }

    /** The one whose rights a view is read with: the owner that the catalog has. Fails with ACCESS_DENIED if there is none. */
    public static Identity definerOf(Table view) {
        Principal owner = Owned.owner(view.owner(), view.ownerType());
        if (owner == null) {
            throw new CatalogException(Reason.ACCESS_DENIED,
                    "Cannot read view %s: it is read with the rights of its owner, and has none"
                            .formatted(view.name()));
        }
        return switch (owner.type()) {
            case USER -> Identity.of(owner.name());
            case GROUP -> new Identity(PrincipalType.GROUP + ":" + owner.name(), Set.of(owner.name()), Set.of());
            case ROLE -> new Identity(PrincipalType.ROLE + ":" + owner.name(), Set.of(), Set.of(owner.name()));
        };
    }
}

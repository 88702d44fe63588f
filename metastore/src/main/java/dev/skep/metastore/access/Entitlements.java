package dev.skep.metastore.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.access.AccessPolicy.ColumnMaskPolicy;
import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.AccessPolicy.RowFilterPolicy;
import dev.skep.metastore.access.TagTree.DatabaseTags;
import dev.skep.metastore.access.TagTree.TableTags;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.FunctionName;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;

/**
 * All that the policies of one moment give and deny one identity. Every question is a pure function of its arguments; any thread may ask.
 *
 * <p>The rules: nothing is allowed that no grant, ownership or the role admin gives, and nothing that is denied, whoever gave it; only MANAGE cannot be denied
 * to the role admin, so that a wrong denial can be taken back. A denial of DESCRIBE denies everything. DESCRIBE comes with any other privilege that is
 * there, on the object or on something in it, so that it means the same as {@link #sees}. For a table CREATE, EXECUTE, READ and WRITE do not
 * count for that, for a function only EXECUTE, ALTER, DROP and MANAGE do. TRUST is never part of ownership or of the role admin.
 */
public final class Entitlements {
    private final Identity identity;
    private final Set<Principal> principals;
    private final boolean isAdmin;
    private final TagTree tags;
    private final ScopeIndex<GrantRule> allowed;
    private final ScopeIndex<GrantRule> denied;
    private final RowRules rowRules;
    private final long size;

    Entitlements(Identity identity, Set<Principal> principals, TagTree tags, List<Grant> allowed, List<Grant> denied,
            List<RowFilterPolicy> filters, List<ColumnMaskPolicy> masks) {
        this.identity = PolicyIndex.withRoles(identity, principals);
        this.principals = Set.copyOf(principals);
        this.isAdmin = principals.contains(Principal.ADMIN);
        this.tags = tags;
        this.allowed = new ScopeIndex<>(GrantRule.of(allowed), GrantRule::scope);
        this.denied = new ScopeIndex<>(GrantRule.of(denied), GrantRule::scope);
        this.rowRules = new RowRules(filters, masks);
        this.size = 1L + allowed.size() + denied.size() + filters.size() + masks.size();
    }

    /** How many policies it holds, and one for itself. */
    long size() {
        return size;
    }

    /** The identity with all the roles it has, those that come by other roles too. */
    public Identity identity() {
        return identity;
    }

    /** Returns the decision with its reason, which names policies and whom they are for but no objects. */
    public Decision decide(Privilege privilege, CatalogObject object, Origin origin, Instant now) {
        Tally grants = Tally.ofRules(origin, now);
        Tally denials = Tally.ofRules(origin, now);
        boolean isAllowed = judge(privilege, object, grants, denials);
        return new Reasons(privilege, principals, isAdmin, ownerOf(object)).decision(isAllowed, grants, denials);
    }

    /** As {@link #decide}, without the reason: for lists. */
    public boolean isAllowed(Privilege privilege, CatalogObject object, Origin origin, Instant now) {
        return judge(privilege, object, Tally.ofBits(origin, now), Tally.ofBits(origin, now));
    }

    /**
     * True if the identity may know that the object exists: it has a privilege on it, on something in it, or owns it. A grant on a pattern of names counts for
     * every database that may hold such a name, whether or not there is one.
     */
    public boolean sees(CatalogObject object, Origin origin, Instant now) {
        return isAllowed(Privilege.DESCRIBE, object, origin, now);
    }

    /**
     * True if it is sure that the identity sees every table of a database, whatever its name and whoever owns it: nothing at all is denied, and what is given on the database, or on its
     * catalog, is enough.
     */
    public boolean seesAllTables(DatabaseName database, Origin origin, Instant now) {
        if (!denied.isEmpty()) {
            return false;
        }
        Tally grants = Tally.ofBits(origin, now);
        allowed.database(database.catalog().name(), database.name(), grants);
        return Privileges.holds(Privilege.DESCRIBE, base(null) | grants.bits(), 0, Privileges.OF_TABLES);
    }

    private boolean judge(Privilege privilege, CatalogObject object, Tally grants, Tally denials) {
        boolean isHeld = switch (object) {
            case CatalogObject.OfCatalog of -> judgeCatalog(privilege, of.name().name(), grants, denials);
            case CatalogObject.OfDatabase of -> judgeDatabase(privilege, of.name(), base(of.owner()), grants, denials);
            case CatalogObject.OfTable of -> judgeTable(privilege, of.name(), base(of.owner()), grants, denials);
            case CatalogObject.OfFunction of -> judgeFunction(privilege, of.name(), base(of.owner()), grants, denials);
            case CatalogObject.OfMember of -> judgeMember(privilege, of.database(), base(of.owner()), grants, denials);
            case CatalogObject.OfLocation of -> judgeLocation(privilege, of.location(), grants, denials);
        };
        return isHeld || isAdmin && privilege == Privilege.MANAGE;
    }

    /** What needs no grant: all for owner and admin. */
    private int base(@Nullable Principal owner) {
        return isAdmin || owner != null && principals.contains(owner) ? Privileges.ALL : 0;
    }

    private boolean judgeCatalog(Privilege privilege, String catalog, Tally grants, Tally denials) {
        denied.catalog(catalog, denials);
        allowed.catalog(catalog, grants);
        if (Privileges.holds(privilege, base(null) | grants.bits(), denials.bits(), Privileges.OF_CONTAINERS)) {
            return true;
        }
        return privilege == Privilege.DESCRIBE && (denials.bits() & Privileges.DESCRIBE) == 0
                && (holdsAny(allowed.inside(catalog), grants, denials) || tags.in(catalog).entrySet().stream().anyMatch(
                        entry -> holdsTagged(catalog, entry.getKey(), entry.getValue(), true, grants, denials)));
    }

    private boolean judgeDatabase(Privilege privilege, DatabaseName name, int base, Tally grants, Tally denials) {
        String catalog = name.catalog().name();
        DatabaseTags databaseTags = tags.find(catalog, name.name());
        onDatabase(denied, catalog, name.name(), databaseTags, denials);
        onDatabase(allowed, catalog, name.name(), databaseTags, grants);
        if (Privileges.holds(privilege, base | grants.bits(), denials.bits(), Privileges.OF_CONTAINERS)) {
            return true;
        }
        return privilege == Privilege.DESCRIBE && (denials.bits() & Privileges.DESCRIBE) == 0
                && (holdsAny(allowed.inside(catalog, name.name()), grants, denials) || databaseTags != null
                        && holdsTagged(catalog, name.name(), databaseTags, false, grants, denials));
    }

    private boolean judgeTable(Privilege privilege, TableName name, int base, Tally grants, Tally denials) {
        String catalog = name.database().catalog().name();
        String database = name.database().name();
        DatabaseTags databaseTags = tags.find(catalog, database);
        TableTags tableTags = TagTree.find(databaseTags, name.name());
        onTable(denied, catalog, database, name.name(), databaseTags, tableTags, denials);
        onTable(allowed, catalog, database, name.name(), databaseTags, tableTags, grants);
        if (Privileges.holds(privilege, base | grants.bits(), denials.bits(), Privileges.OF_TABLES)) {
            return true;
        }
        // Columns give SELECT and DESCRIBE only: who may INSERT into a column may not add rows.
        return (privilege == Privilege.SELECT || privilege == Privilege.DESCRIBE)
                && (denials.bits() & Privileges.DESCRIBE) == 0
                && holdsOnColumn(privilege, catalog, database, name.name(), tableTags, grants, denials);
    }

    private boolean judgeFunction(Privilege privilege, FunctionName name, int base, Tally grants, Tally denials) {
        String catalog = name.database().catalog().name();
        String database = name.database().name();
        DatabaseTags databaseTags = tags.find(catalog, database);
        onFunction(denied, catalog, database, name.name(), databaseTags, denials);
        onFunction(allowed, catalog, database, name.name(), databaseTags, grants);
        return Privileges.holds(privilege, base | grants.bits(), denials.bits(), Privileges.OF_FUNCTIONS);
    }

    /** What no grant names has what its database has; it is known as functions are. */
    private boolean judgeMember(Privilege privilege, DatabaseName name, int base, Tally grants, Tally denials) {
        String catalog = name.catalog().name();
        DatabaseTags databaseTags = tags.find(catalog, name.name());
        onDatabase(denied, catalog, name.name(), databaseTags, denials);
        onDatabase(allowed, catalog, name.name(), databaseTags, grants);
        return Privileges.holds(privilege, base | grants.bits(), denials.bits(), Privileges.OF_FUNCTIONS);
    }

    /** A place is denied if anything below it is: who puts a table over a folder reads what lies below. */
    private boolean judgeLocation(Privilege privilege, String location, Tally grants, Tally denials) {
        String normal = LocationPath.normal(location);
        denied.locationAndBelow(normal, denials);
        allowed.location(normal, grants);
        return Privileges.holds(privilege, base(null) | grants.bits(), denials.bits(), Privileges.OF_CONTAINERS);
    }

    private static <R> void onDatabase(ScopeIndex<R> index, String catalog, String database,
            @Nullable DatabaseTags databaseTags, Consumer<R> sink) {
        index.database(catalog, database, sink);
        index.tags(databaseTags, null, null, sink);
    }

    private static <R> void onTable(ScopeIndex<R> index, String catalog, String database, String table,
            @Nullable DatabaseTags databaseTags, @Nullable TableTags tableTags, Consumer<R> sink) {
        index.table(catalog, database, table, sink);
        index.tags(databaseTags, tableTags, null, sink);
    }

    private static <R> void onFunction(ScopeIndex<R> index, String catalog, String database, String function,
            @Nullable DatabaseTags databaseTags, Consumer<R> sink) {
        index.function(catalog, database, function, sink);
        index.tags(databaseTags, null, null, sink);
    }

    /** A rule on columns of a table, named or tagged. */
    private record ColumnRule(NameGlob column, GrantRule rule) {}

    /** The rules on single columns of a table: by name, and by tags that columns carry themselves. */
    private static List<ColumnRule> columnRules(ScopeIndex<GrantRule> index, String catalog, String database,
            String table, @Nullable TableTags tableTags) {
        if (index.isEmpty()) {
            return List.of();
        }
        List<ColumnRule> rules = new ArrayList<>(0);
        index.columns(catalog, database, table,
                rule -> rules.add(new ColumnRule(((Scope.OfColumn) rule.scope()).column(), rule)));
        if (tableTags != null && index.hasTagged()) {
            tableTags.columns.forEach((column, own) -> own.forEach((tag, value) -> index.tag(tag, value,
                    rule -> rules.add(new ColumnRule(new NameGlob(column), rule)))));
        }
        return rules;
    }

    /** True if a rule on columns gives the privilege on one that is not denied. */
    private boolean holdsOnColumn(Privilege privilege, String catalog, String database, String table,
            @Nullable TableTags tableTags, Tally grants, Tally denials) {
        List<ColumnRule> candidates = columnRules(allowed, catalog, database, table, tableTags);
        if (candidates.isEmpty()) {
            return false;
        }
        int tableDenied = denials.bits();
        List<ColumnRule> against = columnRules(denied, catalog, database, table, tableTags);
        for (ColumnRule candidate : candidates) {
            Tally columnDenials = denials.fresh();
            for (ColumnRule denial : against) {
                if (denial.column().covers(candidate.column())) {
                    columnDenials.accept(denial.rule());
                }
            }
            int off = tableDenied | hiding(columnDenials.bits());
            if (grants.isInForce(candidate.rule())
                    && Privileges.holds(privilege, candidate.rule().bits(), off, Privileges.OF_TABLES)) {
                grants.accept(candidate.rule());
                return true;
            }
            columnDenials.taken().forEach(denials);
        }
        return false;
    }

    /** A column of which SELECT or DESCRIBE is denied is hidden. */
    private static int hiding(int columnDenied) {
        return (columnDenied & (Privileges.SELECT | Privileges.DESCRIBE)) == 0 ? columnDenied : -1;
    }

    /** True if one of the rules on things in a container gives something that is not denied there. */
    private boolean holdsAny(List<GrantRule> inside, Tally grants, Tally denials) {
        for (GrantRule rule : inside) {
            if (holdsSomething(rule, rule.scope(), grants, denials)) {
                return true;
            }
        }
        return false;
    }

    private boolean holdsSomething(GrantRule rule, Scope scope, Tally grants, Tally denials) {
        if (!grants.isInForce(rule)
                || !Privileges.holds(Privilege.DESCRIBE, rule.bits(), denials.bits() | deniedOn(scope, denials.fresh()),
                        Privileges.OF_CONTAINERS)) {
            return false;
        }
        grants.accept(rule);
        return true;
    }

    /** What is denied on all that a scope covers. */
    private int deniedOn(Scope scope, Tally tally) {
        if (denied.isEmpty()) {
            return 0;
        }
        if (!Scopes.isExact(scope)) {
            for (GrantRule rule : denied.all()) {
                if (Scopes.covers(rule.scope(), scope)) {
                    tally.accept(rule);
                }
            }
            return tally.bits();
        }
        return switch (scope) {
            case Scope.OfDatabase of -> {
                onDatabase(denied, of.catalog().text(), of.database().text(),
                        tags.find(of.catalog().text(), of.database().text()), tally);
                yield tally.bits();
            }
            case Scope.OfTable of -> deniedOnTable(of, tally);
            case Scope.OfColumn of -> {
                int tableDenied = deniedOnTable(of.table(), tally);
                yield tableDenied | deniedOnColumn(of, tally.fresh());
            }
            case Scope.OfFunction of -> {
                onFunction(denied, of.catalog().text(), of.database().text(), of.function().text(),
                        tags.find(of.catalog().text(), of.database().text()), tally);
                yield tally.bits();
            }
            case Scope.OfCatalog of -> {
                denied.catalog(of.catalog().text(), tally);
                yield tally.bits();
            }
            case Scope.OfLocation _,Scope.Tagged _ -> tally.bits();
        };
    }

    private int deniedOnTable(Scope.OfTable of, Tally tally) {
        DatabaseTags databaseTags = tags.find(of.catalog().text(), of.database().text());
        onTable(denied, of.catalog().text(), of.database().text(), of.table().text(), databaseTags,
                TagTree.find(databaseTags, of.table().text()), tally);
        return tally.bits();
    }

    private int deniedOnColumn(Scope.OfColumn of, Tally tally) {
        Scope.OfTable table = of.table();
        TableTags tableTags = TagTree.find(tags.find(table.catalog().text(), table.database().text()),
                table.table().text());
        for (ColumnRule rule : columnRules(denied, table.catalog().text(), table.database().text(),
                table.table().text(), tableTags)) {
            if (rule.column().matches(of.column().text())) {
                tally.accept(rule.rule());
            }
        }
        return hiding(tally.bits());
    }

    /** True if a rule on a tag gives something on a tagged object in a database, or with {@code self} on the database. */
    private boolean holdsTagged(String catalog, String database, DatabaseTags databaseTags, boolean self, Tally grants,
            Tally denials) {
        if (!allowed.hasTagged()) {
            return false;
        }
        NameGlob catalogName = new NameGlob(catalog);
        NameGlob databaseName = new NameGlob(database);
        if (self && holdsTag(databaseTags.own, new Scope.OfDatabase(catalogName, databaseName), grants, denials)) {
            return true;
        }
        for (Map.Entry<String, TableTags> table : databaseTags.tables.entrySet()) {
            Scope.OfTable name = new Scope.OfTable(catalogName, databaseName, new NameGlob(table.getKey()));
            if (holdsTag(table.getValue().own, name, grants, denials)) {
                return true;
            }
            for (Map.Entry<String, Map<String, String>> column : table.getValue().columns.entrySet()) {
                if (holdsTag(column.getValue(), new Scope.OfColumn(name, new NameGlob(column.getKey())), grants,
                        denials)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean holdsTag(Map<String, String> own, Scope object, Tally grants, Tally denials) {
        List<GrantRule> rules = new ArrayList<>(0);
        own.forEach((tag, value) -> allowed.tag(tag, value, rules::add));
        for (GrantRule rule : rules) {
            if (holdsSomething(rule, object, grants, denials)) {
                return true;
            }
        }
        return false;
    }

    /**
     * True if the identity may give this privilege on the scope to others: as admin, by MANAGE on all that the scope covers, or by a grant of the privilege with
     * grant option that covers it, where neither is denied on any part of it. Where patterns make that uncertain the answer is no. For what the
     * identity owns ask besides.
     */
    public boolean mayGrant(Privilege privilege, Scope scope, Origin origin, Instant now) {
        if (isAdmin) {
            return true;
        }
        int off = 0;
        for (GrantRule rule : denied.all()) {
            if (Scopes.mayOverlap(rule.scope(), scope) && rule.isInForce(origin, now)) {
                off |= rule.bits();
            }
        }
        if ((off & Privileges.DESCRIBE) != 0) {
            return false;
        }
        int wanted = privilege == Privilege.DESCRIBE ? ~off : Privileges.bit(privilege) & ~off;
        for (GrantRule rule : allowed.all()) {
            if (!rule.isInForce(origin, now) || !covers(rule.scope(), scope)) {
                continue;
            }
            for (Grant grant : rule.grants()) {
                int bits = Privileges.bits(grant.privileges());
                if ((bits & Privileges.MANAGE & ~off) != 0 || grant.grantOption() && (bits & wanted) != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Besides what names say, a tag covers an object that carries it if nothing in the object has another value of it. */
    private boolean covers(Scope outer, Scope inner) {
        if (!(outer instanceof Scope.Tagged tagged) || outer.equals(inner) || !Scopes.isExact(inner)) {
            return Scopes.covers(outer, inner);
        }
        return switch (inner) {
            case Scope.OfDatabase of -> {
                DatabaseTags databaseTags = tags.find(of.catalog().text(), of.database().text());
                yield databaseTags != null && tagged.value().equals(databaseTags.own.get(tagged.tag()))
                        && databaseTags.tables.values().stream().allMatch(table -> isAll(tagged, table));
            }
            case Scope.OfTable of -> {
                DatabaseTags databaseTags = tags.find(of.catalog().text(), of.database().text());
                TableTags tableTags = TagTree.find(databaseTags, of.table().text());
                yield tagged.value().equals(value(tagged.tag(), databaseTags, tableTags, null))
                        && (tableTags == null || isAll(tagged, tableTags));
            }
            case Scope.OfColumn of -> {
                DatabaseTags databaseTags = tags.find(of.table().catalog().text(), of.table().database().text());
                TableTags tableTags = TagTree.find(databaseTags, of.table().table().text());
                yield tagged.value().equals(value(tagged.tag(), databaseTags, tableTags, of.column().text()));
            }
            case Scope.OfFunction of -> {
                DatabaseTags databaseTags = tags.find(of.catalog().text(), of.database().text());
                yield tagged.value().equals(value(tagged.tag(), databaseTags, null, null));
            }
            case Scope.OfCatalog _,Scope.OfLocation _,Scope.Tagged _ -> false;
        };
    }

    private static boolean isAll(Scope.Tagged tagged, TableTags table) {
        return tagged.value().equals(table.own.getOrDefault(tagged.tag(), tagged.value()))
                && table.columns.values().stream()
                        .allMatch(own -> tagged.value().equals(own.getOrDefault(tagged.tag(), tagged.value())));
    }

    private static @Nullable String value(String tag, @Nullable DatabaseTags database, @Nullable TableTags table,
            @Nullable String column) {
        String value = null;
        if (table != null) {
            value = column == null ? null : table.columns.getOrDefault(column, Map.of()).get(tag);
            value = value == null ? table.own.get(tag) : value;
        }
        return value == null && database != null ? database.own.get(tag) : value;
    }

    private static @Nullable Principal ownerOf(CatalogObject object) {
        return switch (object) {
            case CatalogObject.OfDatabase of -> of.owner();
            case CatalogObject.OfTable of -> of.owner();
            case CatalogObject.OfFunction of -> of.owner();
            case CatalogObject.OfMember of -> of.owner();
            case CatalogObject.OfCatalog _,CatalogObject.OfLocation _ -> null;
        };
    }

    /**
     * What holds for the columns and rows of a table.
     *
     * @param columns the names of the columns that the privilege is there for
     * @param filters the row filters that apply
     * @param masks the masks that apply, by column; none on a column that is not among {@code columns}
     * @param problem why no row may be read at all, such as a mask on a column that is gone or two masks on one column; else null
     * @param policies the names of the policies that restrict: denials that hide columns, filters, masks
     */
    public record TableAccess(Set<String> columns, List<RowFilter> filters, Map<String, ColumnMask> masks,
            @Nullable String problem, List<String> policies) {
        public TableAccess {
            columns = Set.copyOf(columns);
            filters = List.copyOf(filters);
            masks = Map.copyOf(masks);
            policies = List.copyOf(policies);
        }
    }

    /**
     * Returns what the identity has of the table's columns and rows for {@code privilege}: DESCRIBE for definitions, SELECT for values. Filters and masks
     * are the same for every privilege.
     */
    public TableAccess accessTo(Table table, Privilege privilege, Origin origin, Instant now) {
        TableName name = table.name();
        String catalog = name.database().catalog().name();
        DatabaseTags databaseTags = tags.find(catalog, name.database().name());
        TableTags tableTags = TagTree.find(databaseTags, name.name());
        Set<String> policies = new LinkedHashSet<>();
        Set<String> columns = new LinkedHashSet<>();
        ColumnRights rights = columnRights(table, origin, now);
        List<Column> all = table.columns();
        if (rights.areSameForAll() && !all.isEmpty() && rights.holds(privilege, all.getFirst().name())) {
            all.forEach(column -> columns.add(column.name()));
        } else {
            for (Column column : all) {
                if (rights.holds(privilege, column.name())) {
                    columns.add(column.name());
                } else {
                    rights.denialsOf(privilege, column.name()).forEach(grant -> policies.add(grant.name()));
                }
            }
        }
        return rowRules.accessTo(table, columns, databaseTags, tableTags, policies);
    }

    /** What is given and denied on the columns of one table at one moment. */
    final class ColumnRights {
        private final Origin origin;
        private final Instant now;
        private final int named;
        private final int tagged;
        private final int tableDenied;
        private final List<GrantRule> tableDenials;
        private final List<ColumnRule> columnGrants;
        private final List<ColumnRule> columnDenials;
        private final @Nullable DatabaseTags databaseTags;
        private final @Nullable TableTags tableTags;

        private ColumnRights(Table table, Origin origin, Instant now) {
            TableName name = table.name();
            String catalog = name.database().catalog().name();
            String database = name.database().name();
            this.origin = origin;
            this.now = now;
            this.databaseTags = tags.find(catalog, database);
            this.tableTags = TagTree.find(databaseTags, name.name());
            Tally byName = Tally.ofBits(origin, now);
            allowed.table(catalog, database, name.name(), byName);
            this.named = base(owner(table)) | byName.bits();
            Tally byTag = Tally.ofBits(origin, now);
            allowed.tags(databaseTags, tableTags, null, byTag);
            this.tagged = byTag.bits();
            Tally denials = Tally.ofRules(origin, now);
            onTable(denied, catalog, database, name.name(), databaseTags, tableTags, denials);
            this.tableDenied = denials.bits();
            this.tableDenials = denials.taken();
            this.columnGrants = columnRules(allowed, catalog, database, name.name(), tableTags);
            this.columnDenials = columnRules(denied, catalog, database, name.name(), tableTags);
        }

        /** True if no rule tells one column from another. */
        boolean areSameForAll() {
            return columnGrants.isEmpty() && columnDenials.isEmpty()
                    && (tableTags == null || tableTags.columns.isEmpty() || !allowed.hasTagged());
        }

        boolean holds(Privilege privilege, String column) {
            int granted = named;
            Map<String, String> own = tableTags == null ? null : tableTags.columns.get(column);
            if (own == null) {
                granted |= tagged;
            } else {
                // A column with a value of its own is not covered by what the table's value gives.
                Tally byTag = Tally.ofBits(origin, now);
                allowed.tags(databaseTags, tableTags, own, byTag);
                granted |= byTag.bits();
            }
            for (ColumnRule grant : columnGrants) {
                if (grant.column().matches(column) && grant.rule().isInForce(origin, now)) {
                    granted |= grant.rule().bits();
                }
            }
            int off = 0;
            for (ColumnRule denial : columnDenials) {
                if (denial.column().matches(column) && denial.rule().isInForce(origin, now)) {
                    off |= denial.rule().bits();
                }
            }
            return Privileges.holds(privilege, granted, tableDenied | hiding(off), Privileges.OF_TABLES);
        }

        /** The denials because of which a privilege is not there on a column. */
        List<Grant> denialsOf(Privilege privilege, String column) {
            int bits = Privileges.bit(privilege) | Privileges.DESCRIBE;
            List<Grant> denials = new ArrayList<>();
            for (GrantRule rule : tableDenials) {
                addDenying(rule, bits, denials);
            }
            for (ColumnRule denial : columnDenials) {
                if (denial.column().matches(column) && denial.rule().isInForce(origin, now)) {
                    addDenying(denial.rule(), bits | Privileges.SELECT, denials);
                }
            }
            return denials;
        }

        private static void addDenying(GrantRule rule, int bits, List<Grant> denials) {
            for (Grant grant : rule.grants()) {
                if ((Privileges.bits(grant.privileges()) & bits) != 0) {
                    denials.add(grant);
                }
            }
        }
    }

    ColumnRights columnRights(Table table, Origin origin, Instant now) {
        return new ColumnRights(table, origin, now);
    }

    /** The owner that a table names, null where it names none. */
    static @Nullable Principal owner(Table table) {
        String owner = table.owner();
        return owner == null || owner.isEmpty() ? null : new Principal(table.ownerType(), owner);
    }
}

package dev.skep.metastore.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.access.AccessPolicy.ColumnMaskPolicy;
import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.AccessPolicy.RowFilterPolicy;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.FunctionName;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.model.Column;

/** The rules of access read straight down, with every policy looked at for every question: what the real thing is compared with. */
final class NaiveAccess {
    private static final Set<Privilege> OF_TABLES = EnumSet.complementOf(
            EnumSet.of(Privilege.CREATE, Privilege.EXECUTE, Privilege.READ, Privilege.WRITE));
    private static final Set<Privilege> OF_FUNCTIONS = EnumSet.of(Privilege.DESCRIBE, Privilege.EXECUTE,
            Privilege.ALTER, Privilege.DROP, Privilege.MANAGE);
    private static final Set<Privilege> ANY = EnumSet.allOf(Privilege.class);

    private final PolicySet policies;
    private final Set<Principal> has;
    private final Origin origin;
    private final Instant now;

    NaiveAccess(PolicySet policies, Identity identity, Origin origin, Instant now) {
        this.policies = policies;
        this.has = principals(policies, identity);
        this.origin = origin;
        this.now = now;
    }

    private static Set<Principal> principals(PolicySet policies, Identity identity) {
        Set<Principal> has = new HashSet<>();
        has.add(Principal.user(identity.user()));
        has.add(Principal.PUBLIC);
        for (String group : identity.groups()) {
            has.add(Principal.group(group));
        }
        for (String role : identity.roles()) {
            has.add(Principal.role(role));
        }
        int before = -1;
        while (before < has.size()) {
            before = has.size();
            for (Role.Member member : policies.members()) {
                if (has.contains(member.member())) {
                    has.add(Principal.role(member.role()));
                }
            }
        }
        return has;
    }

    boolean isAdmin() {
        return has.contains(Principal.role("admin"));
    }

    private List<Grant> grants(Effect effect) {
        List<Grant> grants = new ArrayList<>();
        for (AccessPolicy policy : policies.policies()) {
            if (policy instanceof Grant grant && grant.effect() == effect && has.contains(grant.to())
                    && inForce(grant)) {
                grants.add(grant);
            }
        }
        return grants;
    }

    private boolean inForce(Grant grant) {
        for (Condition condition : grant.conditions()) {
            boolean holds = condition instanceof Condition.Unknown
                    ? grant.effect() == Effect.DENY
                    : condition.holds(grant.effect(), origin, now);
            if (!holds) {
                return false;
            }
        }
        return true;
    }

    boolean isAllowed(Privilege privilege, CatalogObject object) {
        if (privilege == Privilege.MANAGE && isAdmin()) {
            return true;
        }
        return switch (object) {
            case CatalogObject.OfCatalog of -> catalog(privilege, of.name().name());
            case CatalogObject.OfDatabase of -> database(privilege, of.name(), of.owner());
            case CatalogObject.OfTable of -> table(privilege, of.name(), of.owner());
            case CatalogObject.OfFunction of -> function(privilege, of.name(), of.owner());
            case CatalogObject.OfMember of ->
                throw new IllegalArgumentException("Invalid object of a random world: " + of);
            case CatalogObject.OfLocation of -> location(privilege, of.location());
        };
    }

    private Set<Privilege> base(@Nullable Principal owner) {
        Set<Privilege> all = EnumSet.noneOf(Privilege.class);
        if (isAdmin() || owner != null && has.contains(owner)) {
            all.addAll(ANY);
            all.remove(Privilege.TRUST);
        }
        return all;
    }

    private static boolean holds(Privilege privilege, Set<Privilege> granted, Set<Privilege> denied,
            Set<Privilege> known) {
        if (denied.contains(Privilege.DESCRIBE)) {
            return false;
        }
        Set<Privilege> held = EnumSet.noneOf(Privilege.class);
        held.addAll(granted);
        held.removeAll(denied);
        if (privilege != Privilege.DESCRIBE) {
            return held.contains(privilege);
        }
        held.retainAll(known);
        return !held.isEmpty();
    }

    private boolean catalog(Privilege privilege, String catalog) {
        Set<Privilege> granted = base(null);
        Set<Privilege> denied = EnumSet.noneOf(Privilege.class);
        for (Grant grant : grants(Effect.ALLOW)) {
            if (grant.scope() instanceof Scope.OfCatalog of && of.catalog().matches(catalog)) {
                granted.addAll(grant.privileges());
            }
        }
        for (Grant grant : grants(Effect.DENY)) {
            if (grant.scope() instanceof Scope.OfCatalog of && of.catalog().matches(catalog)) {
                denied.addAll(grant.privileges());
            }
        }
        return holds(privilege, granted, denied, ANY)
                || privilege == Privilege.DESCRIBE && !denied.contains(Privilege.DESCRIBE)
                        && something(catalog, null, denied);
    }

    private boolean database(Privilege privilege, DatabaseName name, @Nullable Principal owner) {
        Set<Privilege> granted = base(owner);
        Set<Privilege> denied = EnumSet.noneOf(Privilege.class);
        for (Grant grant : grants(Effect.ALLOW)) {
            if (coversDatabase(grant.scope(), name)) {
                granted.addAll(grant.privileges());
            }
        }
        for (Grant grant : grants(Effect.DENY)) {
            if (coversDatabase(grant.scope(), name)) {
                denied.addAll(grant.privileges());
            }
        }
        return holds(privilege, granted, denied, ANY)
                || privilege == Privilege.DESCRIBE && !denied.contains(Privilege.DESCRIBE)
                        && something(name.catalog().name(), name.name(), denied);
    }

    private boolean coversDatabase(Scope scope, DatabaseName name) {
        return scope instanceof Scope.OfCatalog of && of.catalog().matches(name.catalog().name())
                || scope instanceof Scope.OfDatabase in && in.catalog().matches(name.catalog().name())
                        && in.database().matches(name.name())
                || scope instanceof Scope.Tagged tagged && tagged.value()
                        .equals(tagOf(tagged.tag(), Scope.OfDatabase.of(name), null, null));
    }

    private boolean coversTable(Scope scope, TableName name) {
        if (scope instanceof Scope.Tagged tagged) {
            return tagged.value().equals(
                    tagOf(tagged.tag(), Scope.OfDatabase.of(name.database()), Scope.OfTable.of(name), null));
        }
        return coversDatabase(scope, name.database()) || scope instanceof Scope.OfTable of && of.matches(name);
    }

    /** The nearest value of a tag. */
    private @Nullable String tagOf(String tag, Scope.OfDatabase database, Scope.@Nullable OfTable table,
            Scope.@Nullable OfColumn column) {
        String value = column == null ? null : ownTag(tag, column);
        value = value == null && table != null ? ownTag(tag, table) : value;
        return value == null ? ownTag(tag, database) : value;
    }

    private @Nullable String ownTag(String tag, Scope object) {
        String value = null;
        for (Tag one : policies.tags()) {
            if (one.name().equals(tag) && one.object().equals(object)) {
                value = one.value();
            }
        }
        return value;
    }

    private boolean table(Privilege privilege, TableName name, @Nullable Principal owner) {
        Set<Privilege> granted = base(owner);
        Set<Privilege> denied = EnumSet.noneOf(Privilege.class);
        for (Grant grant : grants(Effect.ALLOW)) {
            if (coversTable(grant.scope(), name)) {
                granted.addAll(grant.privileges());
            }
        }
        for (Grant grant : grants(Effect.DENY)) {
            if (coversTable(grant.scope(), name)) {
                denied.addAll(grant.privileges());
            }
        }
        if (holds(privilege, granted, denied, OF_TABLES)) {
            return true;
        }
        if (privilege != Privilege.SELECT && privilege != Privilege.DESCRIBE) {
            return false;
        }
        for (Grant grant : grants(Effect.ALLOW)) {
            for (NameGlob column : columns(grant.scope(), name)) {
                Set<Privilege> off = EnumSet.copyOf(denied);
                off.addAll(deniedOnColumns(name, column));
                if (holds(privilege, grant.privileges(), off, OF_TABLES)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The columns of a table that a scope names, or that carry the tag themselves. */
    private List<NameGlob> columns(Scope scope, TableName name) {
        List<NameGlob> columns = new ArrayList<>();
        if (scope instanceof Scope.OfColumn of && of.table().matches(name)) {
            columns.add(of.column());
        }
        if (scope instanceof Scope.Tagged tagged) {
            for (Tag tag : policies.tags()) {
                if (tag.object() instanceof Scope.OfColumn of && of.table().matches(name)
                        && tagged.value().equals(ownTag(tagged.tag(), of))) {
                    columns.add(of.column());
                }
            }
        }
        return columns;
    }

    private Set<Privilege> deniedOnColumns(TableName name, NameGlob column) {
        Set<Privilege> off = EnumSet.noneOf(Privilege.class);
        for (Grant grant : grants(Effect.DENY)) {
            for (NameGlob one : columns(grant.scope(), name)) {
                if (one.covers(column)) {
                    off.addAll(grant.privileges());
                }
            }
        }
        return off.contains(Privilege.SELECT) || off.contains(Privilege.DESCRIBE) ? ANY : off;
    }

    private boolean function(Privilege privilege, FunctionName name, @Nullable Principal owner) {
        Set<Privilege> granted = base(owner);
        Set<Privilege> denied = EnumSet.noneOf(Privilege.class);
        for (Grant grant : grants(Effect.ALLOW)) {
            if (coversFunction(grant.scope(), name)) {
                granted.addAll(grant.privileges());
            }
        }
        for (Grant grant : grants(Effect.DENY)) {
            if (coversFunction(grant.scope(), name)) {
                denied.addAll(grant.privileges());
            }
        }
        return holds(privilege, granted, denied, OF_FUNCTIONS);
    }

    private boolean coversFunction(Scope scope, FunctionName name) {
        return coversDatabase(scope, name.database()) || scope instanceof Scope.OfFunction of
                && of.catalog().matches(name.database().catalog().name())
                && of.database().matches(name.database().name()) && of.function().matches(name.name());
    }

    private boolean location(Privilege privilege, String location) {
        Set<Privilege> granted = base(null);
        Set<Privilege> denied = EnumSet.noneOf(Privilege.class);
        List<String> parts = parts(location);
        for (Grant grant : grants(Effect.ALLOW)) {
            if (grant.scope() instanceof Scope.OfLocation of && (of.prefix().equals("*")
                    || parts != null && startsWith(parts, parts(of.prefix())))) {
                granted.addAll(grant.privileges());
            }
        }
        for (Grant grant : grants(Effect.DENY)) {
            if (grant.scope() instanceof Scope.OfLocation of && (of.prefix().equals("*") || parts == null
                    || startsWith(parts, parts(of.prefix())) || startsWith(parts(of.prefix()), parts))) {
                denied.addAll(grant.privileges());
            }
        }
        return holds(privilege, granted, denied, ANY);
    }

    private static boolean startsWith(@Nullable List<String> parts, @Nullable List<String> prefix) {
        return parts != null && prefix != null && parts.size() >= prefix.size()
                && parts.subList(0, prefix.size()).equals(prefix);
    }

    /** Scheme, authority and folders; null if dots are among them. */
    private static @Nullable List<String> parts(String given) {
        String location = given.startsWith("/") ? "file:" + given : given;
        List<String> parts = new ArrayList<>();
        String scheme = location.substring(0, location.indexOf(':')).toLowerCase(Locale.ROOT);
        parts.add(scheme.matches("s3[an]?") ? "s3" : scheme);
        String rest = location.substring(location.indexOf(':') + 1);
        if (!scheme.equals("file")) {
            rest = rest.substring(2);
        }
        boolean isAuthority = !scheme.equals("file");
        for (String part : rest.split("/")) {
            if (part.equals(".") || part.equals("..")) {
                return null;
            }
            if (!part.isEmpty()) {
                parts.add(isAuthority ? part.toLowerCase(Locale.ROOT) : part);
            }
            isAuthority = false;
        }
        return parts;
    }

    /** True if a grant on something in a catalog or database gives something there that is not denied. */
    private boolean something(String catalog, @Nullable String database, Set<Privilege> denied) {
        for (Grant grant : grants(Effect.ALLOW)) {
            List<Scope> inside = new ArrayList<>();
            if (grant.scope() instanceof Scope.Tagged tagged) {
                for (Tag tag : policies.tags()) {
                    if (tagged.value().equals(ownTag(tagged.tag(), tag.object()))) {
                        inside.add(tag.object());
                    }
                }
            } else if (!(grant.scope() instanceof Scope.OfLocation)) {
                inside.add(grant.scope());
            }
            for (Scope scope : inside) {
                if (Scopes.mayBeIn(scope, catalog, database)) {
                    Set<Privilege> off = EnumSet.copyOf(denied);
                    off.addAll(deniedOn(scope));
                    if (holds(Privilege.DESCRIBE, grant.privileges(), off, ANY)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private Set<Privilege> deniedOn(Scope scope) {
        Set<Privilege> off = EnumSet.noneOf(Privilege.class);
        if (!Scopes.isExact(scope)) {
            for (Grant grant : grants(Effect.DENY)) {
                if (Scopes.covers(grant.scope(), scope)) {
                    off.addAll(grant.privileges());
                }
            }
            return off;
        }
        for (Grant grant : grants(Effect.DENY)) {
            boolean covers = switch (scope) {
                case Scope.OfDatabase of ->
                    coversDatabase(grant.scope(), database(of.catalog(), of.database()));
                case Scope.OfTable of -> coversTable(grant.scope(), table(of));
                case Scope.OfColumn of -> coversTable(grant.scope(), table(of.table()));
                case Scope.OfFunction of -> coversFunction(grant.scope(),
                        new FunctionName(database(of.catalog(), of.database()), of.function().text()));
                case Scope.OfCatalog of ->
                    grant.scope() instanceof Scope.OfCatalog by && by.catalog().matches(of.catalog().text());
                case Scope.OfLocation _,Scope.Tagged _ -> false;
            };
            if (covers) {
                off.addAll(grant.privileges());
            }
        }
        if (scope instanceof Scope.OfColumn of) {
            off.addAll(deniedOnColumns(table(of.table()), of.column()));
        }
        return off;
    }

    static DatabaseName database(NameGlob catalog, NameGlob database) {
        return new DatabaseName(new dev.skep.metastore.model.CatalogName(catalog.text()), database.text());
    }

    static TableName table(Scope.OfTable of) {
        return database(of.catalog(), of.database()).table(of.table().text());
    }

    /** The columns that a privilege is there for. */
    Set<String> columns(Table table, Privilege privilege) {
        TableName name = table.name();
        Set<String> columns = new TreeSet<>();
        for (Column column : table.columns()) {
            NameGlob exact = new NameGlob(column.name());
            Scope.OfColumn scope = new Scope.OfColumn(Scope.OfTable.of(name), exact);
            Set<Privilege> granted = base(Entitlements.owner(table));
            for (Grant grant : grants(Effect.ALLOW)) {
                boolean covers = grant.scope() instanceof Scope.Tagged tagged
                        ? tagged.value().equals(tagOf(tagged.tag(), Scope.OfDatabase.of(name.database()),
                                Scope.OfTable.of(name), scope))
                        : coversTable(grant.scope(), name)
                                || columns(grant.scope(), name).stream().anyMatch(one -> one.covers(exact));
                if (covers) {
                    granted.addAll(grant.privileges());
                }
            }
            Set<Privilege> denied = EnumSet.noneOf(Privilege.class);
            for (Grant grant : grants(Effect.DENY)) {
                if (coversTable(grant.scope(), name)) {
                    denied.addAll(grant.privileges());
                }
            }
            denied.addAll(deniedOnColumns(name, exact));
            if (holds(privilege, granted, denied, OF_TABLES)) {
                columns.add(column.name());
            }
        }
        return columns;
    }

    private boolean isFor(AccessPolicy.Audience audience) {
        for (Principal except : audience.except()) {
            if (has.contains(except)) {
                return false;
            }
        }
        for (Principal to : audience.to()) {
            if (has.contains(to)) {
                return true;
            }
        }
        return audience.to().isEmpty();
    }

    /** The names of the row filters that apply. */
    Set<String> filters(Table table) {
        Set<String> names = new TreeSet<>();
        for (AccessPolicy policy : policies.policies()) {
            if (policy instanceof RowFilterPolicy filter && isFor(filter.audience())
                    && (coversTable(filter.scope(), table.name())
                            || filter.scope() instanceof Scope.OfColumn of && of.table().matches(table.name())
                            || filter.scope() instanceof Scope.Tagged
                                    && columns(filter.scope(), table.name()).stream().anyMatch(tagged -> table
                                            .columns().stream().anyMatch(one -> tagged.matches(one.name()))))) {
                names.add(filter.name());
            }
        }
        return names;
    }

    /** The names of the closest masks by column; several on one are a problem. */
    Map<String, Set<String>> masks(Table table, Set<String> visible) {
        Map<String, Set<String>> masks = new TreeMap<>();
        for (String column : visible) {
            for (int rank = 0; rank < 3 && !masks.containsKey(column); rank++) {
                for (AccessPolicy policy : policies.policies()) {
                    if (policy instanceof ColumnMaskPolicy mask && isFor(mask.audience())
                            && rank(mask.scope(), table.name(), column) == rank) {
                        masks.computeIfAbsent(column, _ -> new TreeSet<>()).add(mask.name());
                    }
                }
            }
        }
        return masks;
    }

    private int rank(Scope scope, TableName name, String column) {
        if (scope instanceof Scope.Tagged tagged) {
            return tagged.value().equals(tagOf(tagged.tag(), Scope.OfDatabase.of(name.database()),
                    Scope.OfTable.of(name), new Scope.OfColumn(Scope.OfTable.of(name), new NameGlob(column)))) ? 2 : 9;
        }
        if (scope instanceof Scope.OfColumn of) {
            return !of.table().matches(name) || !of.column().matches(column)
                    ? 9
                    : of.table().isExact() && of.column().isExact() ? 0 : 1;
        }
        return coversTable(scope, name) ? 1 : 9;
    }

    /** True if a mask names a column of the table exactly that is not there. */
    boolean hasMaskOnMissingColumn(Table table) {
        for (AccessPolicy policy : policies.policies()) {
            if (policy instanceof ColumnMaskPolicy mask && isFor(mask.audience())
                    && mask.scope() instanceof Scope.OfColumn of
                    && of.table().equals(Scope.OfTable.of(table.name())) && of.column().isExact()
                    && table.columns().stream().noneMatch(column -> column.name().equals(of.column().text()))) {
                return true;
            }
        }
        return false;
    }

    /** True if MANAGE, or the privilege with grant option, is there and not denied on one column, by grants alone. */
    boolean mayGrantOnColumn(Privilege privilege, TableName name, String column) {
        NameGlob exact = new NameGlob(column);
        Scope.OfColumn scope = new Scope.OfColumn(Scope.OfTable.of(name), exact);
        Set<Privilege> denied = EnumSet.noneOf(Privilege.class);
        for (Grant grant : grants(Effect.DENY)) {
            if (coversTable(grant.scope(), name)
                    || columns(grant.scope(), name).stream().anyMatch(one -> one.covers(exact))) {
                denied.addAll(grant.privileges());
            }
        }
        if (denied.contains(Privilege.DESCRIBE)) {
            return false;
        }
        for (Grant grant : grants(Effect.ALLOW)) {
            boolean covers = grant.scope() instanceof Scope.Tagged tagged
                    ? tagged.value().equals(tagOf(tagged.tag(), Scope.OfDatabase.of(name.database()),
                            Scope.OfTable.of(name), scope))
                    : coversTable(grant.scope(), name)
                            || columns(grant.scope(), name).stream().anyMatch(one -> one.covers(exact));
            Set<Privilege> left = new HashSet<>(grant.privileges());
            left.removeAll(denied);
            if (covers && (left.contains(Privilege.MANAGE) || grant.grantOption()
                    && (privilege == Privilege.DESCRIBE ? !left.isEmpty() : left.contains(privilege)))) {
                return true;
            }
        }
        return false;
    }
}

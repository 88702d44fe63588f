package dev.skep.metastore.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.skep.metastore.access.AccessPolicy;
import dev.skep.metastore.access.AccessPolicy.ColumnMaskPolicy;
import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.AccessPolicy.Provenance;
import dev.skep.metastore.access.AccessPolicy.RowFilterPolicy;
import dev.skep.metastore.access.PolicySet;
import dev.skep.metastore.access.PolicyTest;
import dev.skep.metastore.access.Role;
import dev.skep.metastore.access.Tag;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.FunctionName;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.store.PolicyStore;
import dev.skep.metastore.store.jdbc.RuleSet.Kind;
import dev.skep.metastore.store.jdbc.RuleSet.Rule;

/** Rules of access. An object of this class belongs to one transaction. */
final class JdbcPolicies implements PolicyStore {
    private static final String SELECT = "SELECT ID, KIND, NAME, BODY, MADE_BY, MADE_AT FROM ACCESS_RULES";
    private static final String INSERT = "INSERT INTO ACCESS_RULES (ID, KIND, NAME, OBJECT_NAME, BODY, MADE_BY, MADE_AT) VALUES (?, ?, ?, ?, ?, ?, ?)";
    private static final String ALLOWING = " AND KIND IN ('ALLOW', 'RESOURCE_ALLOW')";
    private static final int READS = 100;
    /** Longer names are kept as their SHA-256, as an index of PostgreSQL takes no more than 2,700 bytes. */
    private static final int MAX_NAME = 500;

    private final Statements statements;
    private final Ids ids;
    private boolean isRaised;

    JdbcPolicies(Statements statements, Ids ids) {
        this.statements = statements;
        this.ids = ids;
    }

    @Override
    public long version() {
        return statements.first("SELECT LAST_VALUE FROM COUNTERS WHERE NAME = 'POLICY'", row -> row.getLong(1))
                .orElse(0L);
    }

    @Override
    public PolicySet load() {
        long before = version();
        for (int i = 0; i < READS; i++) {
            List<Rule> rules = statements.list(SELECT + " ORDER BY ID", JdbcPolicies::read);
            long after = version();
            if (after == before) {
                return RuleSet.of(after, rules);
            }
            before = after;
        }
        throw new dev.skep.metastore.CatalogException(dev.skep.metastore.CatalogException.Reason.CONFLICT,
                "Cannot read the rules of access: they change all the time");
    }

    private static Rule read(ResultSet row) throws SQLException {
        return new Rule(row.getLong(1), row.getString(2), row.getString(3), row.getString(4),
                new Provenance(row.getString(5), Instant.ofEpochMilli(row.getLong(6))));
    }

    @Override
    public boolean begin() {
        return statements.update(
                "INSERT INTO COUNTERS (NAME, LAST_VALUE) SELECT 'POLICY', 1 FROM STORE_IDENTITY WHERE NOT EXISTS (SELECT 1 FROM COUNTERS WHERE NAME = 'POLICY')") > 0;
    }

    @Override
    public long lock() {
        raise();
        return version() - 1;
    }

    private void raise() {
        if (!isRaised) {
            statements.update("UPDATE COUNTERS SET LAST_VALUE = LAST_VALUE + 1 WHERE NAME = 'POLICY'");
            isRaised = true;
        }
    }

    @Override
    public AccessPolicy insert(AccessPolicy policy) {
        return switch (policy) {
            case Grant grant -> insert(grant, grant.effect() == Effect.ALLOW ? Kind.ALLOW : Kind.DENY);
            case RowFilterPolicy filter -> {
                RowFilterPolicy stored = new RowFilterPolicy(ids.next(), filter.name(), filter.scope(),
                        filter.condition(), filter.audience(), stored(filter.made()));
                insert(Kind.ROW_FILTER, stored.name(), stored);
                yield stored;
            }
            case ColumnMaskPolicy mask -> {
                ColumnMaskPolicy stored = new ColumnMaskPolicy(ids.next(), mask.name(), mask.scope(), mask.mask(),
                        mask.audience(), stored(mask.made()));
                insert(Kind.COLUMN_MASK, stored.name(), stored);
                yield stored;
            }
        };
    }

    @Override
    public Grant insertOfResourcePolicy(Grant grant) {
        return insert(grant, grant.effect() == Effect.ALLOW ? Kind.RESOURCE_ALLOW : Kind.RESOURCE_DENY);
    }

    private Grant insert(Grant grant, Kind kind) {
        Grant stored = new Grant(ids.next(), grant.effect(), grant.privileges(), grant.scope(), grant.to(),
                grant.grantOption(), grant.conditions(), stored(grant.made()));
        insert(kind, Long.toString(stored.id()), stored);
        return stored;
    }

    /** As it will be read again. */
    private static Provenance stored(Provenance made) {
        return new Provenance(made.by(), Instant.ofEpochMilli(made.at().toEpochMilli()));
    }

    private void insert(Kind kind, String name, AccessPolicy policy) {
        insert(policy.id(), kind, name, ObjectKeys.of(policy.scope()), PolicyJson.write(policy), policy.made());
    }

    private void insert(long id, Kind kind, String name, @Nullable String object, String body, Provenance made) {
        raise();
        statements.update(INSERT, id, kind.name(), shortened(name), object, body, made.by(), made.at().toEpochMilli());
    }

    private static String shortened(String name) {
        return name.length() <= MAX_NAME ? name : "sha256:" + Descriptors.digest(name);
    }

    @Override
    public List<Long> numbersOfResourcePolicy() {
        return statements.list("SELECT ID FROM ACCESS_RULES WHERE KIND IN ('RESOURCE_ALLOW', 'RESOURCE_DENY')",
                row -> row.getLong(1));
    }

    @Override
    public int deleteOfResourcePolicy() {
        raise();
        return statements.update("DELETE FROM ACCESS_RULES WHERE KIND IN ('RESOURCE_ALLOW', 'RESOURCE_DENY')");
    }

    @Override
    public void update(AccessPolicy changed) {
        raise();
        statements.update(
                "UPDATE ACCESS_RULES SET OBJECT_NAME = ?, BODY = ?, MADE_BY = ?, MADE_AT = ? WHERE ID = ?",
                ObjectKeys.of(changed.scope()), PolicyJson.write(changed), changed.made().by(),
                changed.made().at().toEpochMilli(), changed.id());
    }

    @Override
    public void delete(AccessPolicy policy) {
        raise();
        statements.update("DELETE FROM ACCESS_RULES WHERE ID = ?", policy.id());
    }

    @Override
    public boolean deleteRowFilter(String name) {
        return delete(Kind.ROW_FILTER, name);
    }

    @Override
    public boolean deleteColumnMask(String name) {
        return delete(Kind.COLUMN_MASK, name);
    }

    private boolean delete(Kind kind, String name) {
        raise();
        return statements.update("DELETE FROM ACCESS_RULES WHERE KIND = ? AND NAME = ?", kind.name(),
                shortened(name)) > 0;
    }

    /** Replaces the row in place where there is one: its number stays. */
    private void put(Kind kind, String name, @Nullable String object, String body, Provenance made) {
        raise();
        int changed = statements.update(
                "UPDATE ACCESS_RULES SET OBJECT_NAME = ?, BODY = ?, MADE_BY = ?, MADE_AT = ? WHERE KIND = ? AND NAME = ?",
                object, body, made.by(), made.at().toEpochMilli(), kind.name(), shortened(name));
        if (changed == 0) {
            insert(ids.next(), kind, name, object, body, made);
        }
    }

    @Override
    public void insert(Role role) {
        insert(ids.next(), Kind.ROLE, role.name(), null, "{}",
                new Provenance(role.owner(), Instant.ofEpochSecond(role.createTime())));
    }

    @Override
    public void deleteRole(String name) {
        delete(Kind.ROLE, name);
    }

    @Override
    public void put(Role.Member member) {
        put(Kind.MEMBER, RoleJson.nameOf(member), null, RoleJson.write(member),
                new Provenance(member.grantor(), Instant.ofEpochSecond(member.grantTime())));
    }

    @Override
    public void delete(Role.Member member) {
        delete(Kind.MEMBER, RoleJson.nameOf(member));
    }

    @Override
    public void put(Tag tag, Provenance made) {
        put(Kind.TAG, RoleJson.nameOf(tag), ObjectKeys.of(tag.object()), RoleJson.write(tag), made);
    }

    @Override
    public void delete(Tag tag) {
        delete(Kind.TAG, RoleJson.nameOf(tag));
    }

    @Override
    public void put(PolicyTest test) {
        put(Kind.TEST, test.name(), null, RoleJson.write(test), test.made());
    }

    @Override
    public boolean deleteTest(String name) {
        return delete(Kind.TEST, name);
    }

    @Override
    public void tableRenamed(TableName from, TableName to) {
        String key = ObjectKeys.of(from);
        if (hasRules(key)) {
            raise();
            rename(rulesOn(key), scope -> scope.put("catalog", to.database().catalog().name())
                    .put("database", to.database().name()).put("table", to.name()));
        }
    }

    @Override
    public void functionRenamed(FunctionName from, FunctionName to) {
        String key = ObjectKeys.of(from);
        if (hasRules(key)) {
            raise();
            rename(rulesOn(key), scope -> scope.put("catalog", to.database().catalog().name())
                    .put("database", to.database().name()).put("function", to.name()));
        }
    }

    @Override
    public void databaseRenamed(DatabaseName from, DatabaseName to) {
        String key = ObjectKeys.of(from);
        if (hasRules(key) || hasRulesIn(key)) {
            raise();
            List<Rule> rules = new ArrayList<>(rulesOn(key));
            rules.addAll(statements.list(SELECT + " WHERE OBJECT_NAME > ? AND OBJECT_NAME < ?", JdbcPolicies::read,
                    ObjectKeys.firstIn(key), ObjectKeys.afterAllIn(key)));
            rename(rules, scope -> scope.put("catalog", to.catalog().name()).put("database", to.name()));
        }
    }

    private boolean hasRules(String key) {
        return statements.first("SELECT ID FROM ACCESS_RULES WHERE OBJECT_NAME = ? LIMIT 1", row -> row.getLong(1), key)
                .isPresent();
    }

    private boolean hasRulesIn(String key) {
        return statements.first("SELECT ID FROM ACCESS_RULES WHERE OBJECT_NAME > ? AND OBJECT_NAME < ? LIMIT 1",
                row -> row.getLong(1), ObjectKeys.firstIn(key), ObjectKeys.afterAllIn(key)).isPresent();
    }

    private List<Rule> rulesOn(String key) {
        return statements.list(SELECT + " WHERE OBJECT_NAME = ?", JdbcPolicies::read, key);
    }

    private interface ScopeChange {
        void to(ObjectNode scope);
    }

    /** Changes only the scope, so that what is not understood is kept. A tag that an earlier object of the new name left behind gives way. */
    private void rename(List<Rule> rules, ScopeChange change) {
        for (Rule rule : rules) {
            JsonNode body = PolicyJson.tree(rule.body());
            if (!(body.path("scope") instanceof ObjectNode scope)) {
                continue;
            }
            change.to(scope);
            String object = RuleSet.objectOf(body);
            String name = rule.name();
            if (rule.kind().equals(Kind.TAG.name())) {
                name = shortened(RuleSet.tagName(body, name));
                statements.update("DELETE FROM ACCESS_RULES WHERE KIND = 'TAG' AND NAME = ? AND ID <> ?", name,
                        rule.id());
            }
            statements.update("UPDATE ACCESS_RULES SET NAME = ?, OBJECT_NAME = ?, BODY = ? WHERE ID = ?", name, object,
                    PolicyJson.write(body), rule.id());
        }
    }

    @Override
    public void tableDropped(TableName name) {
        dropped(ObjectKeys.of(name));
    }

    @Override
    public void functionDropped(FunctionName name) {
        dropped(ObjectKeys.of(name));
    }

    @Override
    public void databaseDropped(DatabaseName name) {
        droppedWithAll(ObjectKeys.of(name));
    }

    @Override
    public void catalogDropped(CatalogName name) {
        droppedWithAll(ObjectKeys.of(name));
    }

    /** Looks before it locks: the version comes first in every change, so that no two wait for each other. */
    private void dropped(String key) {
        if (hasRules(key)) {
            raise();
            statements.update("DELETE FROM ACCESS_RULES WHERE OBJECT_NAME = ?" + ALLOWING, key);
        }
    }

    private void droppedWithAll(String key) {
        dropped(key);
        if (hasRulesIn(key)) {
            raise();
            statements.update("DELETE FROM ACCESS_RULES WHERE OBJECT_NAME > ? AND OBJECT_NAME < ?" + ALLOWING,
                    ObjectKeys.firstIn(key), ObjectKeys.afterAllIn(key));
        }
    }
}

package dev.skep.metastore.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import dev.skep.metastore.store.ResourcePlanStore;
import dev.skep.metastore.store.Stored;
import dev.skep.metastore.workload.PlanName;
import dev.skep.metastore.workload.PlanStatus;
import dev.skep.metastore.workload.ResourcePlan;

final class JdbcResourcePlans implements ResourcePlanStore {
    private static final String SELECT = "SELECT ID, NAMESPACE, NAME, STATUS, BODY FROM RESOURCE_PLANS";

    private final Statements statements;
    private final Ids ids;

    JdbcResourcePlans(Statements statements, Ids ids) {
        this.statements = statements;
        this.ids = ids;
    }

    @Override
    public void serialize() {
        statements.update("UPDATE COUNTERS SET LAST_VALUE = LAST_VALUE + 1 WHERE NAME = 'RESOURCE_PLAN'");
    }

    private static Stored<ResourcePlan> read(ResultSet row) throws SQLException {
        return new Stored<>(row.getLong(1), ResourcePlanJson.read(new PlanName(row.getString(2), row.getString(3)),
                PlanStatus.valueOf(row.getString(4)), row.getString(5)));
    }

    @Override
    public Optional<Stored<ResourcePlan>> find(PlanName name) {
        return statements.first(SELECT + " WHERE NAMESPACE = ? AND NAME = ?", JdbcResourcePlans::read,
                name.namespace(), name.name());
    }

    @Override
    public Optional<Stored<ResourcePlan>> active(String namespace) {
        return statements.first(SELECT + " WHERE NAMESPACE = ? AND STATUS = 'ACTIVE'", JdbcResourcePlans::read,
                namespace);
    }

    @Override
    public List<ResourcePlan> all(String namespace) {
        return statements.list(SELECT + " WHERE NAMESPACE = ? ORDER BY NAME", row -> read(row).value(), namespace);
    }

    @Override
    public void insert(ResourcePlan plan) {
        statements.update("INSERT INTO RESOURCE_PLANS (NAMESPACE, NAME, STATUS, BODY, ID) VALUES (?, ?, ?, ?, ?)",
                plan.name().namespace(), plan.name().name(), plan.status().name(), ResourcePlanJson.write(plan),
                ids.next());
    }

    @Override
    public void update(long id, ResourcePlan changed) {
        statements.update("UPDATE RESOURCE_PLANS SET NAMESPACE = ?, NAME = ?, STATUS = ?, BODY = ? WHERE ID = ?",
                changed.name().namespace(), changed.name().name(), changed.status().name(),
                ResourcePlanJson.write(changed), id);
    }

    @Override
    public void delete(long id) {
        statements.update("DELETE FROM RESOURCE_PLANS WHERE ID = ?", id);
    }
}

package dev.skep.metastore.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;

import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.workload.Mapping;
import dev.skep.metastore.workload.Mapping.Entity;
import dev.skep.metastore.workload.PlanChange;
import dev.skep.metastore.workload.PlanChange.Reach;
import dev.skep.metastore.workload.PlanEdit;
import dev.skep.metastore.workload.PlanName;
import dev.skep.metastore.workload.PlanProblems;
import dev.skep.metastore.workload.PlanStatus;
import dev.skep.metastore.workload.Pool;
import dev.skep.metastore.workload.Replacement;
import dev.skep.metastore.workload.ResourcePlan;
import dev.skep.metastore.workload.Trigger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Resource plans: their states, their parts, and what is wrong with them. */
abstract class ResourcePlanContractTest extends CatalogContractTest {
    private static final PlanName DAY = PlanName.of(null, "Day");
    private static final PlanName NIGHT = PlanName.of(null, "night");
    private static final String DEFAULT = PlanName.DEFAULT_NAMESPACE;

    private ResourcePlans plans() {
        return session.resourcePlans();
    }

    private static PlanChange status(PlanStatus status) {
        return new PlanChange(null, null, status, null, null);
    }

    private static PlanChange named(@Nullable String name) {
        return new PlanChange(null, name, null, null, null);
    }

    private void edit(PlanEdit... edits) {
        for (PlanEdit edit : edits) {
            plans().edit(DAY, edit);
        }
    }

    private static PlanEdit pool(String path, double fraction, int parallelism) {
        return new PlanEdit.AddPool(new Pool(path, fraction, parallelism, "fair"));
    }

    @Test
    void beginsDisabledWithOnePool() {
        plans().create(DAY, null);
        ResourcePlan plan = plans().plan(PlanName.of("DEFAULT", " day "));
        assertThat(plan.status()).isEqualTo(PlanStatus.DISABLED);
        assertThat(plan.defaultPool()).isEqualTo("default");
        assertThat(plan.pools()).containsExactly(new Pool("default", 1, 4, null));
        plans().create(NIGHT, 7);
        assertThat(plans().plan(NIGHT).parallelism()).isEqualTo(7);
        assertThat(plans().plan(NIGHT).pools()).containsExactly(new Pool("default", 1, 7, null));
        assertThat(plans().all(DEFAULT)).extracting(one -> one.name().name()).containsExactly("day", "night");
        assertThat(plans().all("other")).isEmpty();
        assertFails(Reason.ALREADY_EXISTS, "there is one of that name", () -> plans().create(DAY, null));
        assertFails(Reason.INVALID_OBJECT, "expected a positive number",
                () -> plans().create(PlanName.of(null, "x"), 0));
        assertFails(Reason.NOT_FOUND, "Cannot find resource plan x in other",
                () -> plans().plan(PlanName.of("other", "x")));
    }

    @Test
    void isEditedOnlyWhileDisabled() {
        plans().create(DAY, 10);
        edit(pool("default.etl", 0.5, 3), new PlanEdit.AddTrigger(
                new Trigger("Slow", "ELAPSED_TIME > 10", "KILL", true, Set.of())),
                new PlanEdit.AddMapping(new Mapping(Entity.USER, "Ann", "default.etl", 1)),
                new PlanEdit.Watch("slow", "default.etl"), new PlanEdit.Watch("slow", "default.etl"));
        ResourcePlan plan = plans().plan(DAY);
        assertThat(plan.pools()).extracting(Pool::path).containsExactly("default", "default.etl");
        assertThat(plan.mappings()).containsExactly(new Mapping(Entity.USER, "ann", "default.etl", 1));
        assertThat(plan.triggers()).containsExactly(
                new Trigger("slow", "ELAPSED_TIME > 10", "KILL", true, Set.of("default.etl")));
        plans().change(DEFAULT, "day", status(PlanStatus.DISABLED), Reach.STEP);
        edit(new PlanEdit.ChangePool("default", null, null, 7, null));
        plans().change(DEFAULT, "day", status(PlanStatus.ENABLED), Reach.STEP);
        assertFails(Reason.INVALID_OPERATION, "must be disabled to edit it", () -> edit(pool("other", 0, 1)));
        assertFails(Reason.INVALID_OPERATION, "must be disabled to edit it",
                () -> plans().change(DEFAULT, "day", named("noon"), Reach.STEP));
        plans().change(DEFAULT, "day", status(PlanStatus.DISABLED), Reach.STEP);
        edit(new PlanEdit.Unwatch("slow", "default.etl"),
                new PlanEdit.ChangeTrigger("slow", null, "MOVE TO default", false),
                new PlanEdit.ChangeMapping(new Mapping(Entity.USER, "ann", null, 9)));
        assertThat(plans().plan(DAY).triggers()).containsExactly(
                new Trigger("slow", "ELAPSED_TIME > 10", "MOVE TO default", false, Set.of()));
        assertThat(plans().plan(DAY).mappings()).containsExactly(new Mapping(Entity.USER, "ann", null, 1));
        edit(new PlanEdit.DropTrigger("slow"), new PlanEdit.DropMapping(Entity.USER, "ann"));
        assertThat(plans().plan(DAY).triggers()).isEmpty();
        assertThat(plans().plan(DAY).mappings()).isEmpty();
        assertFails(Reason.NOT_FOUND, "Cannot find trigger 'slow'", () -> edit(new PlanEdit.DropTrigger("slow")));
        assertFails(Reason.NOT_FOUND, "Cannot find mapping of USER 'ann'",
                () -> edit(new PlanEdit.DropMapping(Entity.USER, "ann")));
    }

    @Test
    void movesAPoolWithWhatPointsAtIt() {
        plans().create(DAY, null);
        edit(pool("a", 0, 1), pool("a.b", 0.5, 1), pool("ab", 0, 1),
                new PlanEdit.AddTrigger(new Trigger("t", null, null, false, Set.of())),
                new PlanEdit.Watch("t", "a.b"), new PlanEdit.AddMapping(new Mapping(Entity.GROUP, "g", "a.b", null)));
        plans().change(DEFAULT, "day",
                new PlanChange(null, null, null, new Replacement<>(null), new Replacement<>("a")), Reach.STEP);
        edit(new PlanEdit.ChangePool("a", "c", 0.25, null, new Replacement<>("fifo")));
        ResourcePlan plan = plans().plan(DAY);
        assertThat(plan.pools()).containsExactly(new Pool("default", 1, 4, null), new Pool("c", 0.25, 1, "fifo"),
                new Pool("c.b", 0.5, 1, "fair"), new Pool("ab", 0, 1, "fair"));
        assertThat(plan.defaultPool()).isEqualTo("c");
        assertThat(plan.triggers().getFirst().pools()).containsExactly("c.b");
        assertThat(plan.mappings().getFirst().pool()).isEqualTo("c.b");
        assertFails(Reason.INVALID_OPERATION, "pool 'c' is its default pool",
                () -> edit(new PlanEdit.DropPool("c")));
        assertFails(Reason.INVALID_OPERATION, "there are mappings to pool 'c.b'",
                () -> edit(new PlanEdit.DropPool("c.b")));
        assertFails(Reason.ALREADY_EXISTS, "Cannot add pool 'ab'",
                () -> edit(new PlanEdit.ChangePool("c", "ab", null, null, null)));
        assertFails(Reason.INVALID_OPERATION, "cannot go into itself",
                () -> edit(new PlanEdit.ChangePool("c", "c.b.x", null, null, null)));
        assertFails(Reason.NOT_FOUND, "Cannot find pool 'x'", () -> edit(pool("x.y", 0, 1)));
        assertFails(Reason.INVALID_OPERATION, "Invalid scheduling policy: 'lifo'",
                () -> edit(new PlanEdit.AddPool(new Pool("z", 0, 1, "lifo"))));
    }

    @Test
    void activatesOnePlanAtATime() {
        plans().create(DAY, null);
        plans().create(NIGHT, null);
        assertFails(Reason.INVALID_OPERATION, "must be enabled before or with its activation",
                () -> plans().change(DEFAULT, "day", status(PlanStatus.ACTIVE), Reach.STEP));
        assertThat(plans().change(DEFAULT, "day", status(PlanStatus.ACTIVE), Reach.ENABLE_AND_ACTIVATE))
                .hasValueSatisfying(plan -> assertThat(plan.status()).isEqualTo(PlanStatus.ACTIVE));
        assertThat(plans().active(DEFAULT)).contains(plans().plan(DAY));
        assertThat(plans().change(DEFAULT, "night", status(PlanStatus.ENABLED), Reach.STEP)).isEmpty();
        assertThat(plans().change(DEFAULT, "night", status(PlanStatus.ACTIVE), Reach.STEP)).isPresent();
        assertThat(plans().plan(DAY).status()).isEqualTo(PlanStatus.ENABLED);
        assertFails(Reason.CONFLICT, "it is active", () -> plans().drop(NIGHT));
        assertFails(Reason.INVALID_OPERATION, "it is active",
                () -> plans().change(DEFAULT, "night", status(PlanStatus.DISABLED), Reach.STEP));
        plans().change(DEFAULT, null, status(PlanStatus.DISABLED), Reach.DEACTIVATE);
        assertThat(plans().active(DEFAULT)).isEmpty();
        assertFails(Reason.NOT_FOUND, "Cannot find the active resource plan",
                () -> plans().change(DEFAULT, null, status(PlanStatus.DISABLED), Reach.DEACTIVATE));
        plans().drop(NIGHT);
        assertFails(Reason.NOT_FOUND, "Cannot find resource plan night", () -> plans().drop(NIGHT));
    }

    @Test
    void replacesAPlanAndKeepsTheOldOne() {
        plans().create(DAY, null);
        plans().change(DEFAULT, "day", status(PlanStatus.ACTIVE), Reach.ENABLE_AND_ACTIVATE);
        plans().createLike(NIGHT, "day");
        plans().edit(NIGHT, pool("extra", 0, 2));
        assertThat(plans().plan(NIGHT).status()).isEqualTo(PlanStatus.DISABLED);
        assertFails(Reason.INVALID_OPERATION, "either the name",
                () -> plans().replace(NIGHT, new PlanChange(null, "day", PlanStatus.ACTIVE, null, null)));
        assertFails(Reason.INVALID_OPERATION, "it cannot replace itself",
                () -> plans().replace(NIGHT, named("night")));
        assertThat(plans().replace(NIGHT, status(PlanStatus.ACTIVE))).hasValueSatisfying(plan -> {
            assertThat(plan.name()).isEqualTo(DAY);
            assertThat(plan.pools()).hasSize(2);
        });
        List<ResourcePlan> all = plans().all(DEFAULT);
        assertThat(all).hasSize(2);
        assertThat(all.getLast().name().name()).startsWith("day_old_");
        assertThat(all.getLast().status()).isEqualTo(PlanStatus.DISABLED);
    }

    @Test
    void changesValuesInOneStepAndStatusInAnother() {
        plans().create(DAY, 3);
        plans().create(NIGHT, 3);
        assertFails(Reason.INVALID_OPERATION, "values and status cannot change in one step",
                () -> plans().change(DEFAULT, "day",
                        new PlanChange(null, "noon", PlanStatus.ENABLED, null, null), Reach.STEP));
        assertFails(Reason.INVALID_OPERATION, "its namespace cannot become other",
                () -> plans().change(DEFAULT, "day", new PlanChange("other", null, null, null, null), Reach.STEP));
        assertFails(Reason.ALREADY_EXISTS, "there is one of that name",
                () -> plans().change(DEFAULT, "day", named("night"), Reach.STEP));
        plans().change(DEFAULT, "day", new PlanChange(null, "noon", null, new Replacement<>(null), null), Reach.STEP);
        assertThat(plans().plan(PlanName.of(null, "noon")).parallelism()).isNull();
        assertFails(Reason.NOT_FOUND, "Cannot find pool 'x'", () -> plans().change(DEFAULT, "noon",
                new PlanChange(null, null, null, null, new Replacement<>("x")), Reach.STEP));
    }

    @Test
    void tellsWhatIsWrongInHivesWords() {
        plans().create(DAY, 3);
        edit(pool("a", 0.5, 1), pool("default.x", 0.7, 0), pool("default.y", 0.6, 1));
        PlanProblems problems = plans().check(DAY);
        assertThat(problems.errors()).containsExactlyInAnyOrder("Invalid query parallelism for pool: default.x",
                "Sum of all pools' query parallelism: 5 exceeds resource plan query parallelism: 3",
                "Sum of root children pools' alloc fraction should be 1.0 got: 1.5 for pool: ",
                "Sum of children pools' alloc fraction should be less than 1 got: 1.2999999999999998 for pool: default");
        assertFails(Reason.INVALID_OPERATION, "it is invalid: [",
                () -> plans().change(DEFAULT, "day", status(PlanStatus.ENABLED), Reach.STEP));
        plans().create(NIGHT, 9);
        plans().edit(NIGHT, new PlanEdit.ChangePool("default", null, null, 2, null));
        assertThat(plans().check(NIGHT)).isEqualTo(new PlanProblems(List.of(), List.of(
                "Sum of all pools' query parallelism: 2 is less than resource plan query parallelism: 9")));
    }
}

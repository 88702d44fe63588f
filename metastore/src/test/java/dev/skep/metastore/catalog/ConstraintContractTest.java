package dev.skep.metastore.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.catalog.Tables.Cascade;
import dev.skep.metastore.event.NotificationEvent;
import dev.skep.metastore.model.Constraint;
import dev.skep.metastore.model.Constraint.Kind;
import dev.skep.metastore.model.Constraint.Reference;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;

/** What constraints do on every store. */
abstract class ConstraintContractTest extends CatalogContractTest {
    private static final TableName ITEMS = SALES.table("items");

    private Table orders;

    @BeforeEach
    void makeTables() {
        orders = session.tables().create(table(ORDERS));
        session.tables().create(table(ITEMS));
    }

    private static Constraint key(TableName table, String name, String... columns) {
        return new Constraint(Kind.PRIMARY_KEY, table, name, List.of(columns), true, false, true, null, null);
    }

    private static Constraint of(Kind kind, String name, String column, @Nullable String expression) {
        return new Constraint(kind, ORDERS, name, List.of(column), true, true, false, expression, null);
    }

    private static Constraint pointer() {
        return new Constraint(Kind.FOREIGN_KEY, ITEMS, "to_orders", List.of("id"), false, false, true, null,
                new Reference(ORDERS, List.of("id"), "orders_key", 1, 2));
    }

    @Test
    void keepsEveryKindAsItIsAdded() {
        List<Constraint> all = List.of(key(ORDERS, "orders_key", "id", "note"),
                of(Kind.UNIQUE, "once", "id", null), of(Kind.NOT_NULL, "there", "note", null),
                of(Kind.DEFAULT, "usual", "note", "'none'"), of(Kind.CHECK, "checked", "id", "id > 0"));
        session.constraints().add(all);
        assertThat(session.constraints().of(ORDERS)).isEqualTo(all);
    }

    @Test
    void foreignKeyIsToldFromBothSides() {
        session.constraints().add(List.of(key(ORDERS, "orders_key", "id")));
        session.constraints().add(List.of(pointer()));
        assertThat(session.constraints().of(ITEMS)).containsExactly(pointer());
        assertThat(session.constraints().pointingAt(ORDERS)).containsExactly(pointer());
        assertThat(session.constraints().pointingAt(ITEMS)).isEmpty();
    }

    @Test
    void refusesWhatDoesNotFit() {
        session.constraints().add(List.of(key(ORDERS, "orders_key", "id")));
        assertFails(Reason.INVALID_OPERATION, "Primary key already exists for: sales.orders",
                () -> session.constraints().add(List.of(key(ORDERS, "second", "note"))));
        assertFails(Reason.ALREADY_EXISTS, "Cannot add constraint 'orders_key' to sales.orders: it exists",
                () -> session.constraints().add(List.of(of(Kind.UNIQUE, "ORDERS_KEY", "id", null))));
        assertFails(Reason.INVALID_OBJECT, "has not all of the columns [nosuch]",
                () -> session.constraints().add(List.of(of(Kind.UNIQUE, "u", "nosuch", null))));
        assertFails(Reason.NOT_FOUND, "Cannot find table sales.nosuch",
                () -> session.constraints().add(List.of(key(SALES.table("nosuch"), "k", "id"))));
        assertFails(Reason.NOT_FOUND, "Cannot drop constraint 'nosuch' of sales.orders",
                () -> session.constraints().drop(ORDERS, "nosuch"));
    }

    @Test
    void foreignKeyNeedsAKeyToPointAt() {
        assertFails(Reason.INVALID_OPERATION, "has no primary key or unique constraint on [id]",
                () -> session.constraints().add(List.of(pointer())));
        assertThat(session.constraints().of(ITEMS)).isEmpty();
    }

    @Test
    void addsAllOrNone() {
        assertFails(Reason.INVALID_OBJECT, "nosuch", () -> session.constraints()
                .add(List.of(of(Kind.UNIQUE, "a", "id", null), of(Kind.UNIQUE, "b", "nosuch", null))));
        assertThat(session.constraints().of(ORDERS)).isEmpty();
    }

    @Test
    void followsRenamesOfBothTables() {
        session.constraints().add(List.of(key(ORDERS, "orders_key", "id")));
        session.constraints().add(List.of(pointer()));
        TableName renamed = SALES.table("renamed");
        session.tables().alter(ORDERS, orders.withName(renamed), Cascade.TABLE_ONLY, Map.of());
        assertThat(session.constraints().of(renamed)).containsExactly(key(renamed, "orders_key", "id"));
        assertThat(session.constraints().pointingAt(renamed)).singleElement()
                .satisfies(found -> assertThat(found.table()).isEqualTo(ITEMS));
    }

    @Test
    void goesWithItsTableAndItsColumns() {
        session.constraints().add(List.of(key(ORDERS, "orders_key", "id")));
        session.constraints().add(List.of(pointer(), of(Kind.NOT_NULL, "there", "note", null)));
        session.tables().alter(ORDERS,
                orders.withStorage(orders.storage().withColumns(List.of(column("id", "bigint")))),
                Cascade.TABLE_ONLY, Map.of());
        assertThat(session.constraints().of(ORDERS)).extracting(Constraint::name).containsExactly("orders_key");
        session.tables().drop(ORDERS, DataRemoval.DELETE);
        assertThat(session.constraints().of(ITEMS)).isEmpty();
    }

    @Test
    void isMadeWithItsTableOrNotAtAll() {
        TableName made = SALES.table("made");
        session.tables().create(table(made), List.of(key(made, "k", "id")));
        assertThat(session.constraints().of(made)).containsExactly(key(made, "k", "id"));
        TableName other = SALES.table("other");
        assertFails(Reason.INVALID_OBJECT, "nosuch",
                () -> session.tables().create(table(other), List.of(key(other, "k", "nosuch"))));
        assertThat(session.tables().find(other)).isEmpty();
    }

    @Test
    void writesEventsThatTellKindAndTable() {
        long before = session.events().newestId();
        session.constraints().add(List.of(key(ORDERS, "orders_key", "id")));
        session.constraints().add(List.of(pointer()));
        session.constraints().drop(ITEMS, "to_orders");
        assertThat(session.events().after(before, 10)).extracting(NotificationEvent::type)
                .containsExactly("ADD_PRIMARYKEY", "ADD_FOREIGNKEY", "DROP_CONSTRAINT");
    }
}

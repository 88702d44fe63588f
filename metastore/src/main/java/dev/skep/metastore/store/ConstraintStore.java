package dev.skep.metastore.store;

import java.util.List;

import dev.skep.metastore.model.Constraint;
import dev.skep.metastore.model.Table;

/** The constraints of tables. They go with their table, and foreign keys with the table that they point at. */
public interface ConstraintStore {

    /** Returns those that a table declares, in the order of their making. */
    List<Constraint> of(Table table);

    /** Returns the foreign keys of any table that point at this one. */
    List<Constraint> pointingAt(Table table);

    /** @param parent the table that a foreign key points at, else the table itself */
    void insert(Table table, Table parent, Constraint constraint);

    /** Removes one by its name. Returns false if there is none. */
    boolean delete(Table table, String name);
}

package dev.skep.metastore.catalog;

import java.util.List;

import dev.skep.metastore.model.Constraint;
import dev.skep.metastore.model.TableName;

/**
 * What tables declare of their rows. Constraints on columns that the caller may not see, and foreign keys from or to tables that it may not see, are not told.
 * Methods fail with NOT_FOUND if the table does not exist.
 */
public interface Constraints {

    /** Returns those that the table declares, in the order of their making. */
    List<Constraint> of(TableName table);

    /** Returns the foreign keys that point at the table. */
    List<Constraint> pointingAt(TableName table);

    /**
     * Adds constraints of one or several tables, all or none; needs ALTER on each table. Fails with ALREADY_EXISTS for a name that the table has, with INVALID_OPERATION
     * for a second primary key and for a foreign key that points at no key, with INVALID_OBJECT for a column that is not there or a foreign key to another catalog.
     */
    void add(List<Constraint> constraints);

    /** Drops a constraint by its name; needs ALTER. Fails with NOT_FOUND. */
    void drop(TableName table, String name);
}

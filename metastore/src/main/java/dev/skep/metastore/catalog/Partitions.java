package dev.skep.metastore.catalog;

import java.util.List;
import java.util.Optional;

import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.partition.PartitionPredicate;

/** The partitions of tables. All methods fail with NOT_FOUND if the table does not exist and with INVALID_OPERATION if it is not partitioned. Partition names are {@code key=value/key2=value2} with the values escaped. */
public interface Partitions {
    /** No limit on the number of results. */
    int UNLIMITED = -1;

    Optional<Partition> find(TableName table, List<String> values);

    /** Returns the partitions that meet {@code predicate}, sorted by name, at most {@code limit}; one bulk read. */
    List<Partition> list(TableName table, PartitionPredicate predicate, int limit);

    /** Returns those of the named partitions that exist, sorted by name. */
    List<Partition> byNames(TableName table, List<String> names);

    /** Returns the names of the partitions that meet {@code predicate}, sorted. */
    List<String> names(TableName table, PartitionPredicate predicate, int limit);

    /** Returns how many partitions meet {@code predicate}. */
    long count(TableName table, PartitionPredicate predicate);

    /** Adds partitions, all or none, and makes their folders; a location of null lies below the table's. Returns those that were added. */
    List<Partition> add(TableName table, List<Partition> partitions, IfExists ifExists);

    /** What to do about a partition that is there already. */
    enum IfExists {
        /** Fail with ALREADY_EXISTS. */
        FAIL,
        /** Leave it as it is. */
        SKIP
    }

    /** Changes partitions found by their values, all or none. Fails with NOT_FOUND. */
    void alter(TableName table, List<Partition> partitions);

    /** Gives a partition new values (and whatever else differs); the folder of a managed table's partition moves when it lies where the warehouse put it. */
    void rename(TableName table, List<String> values, Partition changed);

    /** Drops the partitions that meet any of {@code predicates}, all or none. Returns them. A predicate that meets none fails with NOT_FOUND unless {@code ifExists} is SKIP. */
    List<Partition> drop(TableName table, List<PartitionPredicate> predicates, DataRemoval data, IfExists ifExists);

    /** Moves the partitions that meet {@code predicate} with their files to another table of the same columns and keys. Returns them as they are there. */
    List<Partition> exchange(TableName source, PartitionPredicate predicate, TableName target);
}

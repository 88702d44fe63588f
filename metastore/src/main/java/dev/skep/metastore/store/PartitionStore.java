package dev.skep.metastore.store;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.partition.PartitionPredicate;

/**
 * Partitions. The table given is as the store has it: its number finds the partitions, its keys give names and types to their values, and its
 * location completes theirs. Names are in the form of {@link dev.skep.metastore.partition.PartitionNames}. A limit of -1 means all.
 */
public interface PartitionStore {

    Optional<Partition> find(Table table, List<String> values);

    /** Returns the partitions that meet {@code predicate}, sorted by name; one bulk read. */
    List<Partition> list(Table table, PartitionPredicate predicate, int limit);

    /** Returns those of the named partitions that exist, sorted by name; one bulk read. */
    List<Partition> byNames(Table table, List<String> names);

    List<String> names(Table table, PartitionPredicate predicate, int limit);

    long count(Table table, PartitionPredicate predicate);

    /** Returns which of the named partitions exist. */
    Set<String> existing(Table table, List<String> names);

    /** Returns the locations that do not lie in the table's folder. */
    List<String> locationsOutside(Table table);

    /** Adds partitions, all with a location. Fails with ALREADY_EXISTS. */
    void insert(Table table, List<Partition> partitions);

    /** Replaces partitions found by their values, which exist. */
    void update(Table table, List<Partition> partitions);

    /** Gives the partition with {@code values} the values and content of {@code changed}; its statistics go with it. Fails with ALREADY_EXISTS. */
    void rename(Table table, List<String> values, Partition changed);

    /** Removes the named partitions with their statistics. */
    void delete(Table table, List<String> names);

    /** Applies {@code change}, which leaves the location alone, to the descriptors of all partitions; works on the few distinct ones. */
    void changeDescriptors(Table table, UnaryOperator<StorageDescriptor> change);

    /** Keeps all partitions where they are while the table's location changes from the one given here. */
    void detachLocations(Table table);

    /** Types the values anew after the types of the keys have changed to those given here. */
    void retype(Table table);
}

package dev.skep.metastore.catalog;

import java.util.List;
import java.util.Optional;

import dev.skep.metastore.access.AuthorizedTable;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.partition.PartitionPredicate;

/**
 * The partitions of tables. What is read here is told to people and to engines that read files themselves: where rows are filtered, or values of partition keys
 * masked or hidden, it is refused with ACCESS_DENIED and the reason, but for {@link #forScan} and {@link #forWrite}, which are for our own engine. All methods fail with NOT_FOUND if the table does not exist and with INVALID_OPERATION if it is not partitioned.
 * Partition names are {@code key=value/key2=value2} with the values escaped.
 */
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

    /**
     * Returns the partitions that meet {@code predicate}, whole, to an engine that applies the filters and masks that come with the table. Only for a table that
     * this session, or one that it gave for a view's definer, handed out for SELECT.
     */
    List<Partition> forScan(AuthorizedTable table, PartitionPredicate predicate);

    /** Returns the partitions that meet {@code predicate}, whole, to an engine that is to write into them for one who may INSERT. */
    List<Partition> forWrite(TableName table, PartitionPredicate predicate);

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

    /** Takes the parameters that count rows, files and bytes from those given, and nothing else; absent partitions are left out. As {@link Tables#changeCounts}. */
    void changeCounts(TableName table, List<Partition> counted);

    /** Gives a partition new values (and whatever else differs); the folder of a managed table's partition moves when it lies where the warehouse put it. */
    void rename(TableName table, List<String> values, Partition changed);

    /** Drops the partitions that meet any of {@code predicates}, all or none. Returns them. A predicate that meets none fails with NOT_FOUND unless {@code ifExists} is SKIP. */
    List<Partition> drop(TableName table, List<PartitionPredicate> predicates, DataRemoval data, IfExists ifExists);

    /** Moves the partitions that meet {@code predicate} with their files to another table of the same columns and keys. Returns them as they are there. */
    List<Partition> exchange(TableName source, PartitionPredicate predicate, TableName target);
}

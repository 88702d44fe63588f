package dev.skep.metastore.store.jdbc;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

import dev.skep.metastore.store.jdbc.Statements.NewColumn;
import org.jspecify.annotations.Nullable;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.partition.KeyType;
import dev.skep.metastore.partition.PartitionNames;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.metastore.store.PartitionStore;

final class JdbcPartitions implements PartitionStore {
    /** The longest name, in bytes, that an index of PostgreSQL takes for sure. */
    private static final int MAX_NAME_BYTES = 2_000;
    private static final String COLUMNS = "P.NAME, P.CREATE_TIME, P.LAST_ACCESS_TIME, P.DESCRIPTOR_ID, P.LOCATION, P.PARAMETERS, P.WRITE_ID";

    /** The columns of {@link #values}, and the place of the location among them. */
    private static final List<NewColumn> NEW_COLUMNS = columns("text", "NAME", "KEY1", "KEY2", "KEY3", "KEY4", "TEXT1",
            "TEXT2", "TEXT3", "TEXT4", "*CREATE_TIME", "*LAST_ACCESS_TIME", "*DESCRIPTOR_ID", "LOCATION", "PARAMETERS",
            "*WRITE_ID", "*ID", "*TABLE_ID");
    private static final int LOCATION = 12;
    private static final List<NewColumn> NEW_VALUES = List.of(new NewColumn("PARTITION_ID", "bigint"),
            new NewColumn("KEY_INDEX", "integer"), new NewColumn("KEY_VALUE", "text"),
            new NewColumn("TEXT_VALUE", "text"));

    private final Statements statements;
    private final Ids ids;
    private final Descriptors descriptors;

    JdbcPartitions(Statements statements, Ids ids, Descriptors descriptors) {
        this.statements = statements;
        this.ids = ids;
        this.descriptors = descriptors;
    }

    private static StoredRows.Row read(ResultSet row) throws SQLException {
        return new StoredRows.Row(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getString(5),
                row.getString(6), row.getLong(7));
    }

    @Override
    public Optional<Partition> find(Table table, List<String> values) {
        List<Partition> found = byNames(table, List.of(PartitionNames.name(table.partitionKeys(), values)));
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
    }

    @Override
    public List<Partition> list(Table table, PartitionPredicate predicate, int limit) {
        return complete(table, select(COLUMNS, table, predicate, limit, JdbcPartitions::read));
    }

    @Override
    public List<String> names(Table table, PartitionPredicate predicate, int limit) {
        return select("P.NAME", table, predicate, limit, row -> row.getString(1));
    }

    private <T> List<T> select(String columns, Table table, PartitionPredicate predicate, int limit,
            Statements.Row<T> row) {
        if (limit == 0) {
            // HSQLDB takes it for no limit.
            return List.of();
        }
        PredicateSql.Condition condition = PredicateSql.compile(new KeyColumns(table), predicate);
        // Given no bound of the name, HSQLDB would take another index that begins with the table, and sort all partitions for a few.
        String all = statements.dialect().looksUpOneByOne() ? " AND P.NAME >= ''" : "";
        // HSQLDB would follow the index that the order names, past all partitions, rather than the condition's.
        String order = !statements.dialect().looksUpOneByOne()
                ? "P.NAME"
                : condition.isAll() ? "P.TABLE_ID, P.NAME" : "P.NAME || ''";
        String sql = "SELECT " + columns + " FROM PARTITIONS P WHERE P.TABLE_ID = ?"
                + (condition.isAll() ? all : " AND " + condition.sql()) + " ORDER BY " + order
                + (limit < 0 ? "" : " LIMIT " + limit);
        return statements.list(sql, row, Statements.arguments(condition.arguments(), table.id()));
    }

    @Override
    public long count(Table table, PartitionPredicate predicate) {
        PredicateSql.Condition condition = PredicateSql.compile(new KeyColumns(table), predicate);
        return statements.first("SELECT COUNT(*) FROM PARTITIONS P WHERE P.TABLE_ID = ? AND " + condition.sql(),
                row -> row.getLong(1), Statements.arguments(condition.arguments(), table.id())).orElseThrow();
    }

    @Override
    public List<Partition> byNames(Table table, List<String> names) {
        List<StoredRows.Row> found = new ArrayList<>(
                statements.listAmong("SELECT " + COLUMNS + " FROM PARTITIONS P WHERE P.TABLE_ID = ? AND P.NAME @",
                        JdbcPartitions::read, normalized(table, names), List.of(table.id()), List.of()));
        found.sort(Comparator.comparing(StoredRows.Row::name));
        return complete(table, found);
    }

    @Override
    public Set<String> existing(Table table, List<String> names) {
        return new HashSet<>(
                statements.listAmong("SELECT P.NAME FROM PARTITIONS P WHERE P.TABLE_ID = ? AND P.NAME @",
                        row -> row.getString(1), names, List.of(table.id()), List.of()));
    }

    /** Brings names that clients wrote with other case or escapes into the form of the store; leaves out what cannot be a name. */
    private static List<String> normalized(Table table, List<String> names) {
        Set<String> normalized = new LinkedHashSet<>();
        for (String name : names) {
            PartitionNames.values(table.partitionKeys(), name)
                    .ifPresent(values -> normalized.add(PartitionNames.name(table.partitionKeys(), values)));
        }
        return List.copyOf(normalized);
    }

    private List<Partition> complete(Table table, List<StoredRows.Row> found) {
        Set<Long> numbers = new HashSet<>();
        for (StoredRows.Row row : found) {
            numbers.add(row.descriptorId());
        }
        return new StoredRows(table, found, descriptors.loadAll(numbers));
    }

    @Override
    public List<String> locationsOutside(Table table) {
        boolean mayBe = statements.first("SELECT T.PARTITIONS_OUTSIDE FROM TABLES T WHERE T.ID = ?",
                row -> row.getBoolean(1), table.id()).orElse(false);
        if (!mayBe) {
            return List.of();
        }
        return statements.list(
                "SELECT P.LOCATION FROM PARTITIONS P WHERE P.TABLE_ID = ? AND P.LOCATION IS NOT NULL AND P.LOCATION NOT LIKE './%'",
                row -> row.getString(1), table.id());
    }

    @Override
    public void insert(Table table, List<Partition> partitions) {
        KeyColumns keys = new KeyColumns(table);
        List<@Nullable Object[]> rows = new ArrayList<>(partitions.size());
        List<@Nullable Object[]> overflow = new ArrayList<>();
        for (Partition partition : partitions) {
            long id = ids.next();
            rows.add(values(keys, partition, id, table.id()));
            addOverflow(keys, partition.values(), id, overflow);
        }
        noteOutside(table, rows, LOCATION);
        statements.insert("PARTITIONS", NEW_COLUMNS, rows);
        insertOverflow(overflow);
    }

    private void insertOverflow(List<@Nullable Object[]> overflow) {
        statements.insert("PARTITION_VALUES", NEW_VALUES, overflow);
    }

    /** Says of the table that partitions of it lie elsewhere, so that a drop need not look through all of them where none does. */
    private void noteOutside(Table table, List<@Nullable Object[]> rows, int location) {
        for (@Nullable
        Object[] row : rows) {
            if (row[location] instanceof String place && !place.startsWith("./")) {
                noteOutside(table);
                return;
            }
        }
    }

    private void noteOutside(Table table) {
        statements.update("UPDATE TABLES SET PARTITIONS_OUTSIDE = TRUE WHERE ID = ? AND PARTITIONS_OUTSIDE = FALSE",
                table.id());
    }

    private @Nullable Object[] values(KeyColumns keys, Partition partition, long id, long tableId) {
        Table table = keys.table();
        String name = PartitionNames.name(table.partitionKeys(), partition.values());
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw new CatalogException(Reason.INVALID_OBJECT,
                    "Invalid partition of %s: its name is longer than %d bytes: %s...".formatted(table.name(),
                            MAX_NAME_BYTES, name.substring(0, 200)));
        }
        @Nullable
        Object[] values = new Object[17];
        values[0] = name;
        for (int i = 0; i < Math.min(keys.size(), KeyColumns.IN_ROW); i++) {
            String value = partition.values().get(i);
            values[1 + i] = form(keys.type(i), value);
            values[5 + i] = text(keys.type(i), value);
        }
        values[9] = partition.createTime();
        values[10] = partition.lastAccessTime();
        values[11] = descriptors.store(partition.storage());
        values[12] = PartitionLocations.shorten(table, name, partition.storage().location());
        values[13] = Json.ofMap(partition.parameters());
        values[14] = partition.writeId();
        values[15] = id;
        values[16] = tableId;
        return values;
    }

    /** Those with a star are numbers. */
    private static List<NewColumn> columns(String type, String... names) {
        return Arrays.stream(names)
                .map(name -> name.startsWith("*")
                        ? new NewColumn(name.substring(1), "bigint")
                        : new NewColumn(name, type))
                .toList();
    }

    private static @Nullable String form(KeyType type, String value) {
        return value.isEmpty() ? null : type.form(value);
    }

    private static @Nullable String text(KeyType type, String value) {
        return type == KeyType.TEXT || value.isEmpty() || value.equals(Partition.DEFAULT_VALUE) ? null : value;
    }

    private static void addOverflow(KeyColumns keys, List<String> values, long id, List<@Nullable Object[]> overflow) {
        for (int i = KeyColumns.IN_ROW; i < keys.size(); i++) {
            KeyType type = keys.type(i);
            overflow.add(new @Nullable Object[]{id, i, form(type, values.get(i)), text(type, values.get(i))});
        }
    }

    @Override
    public void update(Table table, List<Partition> partitions) {
        List<@Nullable Object[]> rows = new ArrayList<>(partitions.size());
        for (Partition partition : partitions) {
            String name = PartitionNames.name(table.partitionKeys(), partition.values());
            rows.add(new @Nullable Object[]{partition.createTime(), partition.lastAccessTime(),
                    descriptors.store(partition.storage()),
                    PartitionLocations.shorten(table, name, partition.storage().location()),
                    Json.ofMap(partition.parameters()), partition.writeId(), table.id(), name});
        }
        noteOutside(table, rows, 3);
        statements.batch(
                "UPDATE PARTITIONS SET CREATE_TIME = ?, LAST_ACCESS_TIME = ?, DESCRIPTOR_ID = ?, LOCATION = ?, PARAMETERS = ?, WRITE_ID = ? WHERE TABLE_ID = ? AND NAME = ?",
                rows);
    }

    @Override
    public void rename(Table table, List<String> values, Partition changed) {
        KeyColumns keys = new KeyColumns(table);
        String name = PartitionNames.name(table.partitionKeys(), values);
        long id = statements.first("SELECT P.ID FROM PARTITIONS P WHERE P.TABLE_ID = ? AND P.NAME = ?",
                row -> row.getLong(1), table.id(), name).orElseThrow();
        @Nullable
        Object[] row = values(keys, changed, id, table.id());
        noteOutside(table, List.<@Nullable Object[]>of(row), LOCATION);
        statements.update(
                """
                        UPDATE PARTITIONS SET NAME = ?, KEY1 = ?, KEY2 = ?, KEY3 = ?, KEY4 = ?, TEXT1 = ?, TEXT2 = ?, TEXT3 = ?, TEXT4 = ?,
                            CREATE_TIME = ?, LAST_ACCESS_TIME = ?, DESCRIPTOR_ID = ?, LOCATION = ?, PARAMETERS = ?, WRITE_ID = ?
                        WHERE ID = ? AND TABLE_ID = ?""",
                row);
        statements.update("DELETE FROM PARTITION_VALUES WHERE PARTITION_ID = ?", id);
        List<@Nullable Object[]> overflow = new ArrayList<>();
        addOverflow(keys, changed.values(), id, overflow);
        insertOverflow(overflow);
    }

    @Override
    public void delete(Table table, List<String> names) {
        List<Long> numbers = statements.listAmong("SELECT P.ID FROM PARTITIONS P WHERE P.TABLE_ID = ? AND P.NAME @",
                row -> row.getLong(1), names, List.of(table.id()), List.of());
        statements.updateAmong("DELETE FROM COLUMN_STATISTICS WHERE TABLE_ID = ? AND PARTITION_ID @", numbers,
                table.id());
        if (table.partitionKeys().size() > KeyColumns.IN_ROW) {
            statements.updateAmong("DELETE FROM PARTITION_VALUES WHERE PARTITION_ID @", numbers);
        }
        statements.updateAmong("DELETE FROM PARTITIONS WHERE ID @", numbers);
    }

    @Override
    public void changeDescriptors(Table table, UnaryOperator<StorageDescriptor> change) {
        List<Long> numbers = statements.list("SELECT DISTINCT P.DESCRIPTOR_ID FROM PARTITIONS P WHERE P.TABLE_ID = ?",
                row -> row.getLong(1), table.id());
        Map<Long, StorageDescriptor> storages = descriptors.loadAll(numbers);
        record Change(long from, long to) {}
        List<Change> changes = new ArrayList<>();
        for (long number : numbers) {
            long changed = descriptors.store(change.apply(requireNonNull(storages.get(number))));
            if (changed != number) {
                changes.add(new Change(number, changed));
            }
        }
        if (changes.isEmpty()) {
            return;
        }
        // One statement, as a descriptor that one group changes to may be the one that another group has now.
        StringBuilder cases = new StringBuilder("CASE DESCRIPTOR_ID");
        for (Change one : changes) {
            cases.append(" WHEN ").append(one.from()).append(" THEN ").append(one.to());
        }
        statements.update(
                "UPDATE PARTITIONS SET DESCRIPTOR_ID = " + cases + " ELSE DESCRIPTOR_ID END WHERE TABLE_ID = ?",
                table.id());
    }

    @Override
    public void detachLocations(Table table) {
        String location = table.storage().location();
        if (location == null) {
            return;
        }
        noteOutside(table);
        String base = PartitionLocations.withoutSlash(location);
        statements.update(
                "UPDATE PARTITIONS SET LOCATION = CAST(? AS VARCHAR(32000)) || SUBSTRING(LOCATION FROM 2) WHERE TABLE_ID = ? AND LOCATION LIKE './%'",
                base, table.id());
        statements.update(
                "UPDATE PARTITIONS SET LOCATION = CAST(? AS VARCHAR(32000)) || NAME WHERE TABLE_ID = ? AND LOCATION IS NULL",
                base + "/", table.id());
    }

    @Override
    public void retype(Table table) {
        KeyColumns keys = new KeyColumns(table);
        record Named(long id, String name) {}
        List<Named> all = statements.list("SELECT P.ID, P.NAME FROM PARTITIONS P WHERE P.TABLE_ID = ?",
                row -> new Named(row.getLong(1), row.getString(2)), table.id());
        // By their numbers, as MariaDB would go through, and lock, the values of all tables for a subquery.
        statements.updateAmong("DELETE FROM PARTITION_VALUES WHERE PARTITION_ID @",
                all.stream().map(Named::id).toList());
        for (List<Named> part : Statements.parts(all)) {
            List<@Nullable Object[]> rows = new ArrayList<>();
            List<@Nullable Object[]> overflow = new ArrayList<>();
            for (Named partition : part) {
                List<String> values = PartitionNames.values(table.partitionKeys(), partition.name()).orElseThrow();
                @Nullable
                Object[] row = new Object[9];
                for (int i = 0; i < Math.min(keys.size(), KeyColumns.IN_ROW); i++) {
                    row[i] = form(keys.type(i), values.get(i));
                    row[4 + i] = text(keys.type(i), values.get(i));
                }
                row[8] = partition.id();
                rows.add(row);
                addOverflow(keys, values, partition.id(), overflow);
            }
            statements.batch(
                    "UPDATE PARTITIONS SET KEY1 = ?, KEY2 = ?, KEY3 = ?, KEY4 = ?, TEXT1 = ?, TEXT2 = ?, TEXT3 = ?, TEXT4 = ? WHERE ID = ?",
                    rows);
            insertOverflow(overflow);
        }
    }
}

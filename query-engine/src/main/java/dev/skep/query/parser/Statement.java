package dev.skep.query.parser;

import java.util.List;
import java.util.Map;

import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.ViewSecurity;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** A statement as its text says it; no name has been looked up. */
public sealed interface Statement {

    /** A query. */
    record Select(SqlNode query) implements Statement {}

    record Explain(boolean analyze, Statement statement) implements Statement {}

    record Insert(Name table, boolean overwrite, boolean ifNotExists, List<PartitionTerm> partition,
            @Nullable List<String> columns, SqlNode query) implements Statement {
        public Insert {
            partition = List.copyOf(partition);
            columns = columns == null ? null : List.copyOf(columns);
        }
    }

    record CreateDatabase(Name name, boolean ifNotExists, @Nullable String comment, @Nullable String location,
            Map<String, String> properties) implements Statement {}

    record DropDatabase(Name name, boolean ifExists, boolean cascade) implements Statement {}

    /** One of the three changes is given. */
    record AlterDatabase(Name name, Map<String, String> properties, @Nullable String location,
            @Nullable Principal owner) implements Statement {}

    record Use(Name database) implements Statement {}

    record CreateTable(Name name, boolean ifNotExists, boolean external, List<ColumnDefinition> columns,
            TableOptions options) implements Statement {
        public CreateTable {
            columns = List.copyOf(columns);
        }
    }

    record CreateTableAs(Name name, boolean ifNotExists, boolean external, List<ColumnDefinition> columns,
            TableOptions options, SqlNode query, boolean withData) implements Statement {
        public CreateTableAs {
            columns = List.copyOf(columns);
        }
    }

    record CreateTableLike(Name name, boolean ifNotExists, boolean external, Name source,
            TableOptions options) implements Statement {}

    record DropTable(Name name, boolean ifExists, boolean purge) implements Statement {}

    record AlterTable(Name name, List<PartitionTerm> partition, TableChange change) implements Statement {
        public AlterTable {
            partition = List.copyOf(partition);
        }
    }

    record RepairTable(Name name, boolean addByDefault, boolean drops, boolean addsAndDrops) implements Statement {}

    /**
     * A view with the text of its query, from its first word to the end of the statement.
     *
     * @param security null where the text does not say with whose rights the view is read
     */
    record CreateView(Name name, boolean replace, boolean ifNotExists, List<ViewColumn> columns,
            @Nullable String comment, Map<String, String> properties, @Nullable ViewSecurity security, String text,
            SqlNode query) implements Statement {
        public CreateView {
            columns = List.copyOf(columns);
        }
    }

    record ViewColumn(String name, @Nullable String comment) {}

    record DropView(Name name, boolean ifExists) implements Statement {}

    record TruncateTable(Name name, @Nullable List<PartitionTerm> partition) implements Statement {}

    /** {@code columns}: null for row counts only, empty for all columns. */
    record AnalyzeTable(Name name, List<PartitionTerm> partition, boolean noScan,
            @Nullable List<String> columns) implements Statement {}

    record ShowDatabases(@Nullable String pattern) implements Statement {}

    record ShowTables(@Nullable Name database, @Nullable String pattern) implements Statement {}

    record ShowViews(@Nullable Name database, @Nullable String pattern) implements Statement {}

    record ShowPartitions(Name table, List<PartitionTerm> partition) implements Statement {}

    record ShowColumns(Name table, @Nullable String pattern) implements Statement {}

    record ShowCreate(Name name) implements Statement {}

    record ShowTableProperties(Name table, @Nullable String key) implements Statement {}

    record ShowFunctions(@Nullable String pattern) implements Statement {}

    record DescribeTable(Name table, Detail detail, List<PartitionTerm> partition,
            @Nullable String column) implements Statement {}

    record DescribeDatabase(Name database, boolean extended) implements Statement {}

    /** How much a DESCRIBE tells. */
    enum Detail {
        PLAIN, EXTENDED, FORMATTED
    }

    record Prepare(String name, String text) implements Statement {}

    record Execute(String name, List<SqlNode> values) implements Statement {
        public Execute {
            values = List.copyOf(values);
        }
    }

    record Deallocate(String name) implements Statement {}

    /** {@code SET}: all settings are shown without a key, one without a value. */
    record SetProperty(@Nullable String key, @Nullable String value) implements Statement {}

    /** A statement about who may do what. */
    sealed interface OfAccess extends Statement permits AccessStatement {}

    /** A statement about locks, transactions and compactions. */
    sealed interface OfTransactions extends Statement permits TransactionStatement {}

    /** {@code RESET}: of one key, or of all where it is null. */
    record ResetProperty(@Nullable String key) implements Statement {}
}

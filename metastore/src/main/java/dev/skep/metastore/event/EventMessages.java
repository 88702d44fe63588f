package dev.skep.metastore.event;

import dev.skep.metastore.model.Constraint;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.ColumnStatistics;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Function;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.replication.WriteEvent;
import dev.skep.metastore.transaction.WriteId;

/**
 * Makes events as Hive 4 writes them: its types, and messages in its format {@code json-0.2} with the field names of its JSONMessageEncoder. What
 * Hive adds and this does not: lists of the files that a change wrote, and {@code server} is empty, as there is no other server to tell apart.
 */
public final class EventMessages {
    public static final String FORMAT = "json-0.2";
    private static final JsonFactory FACTORY = new JsonFactory();

    private final Clock clock;

    public EventMessages(Clock clock) {
        this.clock = clock;
    }

    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    public NotificationEvent databaseCreated(Database database) {
        return event("CREATE_DATABASE", database.name(),
                json -> json.writeStringField("dbJson", ThriftJson.of(database)));
    }

    public NotificationEvent databaseAltered(Database before, Database after) {
        return event("ALTER_DATABASE", before.name(), json -> {
            json.writeStringField("dbObjBeforeJson", ThriftJson.of(before));
            json.writeStringField("dbObjAfterJson", ThriftJson.of(after));
        });
    }

    public NotificationEvent databaseDropped(Database database) {
        return event("DROP_DATABASE", database.name(), json -> {});
    }

    public NotificationEvent tableCreated(Table table) {
        return event("CREATE_TABLE", table.name(), json -> {
            table(json, table);
            json.writeArrayFieldStart("files");
            json.writeEndArray();
        });
    }

    public NotificationEvent tableAltered(Table before, Table after, boolean isTruncate) {
        return event("ALTER_TABLE", before.name(), json -> {
            json.writeStringField("tableType", before.type().name());
            json.writeStringField("tableObjBeforeJson", ThriftJson.of(before));
            json.writeStringField("tableObjAfterJson", ThriftJson.of(after));
            json.writeStringField("isTruncateOp", Boolean.toString(isTruncate));
            json.writeNumberField("writeId", after.writeId());
        });
    }

    public NotificationEvent tableDropped(Table table) {
        return event("DROP_TABLE", table.name(), json -> table(json, table));
    }

    public NotificationEvent partitionsAdded(Table table, List<Partition> partitions) {
        return event("ADD_PARTITION", table.name(), json -> {
            table(json, table);
            keyValues(json, table, partitions);
            json.writeArrayFieldStart("partitionListJson");
            ThriftJson.QuotedPartitions texts = new ThriftJson.QuotedPartitions();
            for (Partition partition : partitions) {
                json.writeRawValue(texts.quoted(partition));
            }
            json.writeEndArray();
            json.writeArrayFieldStart("partitionFiles");
            json.writeEndArray();
        });
    }

    public NotificationEvent partitionAltered(Table table, Partition before, Partition after, boolean isTruncate) {
        return event("ALTER_PARTITION", table.name(), json -> {
            table(json, table);
            json.writeStringField("isTruncateOp", Boolean.toString(isTruncate));
            json.writeFieldName("keyValues");
            keyValues(json, table, before);
            json.writeStringField("partitionObjBeforeJson", ThriftJson.of(before));
            json.writeStringField("partitionObjAfterJson", ThriftJson.of(after));
            json.writeNumberField("writeId", after.writeId());
        });
    }

    public NotificationEvent partitionsDropped(Table table, List<Partition> partitions) {
        return event("DROP_PARTITION", table.name(), json -> {
            table(json, table);
            keyValues(json, table, partitions);
        });
    }

    /** Rows that were written into a table, or into one of its partitions; {@code replace} says whether they replace those that were there. */
    public NotificationEvent inserted(Table table, @Nullable Partition partition, boolean replace,
            List<String> files) {
        return event("INSERT", table.name(), json -> {
            table(json, table);
            if (partition != null) {
                json.writeStringField("ptnObjJson", ThriftJson.of(partition));
            }
            json.writeStringField("replace", Boolean.toString(replace));
            json.writeArrayFieldStart("files");
            for (String file : files) {
                json.writeString(file);
            }
            json.writeEndArray();
        });
    }

    public NotificationEvent functionCreated(Function function) {
        return event("CREATE_FUNCTION", function.name().database(),
                json -> json.writeStringField("functionObjJson", ThriftJson.of(function)));
    }

    public NotificationEvent functionDropped(Function function) {
        return event("DROP_FUNCTION", function.name().database(),
                json -> json.writeStringField("functionName", function.name().name()));
    }

    /** Constraints of one kind that were added to a table. */
    public NotificationEvent constraintsAdded(Table table, List<Constraint> constraints) {
        String type = switch (constraints.getFirst().kind()) {
            case PRIMARY_KEY -> "ADD_PRIMARYKEY";
            case FOREIGN_KEY -> "ADD_FOREIGNKEY";
            case UNIQUE -> "ADD_UNIQUECONSTRAINT";
            case NOT_NULL -> "ADD_NOTNULLCONSTRAINT";
            case DEFAULT -> "ADD_DEFAULTCONSTRAINT";
            case CHECK -> "ADD_CHECKCONSTRAINT";
        };
        String field = switch (constraints.getFirst().kind()) {
            case PRIMARY_KEY -> "primaryKeyListJson";
            case FOREIGN_KEY -> "foreignKeyListJson";
            case UNIQUE -> "uniqueConstraintListJson";
            case NOT_NULL -> "notNullConstraintListJson";
            case DEFAULT -> "defaultConstraintListJson";
            case CHECK -> "checkConstraintListJson";
        };
        return event(type, table.name(), json -> {
            json.writeArrayFieldStart(field);
            for (Constraint constraint : constraints) {
                for (int i = 0; i < Math.max(1, constraint.columns().size()); i++) {
                    json.writeString(ThriftJson.of(constraint, i));
                }
            }
            json.writeEndArray();
        });
    }

    public NotificationEvent constraintDropped(Table table, String constraint) {
        return event("DROP_CONSTRAINT", table.name(), json -> {
            json.writeStringField("dbName", table.name().database().name());
            json.writeStringField("tableName", table.name().name());
            json.writeStringField("constraintName", constraint);
        });
    }

    /** Statistics of a table, or of one of its partitions; the figures themselves are left out, as they tell values to people who may see the table but not its rows. */
    public NotificationEvent statisticsUpdated(Table table, @Nullable Partition partition,
            List<ColumnStatistics> statistics) {
        String type = partition == null ? "UPDATE_TABLE_COLUMN_STAT" : "UPDATE_PARTITION_COLUMN_STAT";
        return event(type, table.name(), json -> {
            json.writeArrayFieldStart("columns");
            for (ColumnStatistics one : statistics) {
                json.writeString(one.column());
            }
            json.writeEndArray();
            json.writeStringField("database", table.name().database().name());
            json.writeStringField("tableObjJson", ThriftJson.of(table));
            json.writeStringField("colStatsJson", ThriftJson.ofStatistics(table, partition));
            json.writeObjectFieldStart("parameters");
            json.writeEndObject();
            json.writeNumberField("writeId", partition == null ? table.writeId() : partition.writeId());
            if (partition != null) {
                json.writeArrayFieldStart("partVals");
                for (String value : partition.values()) {
                    json.writeString(value);
                }
                json.writeEndArray();
                json.writeFieldName("keyValues");
                keyValues(json, table, partition);
            }
        });
    }

    /** Transactions that were begun together. */
    public NotificationEvent transactionsOpened(List<Long> ids) {
        return event("OPEN_TXN", json -> {
            numbers(json, "txnIds", ids);
            json.writeNumberField("fromTxnId", ids.getFirst());
            json.writeNumberField("toTxnId", ids.getLast());
        });
    }

    public NotificationEvent transactionCommitted(long id) {
        return event("COMMIT_TXN", json -> json.writeNumberField("txnid", id));
    }

    public NotificationEvent transactionAborted(long id) {
        return event("ABORT_TXN", json -> json.writeNumberField("txnid", id));
    }

    public NotificationEvent writeIdsAllocated(TableName table, List<WriteId> ids) {
        return event("ALLOC_WRITE_ID", table, json -> {
            json.writeStringField("dbName", table.database().name());
            json.writeStringField("tableName", table.name());
            numbers(json, "txnIdList", ids.stream().map(WriteId::transaction).toList());
            numbers(json, "writeIdList", ids.stream().map(WriteId::number).toList());
        });
    }

    private static void numbers(JsonGenerator json, String field, List<Long> numbers) throws IOException {
        json.writeArrayFieldStart(field);
        for (long number : numbers) {
            json.writeNumber(number);
        }
        json.writeEndArray();
    }

    /** What a transaction has written, with the objects as they were. Such events are kept with their transaction, not in the log. */
    public NotificationEvent written(WriteEvent event) {
        return event("ACID_WRITE", event.table(), json -> {
            json.writeNumberField("txnid", event.transaction());
            json.writeNumberField("writeId", event.writeId());
            json.writeStringField("partition", event.partition());
            json.writeStringField("tableObjJson", event.tableText());
            String partition = event.partitionText();
            if (partition != null) {
                json.writeStringField("partitionObjJson", partition);
            }
            json.writeArrayFieldStart("files");
            for (String file : event.files()) {
                json.writeString(file);
            }
            json.writeEndArray();
        });
    }

    /** A table as messages hold it. */
    public static String textOf(Table table) {
        return ThriftJson.of(table);
    }

    public static String textOf(Partition partition) {
        return ThriftJson.of(partition);
    }

    private static void table(JsonGenerator json, Table table) throws IOException {
        json.writeStringField("tableType", table.type().name());
        json.writeStringField("tableObjJson", ThriftJson.of(table));
    }

    private static void keyValues(JsonGenerator json, Table table, List<Partition> partitions) throws IOException {
        json.writeArrayFieldStart("partitions");
        for (Partition partition : partitions) {
            keyValues(json, table, partition);
        }
        json.writeEndArray();
    }

    private static void keyValues(JsonGenerator json, Table table, Partition partition) throws IOException {
        json.writeStartObject();
        List<Column> keys = table.partitionKeys();
        for (int i = 0; i < keys.size(); i++) {
            json.writeStringField(keys.get(i).name(), partition.values().get(i));
        }
        json.writeEndObject();
    }

    private NotificationEvent event(String type, TableName table, Fields fields) {
        return event(type, table.database(), table.name(), fields);
    }

    private NotificationEvent event(String type, DatabaseName database, Fields fields) {
        return event(type, database, null, fields);
    }

    /** An event of no object. */
    private NotificationEvent event(String type, Fields fields) {
        return event(type, null, null, fields);
    }

    private NotificationEvent event(String type, @Nullable DatabaseName database, @Nullable String table,
            Fields fields) {
        long time = clock.instant().getEpochSecond();
        StringWriter message = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(message)) {
            json.writeStartObject();
            json.writeStringField("server", "");
            json.writeStringField("servicePrincipal", "");
            if (database != null) {
                json.writeStringField("db", database.name());
            }
            if (table != null) {
                json.writeStringField("table", table);
            }
            fields.write(json);
            json.writeNumberField("timestamp", time);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new NotificationEvent(0, time, type, database == null ? null : database.catalog().name(),
                database == null ? null : database.name(), table, message.toString(), FORMAT);
    }
}

package dev.skep.metastore.event;

import dev.skep.metastore.model.TableName;
import dev.skep.metastore.model.Constraint.Reference;
import dev.skep.metastore.model.Constraint;
import static java.util.Objects.requireNonNull;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;

import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.Database.RemoteDatabase;
import dev.skep.metastore.model.Function;
import dev.skep.metastore.model.Function.Resource;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.SerDe;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.StorageDescriptor.SortColumn;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.partition.PartitionNames;

/**
 * Objects in the text that Hive's clients expect inside events: the form of Thrift's JSON protocol, where each field is its number in Hive's
 * IDL with the name of its type: {@code {"1":{"str":"orders"},"4":{"i32":1700000000}}}. Left out, as the protocol cannot write maps with
 * lists as keys: the locations of skewed values.
 */
final class ThriftJson {
    private static final JsonFactory FACTORY = new JsonFactory();
    /** The number of Hive's kind of remote databases. */
    private static final int REMOTE = 2;

    private final JsonGenerator json;

    private ThriftJson(JsonGenerator json) {
        this.json = json;
    }

    private interface Content {
        void write(ThriftJson struct) throws IOException;
    }

    static String of(Table table) {
        return write(struct -> struct.table(table));
    }

    static String of(Partition partition) {
        return write(struct -> struct.partition(partition));
    }

    static String of(Database database) {
        return write(struct -> struct.database(database));
    }

    static String of(Function function) {
        return write(struct -> struct.function(function));
    }

    /** What column statistics are of, without any column. */
    static String ofStatistics(Table table, @Nullable Partition partition) {
        return write(struct -> {
            struct.struct(1, description -> {
                description.truth(1, partition == null);
                description.string(2, table.name().database().name());
                description.string(3, table.name().name());
                if (partition != null) {
                    description.string(4, PartitionNames.name(table.partitionKeys(), partition.values()));
                }
                description.string(6, table.name().database().catalog().name());
            });
            struct.structs(2, List.<Column>of(), ThriftJson::column);
        });
    }

    /** The part of a constraint for one of its columns. */
    static String of(Constraint constraint, int column) {
        return write(struct -> struct.constraint(constraint, column));
    }

    private void constraint(Constraint constraint, int index) throws IOException {
        String column = constraint.columns().isEmpty() ? null : constraint.columns().get(index);
        TableName table = constraint.table();
        switch (constraint.kind()) {
            case PRIMARY_KEY -> {
                tableAndColumn(1, table, column);
                number(4, "i32", index + 1L);
                named(5, constraint);
                string(9, table.database().catalog().name());
            }
            case FOREIGN_KEY -> {
                Reference reference = requireNonNull(constraint.reference());
                tableAndColumn(1, reference.table(), reference.columns().get(index));
                tableAndColumn(4, table, column);
                number(7, "i32", index + 1L);
                number(8, "i32", reference.updateRule());
                number(9, "i32", reference.deleteRule());
                string(10, constraint.name());
                string(11, reference.key());
                flags(12, constraint);
                string(15, table.database().catalog().name());
            }
            case UNIQUE -> {
                string(1, table.database().catalog().name());
                tableAndColumn(2, table, column);
                number(5, "i32", index + 1L);
                named(6, constraint);
            }
            case NOT_NULL -> {
                string(1, table.database().catalog().name());
                tableAndColumn(2, table, column);
                named(5, constraint);
            }
            case DEFAULT, CHECK -> {
                string(1, table.database().catalog().name());
                tableAndColumn(2, table, column);
                string(5, constraint.expression());
                named(6, constraint);
            }
        }
    }

    private void tableAndColumn(int first, TableName table, @Nullable String column) throws IOException {
        string(first, table.database().name());
        string(first + 1, table.name());
        string(first + 2, column);
    }

    private void named(int first, Constraint constraint) throws IOException {
        string(first, constraint.name());
        flags(first + 1, constraint);
    }

    private void flags(int first, Constraint constraint) throws IOException {
        truth(first, constraint.enabled());
        truth(first + 1, constraint.validated());
        truth(first + 2, constraint.relied());
    }

    private static String write(Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            content.write(new ThriftJson(json));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private void table(Table table) throws IOException {
        string(1, table.name().name());
        string(2, table.name().database().name());
        string(3, table.owner());
        number(4, "i32", table.createTime());
        number(5, "i32", table.lastAccessTime());
        number(6, "i32", table.retention());
        struct(7, inner -> inner.storage(table.storage()));
        columns(8, table.partitionKeys());
        map(9, table.parameters());
        string(10, table.viewOriginalText());
        string(11, table.viewExpandedText());
        string(12, table.type().name());
        truth(15, table.rewriteEnabled());
        string(17, table.name().database().catalog().name());
        number(18, "i32", principal(table.ownerType()));
        number(19, "i64", table.writeId());
    }

    /**
     * Partitions as JSON strings with their quotes, to be written as they are. Most differ in nothing but values and location: the text of their other storage is made
     * and escaped once.
     */
    static final class QuotedPartitions {
        /** Stands where the shared text goes; in JSON it would be escaped. */
        private static final String HERE = "\u0001";

        private @Nullable StorageDescriptor last;
        private String shared = "";

        String quoted(Partition partition) {
            StorageDescriptor storage = partition.storage().withLocation(null);
            if (!storage.equals(last)) {
                last = storage;
                String text = write(struct -> struct.storage(storage));
                shared = escaped(text.substring(1, text.length() - 1));
            }
            String location = partition.storage().location();
            String text = write(struct -> struct.partition(partition, inner -> {
                inner.string(2, location);
                inner.json.writeRaw(HERE);
            }));
            int here = text.indexOf(HERE);
            return '"' + escaped(text.substring(0, here)) + (location == null ? "" : ",") + shared
                    + escaped(text.substring(here + 1)) + '"';
        }

        private static String escaped(String text) {
            return new String(JsonStringEncoder.getInstance().quoteAsString(text));
        }
    }

    private void partition(Partition partition) throws IOException {
        partition(partition, inner -> inner.storage(partition.storage()));
    }

    private void partition(Partition partition, Content storage) throws IOException {
        strings(1, partition.values());
        string(2, partition.table().database().name());
        string(3, partition.table().name());
        number(4, "i32", partition.createTime());
        number(5, "i32", partition.lastAccessTime());
        struct(6, storage);
        map(7, partition.parameters());
        string(9, partition.table().database().catalog().name());
        number(10, "i64", partition.writeId());
    }

    private void storage(StorageDescriptor storage) throws IOException {
        columns(1, storage.columns());
        string(2, storage.location());
        string(3, storage.inputFormat());
        string(4, storage.outputFormat());
        truth(5, storage.compressed());
        number(6, "i32", storage.buckets());
        struct(7, inner -> inner.serDe(storage.serDe()));
        strings(8, storage.bucketColumns());
        structs(9, storage.sortColumns(), ThriftJson::sortColumn);
        map(10, storage.parameters());
        struct(11, inner -> {
            inner.strings(1, storage.skew().columns());
            inner.field(2, "lst");
            json.writeStartArray();
            json.writeString("lst");
            json.writeNumber(storage.skew().values().size());
            for (List<String> values : storage.skew().values()) {
                inner.stringList(values);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
        truth(12, storage.storedAsSubDirectories());
    }

    private void sortColumn(SortColumn column) throws IOException {
        string(1, column.column());
        number(2, "i32", column.order());
    }

    private void serDe(SerDe serDe) throws IOException {
        string(1, serDe.name());
        string(2, serDe.library());
        map(3, serDe.parameters());
        string(4, serDe.description());
        string(5, serDe.serializerClass());
        string(6, serDe.deserializerClass());
        if (serDe.serdeType() != null) {
            number(7, "i32", serDe.serdeType());
        }
    }

    private void database(Database database) throws IOException {
        string(1, database.name().name());
        string(2, database.comment());
        string(3, database.location());
        map(4, database.parameters());
        string(6, database.owner());
        number(7, "i32", principal(database.ownerType()));
        string(8, database.name().catalog().name());
        number(9, "i32", database.createTime());
        string(10, database.managedLocation());
        RemoteDatabase remote = database.connector();
        if (remote != null) {
            number(11, "i32", REMOTE);
            string(12, remote.connector());
            string(13, remote.name());
        }
    }

    private void function(Function function) throws IOException {
        string(1, function.name().name());
        string(2, function.name().database().name());
        string(3, function.className());
        string(4, function.owner());
        number(5, "i32", principal(function.ownerType()));
        number(6, "i32", function.createTime());
        number(7, "i32", 1);
        structs(8, function.resources(), ThriftJson::resource);
        string(9, function.name().database().catalog().name());
    }

    private void resource(Resource resource) throws IOException {
        number(1, "i32", switch (resource.type()) {
            case JAR -> 1;
            case FILE -> 2;
            case ARCHIVE -> 3;
        });
        string(2, resource.uri());
    }

    private static int principal(PrincipalType type) {
        return switch (type) {
            case USER -> 1;
            case ROLE -> 2;
            case GROUP -> 3;
        };
    }

    private void columns(int id, List<Column> columns) throws IOException {
        structs(id, columns, ThriftJson::column);
    }

    private void column(Column column) throws IOException {
        string(1, column.name());
        string(2, column.type());
        string(3, column.comment());
    }

    private void field(int id, String type) throws IOException {
        json.writeFieldName(Integer.toString(id));
        json.writeStartObject();
        json.writeFieldName(type);
    }

    private void string(int id, @Nullable String value) throws IOException {
        if (value != null) {
            field(id, "str");
            json.writeString(value);
            json.writeEndObject();
        }
    }

    private void number(int id, String type, long value) throws IOException {
        field(id, type);
        json.writeNumber(value);
        json.writeEndObject();
    }

    private void truth(int id, boolean value) throws IOException {
        number(id, "tf", value ? 1 : 0);
    }

    private void struct(int id, Content content) throws IOException {
        field(id, "rec");
        json.writeStartObject();
        content.write(this);
        json.writeEndObject();
        json.writeEndObject();
    }

    private void strings(int id, List<String> values) throws IOException {
        field(id, "lst");
        stringList(values);
        json.writeEndObject();
    }

    private void stringList(List<String> values) throws IOException {
        json.writeStartArray();
        json.writeString("str");
        json.writeNumber(values.size());
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    private interface ElementWriter<T> {
        void write(ThriftJson struct, T element) throws IOException;
    }

    private <T> void structs(int id, List<T> elements, ElementWriter<T> writer) throws IOException {
        field(id, "lst");
        json.writeStartArray();
        json.writeString("rec");
        json.writeNumber(elements.size());
        for (T element : elements) {
            json.writeStartObject();
            writer.write(this, element);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void map(int id, Map<String, String> map) throws IOException {
        field(id, "map");
        json.writeStartArray();
        json.writeString("str");
        json.writeString("str");
        json.writeNumber(map.size());
        json.writeStartObject();
        for (Map.Entry<String, String> entry : map.entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue() == null ? "" : entry.getValue());
        }
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }
}

package dev.skep.server.hms.mapping;

import java.util.HashMap;
import dev.skep.server.hms.compat.TypeLiterals;
import static dev.skep.server.hms.mapping.Requests.listOf;
import static dev.skep.server.hms.mapping.Requests.mapOf;
import static dev.skep.server.hms.mapping.Requests.required;
import static dev.skep.server.hms.mapping.Requests.seconds;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.skep.metastore.catalog.Tables.TableSummary;
import dev.skep.metastore.model.SourceChanges;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.Table.CreationMetadata;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.model.TableType;
import dev.skep.server.hms.compat.ClientGeneration;
import dev.skep.server.hms.compat.ExternalTables;
import dev.skep.server.hms.compat.NamedTable;
import dev.skep.thrift.hms.SourceTable;
import dev.skep.thrift.hms.TableMeta;
import org.jspecify.annotations.Nullable;

/**
 * Tables and views. Not kept: the statistics and file metadata that a table may carry in a request (its privileges are {@link GrantMapping}'s), and what
 * is about the client's session ({@code temporary}).
 */
public final class TableMapping {
    private TableMapping() {}

    /** The table of a request, in the catalog that the table itself names. */
    public static Table fromThrift(dev.skep.thrift.hms.@Nullable Table table) {
        return fromThrift(table, null);
    }

    /** The table of a request; {@code catalog} is what the request names beside the table. */
    public static Table fromThrift(dev.skep.thrift.hms.@Nullable Table table, @Nullable String catalog) {
        dev.skep.thrift.hms.Table given = required(table, "table");
        Map<String, String> parameters = new HashMap<>(mapOf(given.getParameters()));
        TableName name = NameMapping.table(given.getCatName() == null ? catalog : given.getCatName(), given.getDbName(),
                given.getTableName());
        parameters.putAll(TypeLiterals.parametersOf(given.getTableType()));
        return new Table(-1, name, ExternalTables.typeOf(TypeLiterals.typeOf(given.getTableType()), parameters),
                given.getOwner(),
                PrincipalMapping.fromThrift(given.getOwnerType()), given.getCreateTime(), given.getLastAccessTime(),
                given.getRetention(),
                StorageMapping.fromThrift(given.getSd()), StorageMapping.columns(given.getPartitionKeys()), parameters,
                given.getViewOriginalText(), given.getViewExpandedText(), given.isRewriteEnabled(),
                creationMetadata(given.getCreationMetadata()), given.getWriteId());
    }

    public static dev.skep.thrift.hms.Table toThrift(Table table) {
        return toThrift(table, new dev.skep.thrift.hms.Table());
    }

    /** As the other, for a client of a known generation. */
    public static dev.skep.thrift.hms.Table toThrift(Table table, @Nullable ClientGeneration generation) {
        return toThrift(table,
                generation == ClientGeneration.UP_TO_2_3 ? new NamedTable() : new dev.skep.thrift.hms.Table());
    }

    private static dev.skep.thrift.hms.Table toThrift(Table table, dev.skep.thrift.hms.Table answer) {
        answer.setTableName(table.name().name());
        answer.setDbName(table.name().database().name());
        answer.setCatName(table.name().database().catalog().name());
        answer.setOwner(table.owner());
        answer.setOwnerType(PrincipalMapping.toThrift(table.ownerType()));
        answer.setCreateTime(seconds(table.createTime()));
        answer.setLastAccessTime(seconds(table.lastAccessTime()));
        answer.setRetention(table.retention());
        answer.setSd(StorageMapping.toThrift(table.storage()));
        answer.setPartitionKeys(StorageMapping.toThrift(table.partitionKeys()));
        answer.setParameters(TypeLiterals.without(ExternalTables.parametersOf(table.type(), table.parameters())));
        answer.setViewOriginalText(table.viewOriginalText());
        answer.setViewExpandedText(table.viewExpandedText());
        answer.setTableType(TypeLiterals.literalOf(table.type(), table.parameters()));
        answer.setRewriteEnabled(table.rewriteEnabled());
        CreationMetadata creation = table.creationMetadata();
        if (creation != null && !(answer instanceof NamedTable)) {
            answer.setCreationMetadata(toThrift(table.name(), creation));
        }
        answer.setWriteId(table.writeId());
        if (table.id() >= 0) {
            answer.setId(table.id());
        }
        return answer;
    }

    /** What a materialized view was made from; null where the request does not say. */
    public static @Nullable CreationMetadata creationMetadata(dev.skep.thrift.hms.@Nullable CreationMetadata creation) {
        if (creation == null) {
            return null;
        }
        Set<TableName> sources = new LinkedHashSet<>();
        for (String source : new ArrayList<>(creation.getTablesUsed())) {
            sources.add(sourceName(creation.getCatName(), source));
        }
        Map<TableName, SourceChanges> changes = new HashMap<>();
        for (SourceTable source : listOf(creation.getSourceTables())) {
            dev.skep.thrift.hms.Table table = required(source.getTable(), "source of a materialized view");
            TableName name = NameMapping.table(
                    table.getCatName() == null ? creation.getCatName() : table.getCatName(), table.getDbName(),
                    table.getTableName());
            sources.add(name);
            changes.put(name, new SourceChanges(source.getInsertedCount(), source.getUpdatedCount(),
                    source.getDeletedCount()));
        }
        return new CreationMetadata(List.copyOf(sources), creation.getValidTxnList(),
                creation.getMaterializationTime(), changes);
    }

    /** Clients write {@code database.table}. */
    private static TableName sourceName(String catalog, String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            throw new IllegalArgumentException(
                    "Invalid source of a materialized view: '%s' (expected database.table)".formatted(text));
        }
        return NameMapping.table(catalog, text.substring(0, dot), text.substring(dot + 1));
    }

    private static dev.skep.thrift.hms.CreationMetadata toThrift(TableName view, CreationMetadata creation) {
        Set<String> sources = new LinkedHashSet<>();
        for (TableName source : creation.sources()) {
            sources.add(source.database().name() + "." + source.name());
        }
        dev.skep.thrift.hms.CreationMetadata answer = new dev.skep.thrift.hms.CreationMetadata(
                view.database().catalog().name(),
                view.database().name(), view.name(), sources);
        answer.setValidTxnList(creation.validTransactions());
        answer.setMaterializationTime(creation.materializationTime());
        return answer;
    }

    public static TableMeta toThrift(TableSummary summary) {
        TableMeta meta = new TableMeta(summary.name().database().name(), summary.name().name(), summary.type().name());
        meta.setComments(summary.comment());
        meta.setOwnerName(summary.owner());
        meta.setOwnerType(PrincipalMapping.toThrift(summary.ownerType()));
        return meta;
    }

    /** The kinds that a request names; a kind that is none of ours matches nothing, which the second element tells by being false. */
    public static TypeSelection types(@Nullable List<String> names) {
        List<String> given = listOf(names);
        Set<TableType> types = new LinkedHashSet<>();
        for (String name : given) {
            for (TableType type : TableType.values()) {
                if (type.name().equals(name)) {
                    types.add(type);
                }
            }
        }
        return new TypeSelection(types, given.isEmpty() || !types.isEmpty());
    }

    /** A choice of kinds, empty for all. {@code possible} is false if only kinds that do not exist were asked for. */
    public record TypeSelection(Set<TableType> types, boolean possible) {
        public TypeSelection {
            types = Set.copyOf(types);
        }
    }
}

package dev.skep.server.hms.mapping;

import static dev.skep.server.hms.mapping.Requests.mapOf;
import static dev.skep.server.hms.mapping.Requests.required;
import static dev.skep.server.hms.mapping.Requests.seconds;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.model.TableIndex;
import dev.skep.metastore.model.TableName;
import dev.skep.thrift.hms.Index;
import org.jspecify.annotations.Nullable;

/** Indexes of Hive up to 2.3. The table of their rows is in the same database, or named {@code database.table}. */
public final class IndexMapping {
    private IndexMapping() {}

    public static TableIndex fromThrift(@Nullable Index index) {
        Index given = required(index, "index");
        TableName table = NameMapping.table(given.getDbName(), given.getOrigTableName());
        if (given.getSd() == null) {
            throw new CatalogException(Reason.INVALID_OBJECT,
                    "Invalid index %s of %s: it has no storage descriptor".formatted(given.getIndexName(), table));
        }
        return new TableIndex(table, required(given.getIndexName(), "index name"), given.getIndexHandlerClass(),
                given.getCreateTime(), given.getLastAccessTime(),
                rows(table, required(given.getIndexTableName(), "table of the index")),
                StorageMapping.fromThrift(given.getSd()), mapOf(given.getParameters()), given.isDeferredRebuild());
    }

    private static TableName rows(TableName table, String text) {
        int dot = text.indexOf('.');
        return dot < 0
                ? NameMapping.table(table.database().catalog().name(), table.database().name(), text)
                : NameMapping.table(table.database().catalog().name(), text.substring(0, dot),
                        text.substring(dot + 1));
    }

    public static Index toThrift(TableIndex index) {
        TableName rows = index.indexTable();
        Index answer = new Index();
        answer.setIndexName(index.name());
        answer.setIndexHandlerClass(index.handler());
        answer.setDbName(index.table().database().name());
        answer.setOrigTableName(index.table().name());
        answer.setCreateTime(seconds(index.createTime()));
        answer.setLastAccessTime(seconds(index.lastAccessTime()));
        answer.setIndexTableName(rows.database().equals(index.table().database())
                ? rows.name()
                : rows.database().name() + "." + rows.name());
        answer.setSd(StorageMapping.toThrift(index.storage()));
        answer.setParameters(new HashMap<>(index.parameters()));
        answer.setDeferredRebuild(index.deferredRebuild());
        return answer;
    }

    public static List<Index> toThrift(List<TableIndex> indexes) {
        List<Index> answers = new ArrayList<>(indexes.size());
        indexes.forEach(index -> answers.add(toThrift(index)));
        return answers;
    }
}

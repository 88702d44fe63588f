package dev.skep.server.hms;

import java.util.ArrayList;
import java.util.List;

import dev.skep.metastore.access.AuthorizedTable;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.model.SourceChanges;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.Table.CreationMetadata;
import dev.skep.metastore.model.TableName;
import dev.skep.server.hms.compat.ClientGeneration;
import dev.skep.server.hms.mapping.TableMapping;
import dev.skep.thrift.hms.SourceTable;
import org.jspecify.annotations.Nullable;

/** Tables as Hive 4 reads them: a materialized view comes with the tables that it was made from, as far as the caller sees all of them. */
final class MaterializedViews {
    private MaterializedViews() {}

    static dev.skep.thrift.hms.Table toThrift(CatalogSession session, Table table) {
        return toThrift(session, table, null);
    }

    /** As the other, for a client of a known generation. */
    static dev.skep.thrift.hms.Table toThrift(CatalogSession session, Table table,
            @Nullable ClientGeneration generation) {
        dev.skep.thrift.hms.Table answer = TableMapping.toThrift(table, generation);
        CreationMetadata creation = table.creationMetadata();
        if (creation == null || !answer.isSetCreationMetadata()) {
            return answer;
        }
        List<SourceTable> sources = new ArrayList<>();
        for (TableName name : creation.sources()) {
            if (session.databases().find(name.database()).isEmpty()) {
                continue;
            }
            for (AuthorizedTable source : session.tables().tables(name.database(), List.of(name.name()))) {
                if (source.isUnrestricted()) {
                    SourceChanges changes = creation.changes().getOrDefault(name, SourceChanges.NONE);
                    sources.add(new SourceTable(TableMapping.toThrift(source.visible()), changes.inserted(),
                            changes.updated(), changes.deleted()));
                }
            }
        }
        answer.getCreationMetadata().setSourceTables(sources);
        return answer;
    }
}

package dev.skep.server.hms;

import static dev.skep.server.hms.mapping.Requests.mapOf;
import static dev.skep.server.hms.mapping.Requests.removal;
import static dev.skep.server.hms.mapping.Requests.required;

import java.util.List;

import dev.skep.metastore.model.TableIndex;
import dev.skep.server.hms.mapping.IndexMapping;
import dev.skep.server.hms.mapping.NameMapping;
import dev.skep.server.hms.mapping.TableMapping;
import dev.skep.thrift.hms.Index;
import dev.skep.thrift.hms.Table;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** Indexes, which Hive has up to 2.3. As in its server the greatest number of them that a list may have is not looked at. */
interface IndexEndpoints extends Endpoints {

    @Override
    default Index add_index(Index newIndex, @Nullable Table indexTable) throws TException {
        return call("add_index", session -> IndexMapping.toThrift(session.indexes().add(
                IndexMapping.fromThrift(newIndex), indexTable == null ? null : TableMapping.fromThrift(indexTable))));
    }

    @Override
    default void alter_index(@Nullable String database, @Nullable String table, @Nullable String name, Index changed)
            throws TException {
        run("alter_index", session -> session.indexes().alter(NameMapping.table(database, table),
                required(name, "index name"), mapOf(required(changed, "index").getParameters())));
    }

    @Override
    default boolean drop_index_by_name(@Nullable String database, @Nullable String table, @Nullable String name,
            boolean deleteData) throws TException {
        return call("drop_index_by_name", session -> {
            session.indexes().drop(NameMapping.table(database, table), required(name, "index name"),
                    removal(deleteData, null));
            return true;
        });
    }

    @Override
    default Index get_index_by_name(@Nullable String database, @Nullable String table, @Nullable String name)
            throws TException {
        return call("get_index_by_name", session -> IndexMapping.toThrift(
                session.indexes().index(NameMapping.table(database, table), required(name, "index name"))));
    }

    @Override
    default List<Index> get_indexes(@Nullable String database, @Nullable String table, short maxIndexes)
            throws TException {
        return call("get_indexes",
                session -> IndexMapping.toThrift(session.indexes().of(NameMapping.table(database, table))));
    }

    @Override
    default List<String> get_index_names(@Nullable String database, @Nullable String table, short maxIndexes)
            throws TException {
        return call("get_index_names", session -> session.indexes().of(NameMapping.table(database, table)).stream()
                .map(TableIndex::name).toList());
    }
}

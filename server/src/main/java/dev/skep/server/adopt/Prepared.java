package dev.skep.server.adopt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;

import dev.skep.thrift.hms.CreationMetadata;
import dev.skep.thrift.hms.Database;
import dev.skep.thrift.hms.Function;
import dev.skep.thrift.hms.Partition;
import dev.skep.thrift.hms.PrincipalType;
import dev.skep.thrift.hms.Table;

/**
 * Structs of any generation as Skep keeps them, and what counts when two are compared. Left out is what is not part of the object itself: privileges (copied by their own calls), statistics that
 * ride along, numbers that the metastore gives, and capabilities that the asking client has.
 */
final class Prepared {
    private static final Set<String> IGNORED = Set.of("privileges", "temporary", "isStatsCompliant", "colStats",
            "accessType", "requiredReadCapabilities", "requiredWriteCapabilities", "id", "fileMetadata", "dictionary",
            "txnId", "writeId", "sourceTables", "materializationTime", "snapshot");
    private static final String EXTERNAL = "EXTERNAL";

    private Prepared() {}

    static Database database(Database source, DatabaseKey key) {
        Database database = source.deepCopy();
        database.unsetPrivileges();
        database.setName(key.name());
        database.setCatalogName(key.catalog());
        if (database.getOwnerType() == null) {
            database.setOwnerType(PrincipalType.USER);
        }
        if (database.getParameters() == null) {
            database.setParameters(new HashMap<>());
        }
        return database;
    }

    /** Where the source does not say who owns a database, Skep's own answer says nothing against it. */
    static Facts facts(Database database, Database source) {
        return Facts.of(told(database, source), Set.of("privileges", source.getCreateTime() > 0 ? "" : "createTime"));
    }

    private static Database told(Database database, Database source) {
        Database copy = database.deepCopy();
        if (source.getOwnerName() == null) {
            copy.unsetOwnerName();
            copy.unsetOwnerType();
        }
        if (copy.getType() == dev.skep.thrift.hms.DatabaseType.NATIVE) {
            copy.unsetType();
        }
        return copy;
    }

    static Table table(Table source, DatabaseKey key) {
        Table table = source.deepCopy();
        table.setCatName(key.catalog());
        table.setDbName(key.name());
        table.unsetPrivileges();
        table.unsetColStats();
        table.unsetId();
        table.unsetTxnId();
        table.unsetFileMetadata();
        table.unsetDictionary();
        table.unsetAccessType();
        table.unsetRequiredReadCapabilities();
        table.unsetRequiredWriteCapabilities();
        if (table.getOwnerType() == null) {
            table.setOwnerType(PrincipalType.USER);
        }
        if (table.getParameters() == null) {
            table.setParameters(new HashMap<>());
        }
        if ("EXTERNAL_TABLE".equals(table.getTableType()) && !table.getParameters().containsKey(EXTERNAL)) {
            // Hive goes by the parameter; a drop must never delete files of a table that was external.
            table.getParameters().put(EXTERNAL, "TRUE");
        }
        CreationMetadata creation = table.getCreationMetadata();
        if (creation != null) {
            creation.unsetSourceTables();
        }
        return table;
    }

    static Facts facts(Table table, Table source) {
        Table copy = table.deepCopy();
        if (source.getOwner() == null || source.getOwner().isEmpty()) {
            copy.setOwner(null);
        }
        return Facts.of(copy, IGNORED);
    }

    static Partition partition(Partition source, DatabaseKey key, String table) {
        Partition partition = source.deepCopy();
        partition.setCatName(key.catalog());
        partition.setDbName(key.name());
        partition.setTableName(table);
        partition.unsetPrivileges();
        partition.unsetColStats();
        partition.unsetFileMetadata();
        if (partition.getParameters() == null) {
            partition.setParameters(new HashMap<>());
        }
        return partition;
    }

    static Facts facts(Partition partition) {
        return Facts.of(partition, IGNORED);
    }

    static Function function(Function source, DatabaseKey key) {
        Function function = source.deepCopy();
        function.setCatName(key.catalog());
        function.setDbName(key.name());
        if (function.getOwnerType() == null) {
            function.setOwnerType(PrincipalType.USER);
        }
        if (function.getResourceUris() == null) {
            function.setResourceUris(new ArrayList<>());
        }
        return function;
    }

    static Facts facts(Function function, Function source) {
        Function copy = function.deepCopy();
        if (source.getOwnerName() == null || source.getOwnerName().isEmpty()) {
            copy.setOwnerName(null);
        }
        return Facts.of(copy, Set.of());
    }

    /** Names in pieces that one call asks for. */
    static List<List<String>> batches(List<String> names, int size) {
        List<List<String>> batches = new ArrayList<>();
        for (int start = 0; start < names.size(); start += size) {
            batches.add(names.subList(start, Math.min(names.size(), start + size)));
        }
        return batches;
    }
}

package dev.skep.server.adopt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.skep.thrift.hms.ClientCapabilities;
import dev.skep.thrift.hms.ClientCapability;
import dev.skep.thrift.hms.GetTablesRequest;
import dev.skep.thrift.hms.NoSuchObjectException;
import dev.skep.thrift.hms.Table;
import dev.skep.thrift.hms.UnknownDBException;
import dev.skep.thrift.hms.UnknownTableException;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** The two metastores: what is copied and where to. Both are read by the same calls, in the form that the generation of each knows. */
record Ends(MetastoreConnection source, MetastoreConnection target) {

    /** What a failed call says, in one line. */
    static String reason(TException failure) {
        String message = failure.getMessage();
        String line = message == null ? "" : message.lines().findFirst().orElse("");
        return line.isEmpty() ? failure.getClass().getSimpleName() : line;
    }

    /** Tables by their names in lower case. Those that are gone are left out. */
    static Map<String, Table> tables(MetastoreConnection end, DatabaseKey database, List<String> names)
            throws TException {
        GetTablesRequest request = new GetTablesRequest(database.name());
        request.setTblNames(names);
        request.setCapabilities(new ClientCapabilities(List.of(ClientCapability.INSERT_ONLY_TABLES)));
        // As they are kept; otherwise Hive 4 answers what the asking client could do with them.
        request.setProcessorCapabilities(List.of("MANAGERAWMETADATA"));
        request.setProcessorIdentifier("skep adopt");
        if (!database.isOfHive()) {
            request.setCatName(database.catalog());
        }
        List<Table> tables = end.ask("get_table_objects_by_name_req", List.<Table>of(),
                client -> client.get_table_objects_by_name_req(request).getTables());
        if (end.isUnknown("get_table_objects_by_name_req")) {
            tables = end.client().get_table_objects_by_name(database.onWire(), names);
        }
        Map<String, Table> byName = new LinkedHashMap<>();
        tables.stream().sorted(Comparator.comparing(Table::getTableName))
                .forEach(table -> byName.put(table.getTableName().toLowerCase(java.util.Locale.ROOT), table));
        return byName;
    }

    /** Asks for one thing; null if it is not there. */
    static <T> @Nullable T find(MetastoreConnection end, MetastoreConnection.Question<T> question) throws TException {
        try {
            return question.ask(end.client());
        } catch (NoSuchObjectException | UnknownDBException | UnknownTableException e) {
            return null;
        } catch (TApplicationException e) {
            // A list or object that is absent is a null that the wire cannot tell.
            if (e.getType() == TApplicationException.MISSING_RESULT) {
                return null;
            }
            throw e;
        }
    }

    static List<String> sorted(@Nullable List<String> names) {
        List<String> sorted = new ArrayList<>(names == null ? List.of() : names);
        sorted.sort(Comparator.naturalOrder());
        return sorted;
    }
}

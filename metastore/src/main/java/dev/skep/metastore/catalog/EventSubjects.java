package dev.skep.metastore.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.access.CatalogObject.OfCatalog;
import dev.skep.metastore.access.CatalogObject.OfDatabase;
import dev.skep.metastore.access.CatalogObject.OfFunction;
import dev.skep.metastore.access.EnforcementPoint;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.access.Owned;
import dev.skep.metastore.event.NotificationEvent;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Function;
import dev.skep.metastore.model.FunctionName;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.SerDe;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.StorageDescriptor.Skew;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.model.TableType;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.store.Stored;

/**
 * Which events of the log the caller may see: their messages hold whole tables and values of partitions, so that those of a table go only to one who sees all of it.
 * An event of a table that is gone, or has other columns now, is decided on with every name that its message gives as a column.
 */
final class EventSubjects {
    /** The name of a column in a table's text, as a message quotes it. */
    private static final Pattern COLUMN = Pattern.compile("\\{\\\\\"1\\\\\":\\{\\\\\"str\\\\\":\\\\\"(.*?)\\\\\"");
    /** The names of a table and its database at the beginning of a table's text. */
    private static final Pattern TABLE = Pattern.compile(
            "Json\":\"\\{\\\\\"1\\\\\":\\{\\\\\"str\\\\\":\\\\\"(.*?)\\\\\"},\\\\\"2\\\\\":\\{\\\\\"str\\\\\":\\\\\"(.*?)\\\\\"");
    /** The database and name of the table that a foreign key points at, at the beginning of the key's text. */
    private static final Pattern PARENT = Pattern.compile(
            "\\{\\\\\"1\\\\\":\\{\\\\\"str\\\\\":\\\\\"(.*?)\\\\\"},\\\\\"2\\\\\":\\{\\\\\"str\\\\\":\\\\\"(.*?)\\\\\"");
    private static final Pattern FUNCTION = Pattern
            .compile(
                    "\"functionName\":\"(.*?)\"|\"functionObjJson\":\"\\{\\\\\"1\\\\\":\\{\\\\\"str\\\\\":\\\\\"(.*?)\\\\\"");

    private final Guard guard;
    private final StoreTransaction tx;
    private final Map<TableName, Optional<Table>> tables = new HashMap<>();
    private final Map<DatabaseName, Optional<Database>> databases = new HashMap<>();

    /** For one call, in whose transaction objects are looked up. */
    EventSubjects(Guard guard, StoreTransaction tx) {
        this.guard = guard;
        this.tx = tx;
    }

    /** Returns those events that the caller may see. */
    @EnforcementPoint
    List<NotificationEvent> visible(List<NotificationEvent> events) {
        List<NotificationEvent> visible = new ArrayList<>(events.size());
        for (NotificationEvent event : events) {
            if (isVisible(event)) {
                visible.add(event);
            }
        }
        return visible;
    }

    private boolean isVisible(NotificationEvent event) {
        CatalogName catalog = event.catalog() == null ? CatalogName.HIVE : new CatalogName(event.catalog());
        if (event.database() == null) {
            return guard.sees(new OfCatalog(catalog));
        }
        DatabaseName database = new DatabaseName(catalog, event.database());
        if (event.table() == null) {
            return isVisible(database) && isFunctionVisible(database, event);
        }
        Set<TableName> named = new HashSet<>();
        named.add(database.table(event.table()));
        Matcher matcher = TABLE.matcher(event.message());
        while (matcher.find()) {
            named.add(new DatabaseName(catalog, matcher.group(2)).table(matcher.group(1)));
        }
        if (event.type().equals("ADD_FOREIGNKEY")) {
            Matcher parents = PARENT.matcher(event.message());
            while (parents.find()) {
                named.add(new DatabaseName(catalog, parents.group(1)).table(parents.group(2)));
            }
        }
        return named.stream().allMatch(table -> isWholeVisible(table, event));
    }

    private boolean isVisible(DatabaseName name) {
        Optional<Database> found = databases.computeIfAbsent(name,
                key -> tx.databases().find(key).map(Stored::value));
        return guard.sees(found.map(Owned::of).orElseGet(() -> new OfDatabase(name, null)));
    }

    private boolean isFunctionVisible(DatabaseName database, NotificationEvent event) {
        Matcher matcher = FUNCTION.matcher(event.message());
        if (!event.type().endsWith("_FUNCTION")) {
            return true;
        }
        if (!matcher.find()) {
            return false;
        }
        String text = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        FunctionName name = new FunctionName(database, text);
        Optional<Function> found = tx.functions().find(name).map(Stored::value);
        return guard.sees(found.map(Owned::of).orElseGet(() -> new OfFunction(name, null)));
    }

    private boolean isWholeVisible(TableName name, NotificationEvent event) {
        Table table = tables.computeIfAbsent(name, key -> tx.tables().find(key)).orElse(null);
        Table asTold = withColumnsOf(event.message(), name, table);
        return guard.sees(Owned.of(asTold)) && guard.seesAll(asTold);
    }

    private static Table withColumnsOf(String message, TableName name, @Nullable Table known) {
        Map<String, Column> columns = new HashMap<>();
        if (known != null) {
            known.columns().forEach(column -> columns.put(column.name(), column));
        }
        Matcher matcher = COLUMN.matcher(message);
        while (matcher.find()) {
            if (!matcher.group(1).isEmpty() && !matcher.group(1).equalsIgnoreCase(name.name())) {
                Column column = new Column(matcher.group(1), "string", null);
                columns.putIfAbsent(column.name(), column);
            }
        }
        StorageDescriptor storage = new StorageDescriptor(List.copyOf(columns.values()), null, null, null, false, -1,
                SerDe.of("", Map.of()), List.of(), List.of(), Map.of(), Skew.NONE, false);
        return new Table(known == null ? -1 : known.id(), name,
                known == null ? TableType.MANAGED_TABLE : known.type(), known == null ? null : known.owner(),
                known == null ? PrincipalType.USER : known.ownerType(), 0, 0, 0, storage, List.of(), Map.of(), null,
                null, false, null, -1);
    }
}

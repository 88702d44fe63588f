package dev.skep.metastore.catalog;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.CatalogObject;
import dev.skep.metastore.access.CatalogObject.OfLocation;
import dev.skep.metastore.access.EnforcementPoint;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.Function;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.warehouse.Warehouse;
import dev.skep.storage.file.Location;

/**
 * Who may put something over which place of the file systems. A place is looked at under every form that means it to some client: {@code s3}, {@code s3a} and
 * {@code s3n}, doubled slashes, percent signs decoded and not; all of them must be allowed. Links inside a file system are not followed.
 */
final class Places {
    /** Parameters by which engines find files, besides the location. */
    private static final Set<String> PATH_PARAMETERS = Set.of("path", "metadata_location",
            "previous_metadata_location", "avro.schema.url");
    private static final List<String> S3 = List.of("s3", "s3a", "s3n");

    private final Guard guard;

    Places(Guard guard) {
        this.guard = guard;
    }

    /** Fails with ACCESS_DENIED unless the caller may have a table or partition over the place, and with INVALID_OBJECT for one that leads elsewhere. */
    @EnforcementPoint
    void checkRead(String place) {
        check(place, List.of(Privilege.READ));
    }

    /** As {@link #checkRead}, for a place in which the warehouse or an engine will write and delete as well. */
    @EnforcementPoint
    void checkReadAndWrite(String place) {
        check(place, List.of(Privilege.READ, Privilege.WRITE));
    }

    private void check(String place, List<Privilege> privileges) {
        for (String form : forms(Warehouse.location(place))) {
            for (Privilege privilege : privileges) {
                guard.check(privilege, new OfLocation(form));
            }
        }
    }

    /** Where the warehouse would put the table; null if it has no place to. */
    static @Nullable String usual(Database database, Table table) {
        return table.type().isView() || database.location() == null && database.managedLocation() == null
                ? null
                : Warehouse.defaultLocation(database, table.name().name(), TableRules.isExternal(table));
    }

    /** Fails with ACCESS_DENIED unless the caller may have the table where it says, if that is not where the warehouse would put it. */
    void checkTable(@Nullable Table before, Table after, @Nullable String usual) {
        String location = after.storage().location();
        if (location != null && !isSame(location, usual)) {
            String old = before == null ? null : before.storage().location();
            boolean isMoved = !isSame(location, old);
            if (TableRules.ownsFiles(after)) {
                if (isMoved || before == null || !TableRules.ownsFiles(before)) {
                    checkReadAndWrite(location);
                }
            } else if (isMoved) {
                checkRead(location);
            }
        }
        checkParameters(before == null ? Map.of() : before.parameters(), after.parameters(), location);
        StorageDescriptor old = before == null ? null : before.storage();
        checkDescriptor(old, after.storage(), location);
    }

    /** Fails with ACCESS_DENIED unless the caller may have a partition where it says, if that is not where the warehouse would put it. */
    void checkPartition(Table table, @Nullable StorageDescriptor before, StorageDescriptor after,
            @Nullable String usual) {
        String location = after.location();
        if (location != null && !isSame(location, usual)
                && !isSame(location, before == null ? null : before.location())) {
            if (TableRules.ownsFiles(table)) {
                checkReadAndWrite(location);
            } else {
                checkRead(location);
            }
        }
        checkDescriptor(before, after, location);
    }

    private void checkDescriptor(@Nullable StorageDescriptor before, StorageDescriptor after,
            @Nullable String location) {
        checkParameters(before == null ? Map.of() : before.parameters(), after.parameters(), location);
        checkParameters(before == null ? Map.of() : before.serDe().parameters(), after.serDe().parameters(), location);
        for (String skewed : after.skew().locations().values()) {
            if (before == null || !before.skew().locations().containsValue(skewed)) {
                checkNamed(skewed, location);
            }
        }
    }

    private void checkParameters(Map<String, String> before, Map<String, String> after, @Nullable String location) {
        after.forEach((key, value) -> {
            if (PATH_PARAMETERS.contains(key.toLowerCase(Locale.ROOT)) && value != null
                    && !Objects.equals(before.get(key), value)) {
                checkNamed(value, location);
            }
        });
    }

    /** A place in a parameter: what lies in the object's own location is its own. */
    private void checkNamed(String text, @Nullable String own) {
        Location place;
        try {
            place = Location.of(text);
        } catch (IllegalArgumentException e) {
            guard.check(Privilege.READ, new OfLocation(text));
            return;
        }
        if (own == null || !Warehouse.location(own).contains(place) || forms(place).isEmpty()) {
            checkRead(text);
        }
    }

    /** Fails with ACCESS_DENIED unless the caller may read every file that a function needs; {@code before} are those that it has already. */
    void checkResources(List<Function.Resource> before, List<Function.Resource> after) {
        for (Function.Resource resource : after) {
            if (!before.contains(resource)) {
                checkNamed(resource.uri(), null);
            }
        }
    }

    static boolean isSame(String location, @Nullable String other) {
        return other != null && Warehouse.location(location).equals(Warehouse.location(other));
    }

    /** The texts that mean the place. Fails with INVALID_OBJECT if a part of its path, as it is or decoded, is {@code .} or {@code ..}. */
    static List<String> forms(Location place) {
        Set<String> forms = new LinkedHashSet<>();
        addForms(place, forms);
        if (place.text().indexOf('%') >= 0) {
            addForms(Warehouse.location(decoded(place.text())), forms);
        }
        return List.copyOf(forms);
    }

    private static void addForms(Location place, Set<String> forms) {
        String path = place.path();
        if (!path.startsWith("/")) {
            throw leadsElsewhere(place);
        }
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/")) {
            if (part.equals(".") || part.equals("..")) {
                throw leadsElsewhere(place);
            }
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        String authority = place.authority();
        for (String scheme : S3.contains(place.scheme()) ? S3 : List.of(place.scheme())) {
            String root = scheme.equals("file") ? "file:" : scheme + "://" + authority;
            forms.add(Location.of(root + path).text());
            forms.add(Location.of(root + "/" + String.join("/", parts)).text());
        }
    }

    private static CatalogException leadsElsewhere(Location place) {
        return new CatalogException(Reason.INVALID_OBJECT,
                "Invalid location: '%s' (a full path without . and .. is expected)".formatted(place));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /**
     * Fails with ACCESS_DENIED, naming no table, if the place that the warehouse chose for a new object is where others' files lie: those of a table there that the
     * caller may not read whole, as one made with a location, or renamed without its files. Needs no look by one who may read the place.
     */
    @EnforcementPoint
    void checkFree(StoreTransaction tx, String place, CatalogObject made, @Nullable TableName except) {
        List<String> forms = forms(Warehouse.location(place));
        if (forms.stream().allMatch(form -> guard.allows(Privilege.READ, new OfLocation(form)))) {
            return;
        }
        for (TableName other : tx.tables().atOrAround(forms)) {
            if (!other.equals(except) && tx.tables().find(other).filter(table -> !guard.readsAll(table)).isPresent()) {
                throw guard.notCreated(made);
            }
        }
    }
}

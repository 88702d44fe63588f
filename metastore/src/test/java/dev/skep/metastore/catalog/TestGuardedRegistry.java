package dev.skep.metastore.catalog;

import static dev.skep.metastore.catalog.CatalogContractTest.assertFails;
import static dev.skep.metastore.catalog.GuardedCatalog.HR;
import static dev.skep.metastore.catalog.GuardedCatalog.PEOPLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.catalog.Schemas.Found;
import dev.skep.metastore.connector.DataConnector;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.SerDe;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableIndex;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.property.PropertyKey;
import dev.skep.metastore.property.PropertySelection;
import dev.skep.metastore.registry.ColumnSearch;
import dev.skep.metastore.registry.Compatibility;
import dev.skep.metastore.registry.Schema;
import dev.skep.metastore.registry.SchemaKind;
import dev.skep.metastore.registry.SchemaName;
import dev.skep.metastore.registry.SchemaVersion;
import dev.skep.metastore.registry.Validation;
import dev.skep.metastore.registry.VersionState;
import dev.skep.metastore.routine.Routine;
import dev.skep.metastore.routine.RoutineKind;
import dev.skep.metastore.routine.RoutineName;

/** Who may see and change schemas of the registry, routines, data connectors, properties and indexes. */
class TestGuardedRegistry {
    private static final SchemaName PERSON = new SchemaName(HR, "person");
    private static final RoutineName HIRE = new RoutineName(RoutineKind.PROCEDURE, HR, "hire");
    private static final TableName ROWS = HR.table("people_by_ssn");
    private static final PropertySelection ALL = PropertySelection.of(null, List.of());

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private GuardedCatalog world;

    @BeforeEach
    void open() {
        world = new GuardedCatalog(folder);
        world.allow(Scope.OfDatabase.of(HR), "maker", Privilege.CREATE);
        world.allow(Scope.OfDatabase.of(HR), "looker", Privilege.DESCRIBE);
        world.allow(Scope.OfDatabase.of(HR), "changer", Privilege.ALTER, Privilege.DROP);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static Schema person() {
        return new Schema(PERSON, SchemaKind.HIVE, Compatibility.NONE, Validation.LATEST, true, null, null, null);
    }

    private static SchemaVersion version() {
        return new SchemaVersion(PERSON, 1, 0, List.of(new Column("ssn", "string", null)), null, null, null, null,
                null, null);
    }

    private static Routine hire(@Nullable String owner, String body) {
        return new Routine(HIRE, owner, null, body);
    }

    @Test
    void schemasFollowTheirDatabase() {
        assertFails(Reason.DATABASE_NOT_FOUND, "Cannot find database hr",
                () -> world.client("stranger").schemas().create(person()));
        assertFails(Reason.ACCESS_DENIED, "Cannot create schema hr.person: not allowed",
                () -> world.client("looker").schemas().create(person()));
        world.client("maker").schemas().create(person());
        world.client("maker").schemas().addVersion(version());
        assertThat(world.client("looker").schemas().schema(PERSON).owner()).isEqualTo("maker");
        for (String user : List.of("stranger", "reader")) {
            Schemas none = world.client(user).schemas();
            String absent = "Cannot find schema hr.person: it does not exist";
            assertFails(Reason.NOT_FOUND, absent, () -> none.schema(PERSON));
            assertFails(Reason.NOT_FOUND, absent, () -> none.latestVersion(PERSON));
            assertFails(Reason.NOT_FOUND, absent, () -> none.versions(PERSON));
            assertFails(Reason.NOT_FOUND, absent, () -> none.version(PERSON, 1));
            assertFails(Reason.NOT_FOUND, absent, () -> none.drop(PERSON));
            assertFails(Reason.NOT_FOUND, absent, () -> none.changeState(PERSON, 1, VersionState.ENABLED));
            assertThat(none.search(new ColumnSearch("ssn", null, null))).isEmpty();
        }
        assertThat(world.client("looker").schemas().search(new ColumnSearch("ssn", null, null)))
                .containsExactly(new Found(PERSON, 1));
        assertFails(Reason.ACCESS_DENIED, "Cannot alter schema hr.person: not allowed",
                () -> world.client("looker").schemas().alter(PERSON, before -> before));
        assertFails(Reason.ACCESS_DENIED, "Cannot alter schema hr.person",
                () -> world.client("looker").schemas().addVersion(version()));
        assertFails(Reason.ACCESS_DENIED, "Cannot alter schema hr.person",
                () -> world.client("looker").schemas().dropVersion(PERSON, 1));
        world.client("changer").schemas().dropVersion(PERSON, 1);
        assertFails(Reason.ACCESS_DENIED, "Cannot drop schema hr.person",
                () -> world.client("looker").schemas().drop(PERSON));
        world.client("maker").schemas().drop(PERSON);
    }

    @Test
    void serDesAreForThoseWhoMayMakeThingsInTheCatalog() {
        SerDe serDe = SerDe.of("a.B", Map.of());
        SerDe named = new SerDe("s", serDe.library(), Map.of(), null, null, null, null);
        assertFails(Reason.ACCESS_DENIED, "Cannot create catalog hive: not allowed",
                () -> world.client("maker").schemas().addSerDe(named));
        world.root().schemas().addSerDe(named);
        assertThat(world.client("looker").schemas().serDe("s")).isEqualTo(named);
        assertFails(Reason.NOT_FOUND, "Cannot find serde s", () -> world.client("stranger").schemas().serDe("s"));
    }

    @Test
    void routinesFollowTheirDatabaseAndKeepTheirOwner() {
        assertFails(Reason.DATABASE_NOT_FOUND, "Cannot find database hr",
                () -> world.client("stranger").routines().put(hire("stranger", "x")));
        assertFails(Reason.ACCESS_DENIED, "Cannot create stored procedure hr.hire: not allowed",
                () -> world.client("looker").routines().put(hire("looker", "x")));
        world.client("maker").routines().put(hire("boss", "x"));
        assertThat(world.client("looker").routines().routine(HIRE).owner()).isEqualTo("maker");
        assertFails(Reason.NOT_FOUND, "Cannot find stored procedure hr.hire: it does not exist",
                () -> world.client("reader").routines().routine(HIRE));
        assertThat(world.client("reader").routines().names(RoutineKind.PROCEDURE, CatalogName.HIVE, null)).isEmpty();
        assertThat(world.client("looker").routines().names(RoutineKind.PROCEDURE, CatalogName.HIVE, null))
                .containsExactly("hire");
        assertFails(Reason.ACCESS_DENIED, "Cannot alter stored procedure hr.hire",
                () -> world.client("looker").routines().put(hire("looker", "y")));
        assertFails(Reason.ACCESS_DENIED, "Cannot drop stored procedure hr.hire",
                () -> world.client("looker").routines().drop(HIRE));
        world.client("changer").routines().put(hire("changer", "z"));
        assertThat(world.client("maker").routines().routine(HIRE)).isEqualTo(hire("maker", "z"));
        world.root().routines().put(hire("olga", "z"));
        world.client("reader").routines().drop(HIRE);
        assertThat(world.client("olga").routines().routine(HIRE).owner()).isEqualTo("olga");
        world.client("changer").routines().drop(HIRE);
    }

    @Test
    void whatIsHiddenKeepsADatabaseFromBeingDroppedWithoutBeingNamed() {
        world.root().routines().put(hire("olga", "x"));
        world.root().tables().drop(PEOPLE, DataRemoval.DELETE);
        world.root().functions().drop(GuardedCatalog.TWICE);
        world.allow(Scope.OfDatabase.of(HR), "dropper", Privilege.DROP);
        assertFails(Reason.NOT_EMPTY, "stored procedure hr.hire is in it",
                () -> world.client("dropper").databases().drop(HR, DataRemoval.DELETE));
        assertFails(Reason.NOT_EMPTY, "stored procedure hr.hire is in it",
                () -> world.root().databases().drop(HR, DataRemoval.DELETE));
        assertFails(Reason.ACCESS_DENIED, "Cannot drop database hr: not allowed",
                () -> world.client("boss").databases().drop(HR, DataRemoval.DELETE));
        assertFails(Reason.ACCESS_DENIED, "Cannot drop database hr: not allowed",
                () -> world.client("boss").databases().dropCascade(HR, DataRemoval.DELETE));
    }

    @Test
    void secretsOfConnectorsAreForOwnersAndManagers() {
        DataConnector shop = new DataConnector("shop", "mysql", "jdbc:mysql://ann:pw@db:3306/x?password=pw", "d",
                Map.of("hive.sql.dbcp.password", "pw", "hive.sql.jdbc.driver", "a.Driver"), "olga",
                PrincipalType.USER, 0);
        assertFails(Reason.ACCESS_DENIED, "Cannot manage catalog hive: not allowed",
                () -> world.client("reader").connectors().create(shop));
        world.root().connectors().create(shop);
        for (String user : List.of("root", "olga")) {
            assertThat(world.client(user).connectors().connector("shop").parameters())
                    .containsEntry("hive.sql.dbcp.password", "pw");
        }
        DataConnector seen = world.client("reader").connectors().connector("shop");
        assertThat(seen.parameters()).isEqualTo(
                Map.of("hive.sql.dbcp.password", "***", "hive.sql.jdbc.driver", "a.Driver"));
        assertThat(seen.url()).isEqualTo("jdbc:mysql://***@db:3306/x?***");
        for (String user : List.of("reader", "olga")) {
            assertThat(world.client(user).connectors().names()).containsExactly("shop");
        }
        assertFails(Reason.NOT_FOUND, "Cannot find data connector shop: it does not exist",
                () -> world.client("stranger").connectors().connector("shop"));
        assertThat(world.client("stranger").connectors().names()).isEmpty();
        assertFails(Reason.ACCESS_DENIED, "Cannot manage catalog hive",
                () -> world.client("reader").connectors().alter("shop", before -> before));
        assertFails(Reason.ACCESS_DENIED, "Cannot manage catalog hive",
                () -> world.client("reader").connectors().dropUnchecked("shop"));
        world.client("olga").connectors().alter("shop", before -> before.withOwner("reader", PrincipalType.USER));
        assertThat(world.client("reader").connectors().connector("shop").url()).isEqualTo(shop.url());
        world.client("reader").connectors().drop("shop");
    }

    @Test
    void redactsWhatMayBeSecretInUrls() {
        for (Map.Entry<String, String> each : Map.of("jdbc:mysql://db/x", "jdbc:mysql://db/x",
                "jdbc:sqlserver://db;user=a;password=b", "jdbc:sqlserver://db;***",
                "jdbc:oracle:thin:scott/tiger@db:1521:x", "jdbc:oracle:***", "jdbc:derby:/x;password=p",
                "jdbc:derby:/x;***", "http://u:p%40q@h/", "http://***@h/", "jdbc:mysql://db/x?p=a@b//c",
                "jdbc:mysql:***").entrySet()) {
            DataConnector connector = new DataConnector("c", null, each.getKey(), null, Map.of(), null,
                    PrincipalType.USER, 0);
            assertThat(connector.redacted().url()).as(each.getKey()).isEqualTo(each.getValue());
        }
    }

    @Test
    void propertiesFollowTheirObjects() {
        Map<PropertyKey, String> ofCluster = Map.of(PropertyKey.parse("level"), "1");
        Map<PropertyKey, String> ofDatabase = Map.of(PropertyKey.parse("hr.level"), "2");
        Map<PropertyKey, String> ofTable = Map.of(PropertyKey.parse("hr.people.level"), "3");
        Map<PropertyKey, String> ofNone = Map.of(PropertyKey.parse("hr.nosuch.level"), "4");
        for (Map<PropertyKey, String> each : List.of(ofCluster, ofDatabase, ofTable, ofNone)) {
            world.root().propertyMaps().set(each);
        }
        assertThat(world.root().propertyMaps().select("", ALL).keySet()).containsExactly("hms", "hr", "hr.nosuch",
                "hr.people");
        assertThat(world.client("reader").propertyMaps().select("", ALL).keySet()).containsExactly("hms", "hr",
                "hr.people");
        assertThat(world.client("denied").propertyMaps().select("", ALL).keySet()).containsExactly("hms", "hr");
        assertThat(world.client("stranger").propertyMaps().select("", ALL)).isEmpty();
        assertFails(Reason.ACCESS_DENIED, "Cannot manage catalog hive",
                () -> world.client("reader").propertyMaps().set(ofCluster));
        assertFails(Reason.ACCESS_DENIED, "Cannot alter database hr",
                () -> world.client("reader").propertyMaps().set(ofDatabase));
        assertFails(Reason.ACCESS_DENIED, "Cannot alter table hr.people",
                () -> world.client("reader").propertyMaps().set(ofTable));
        assertFails(Reason.NOT_FOUND, "Cannot find table hr.nosuch",
                () -> world.client("changer").propertyMaps().set(ofNone));
        assertFails(Reason.NOT_FOUND, "Cannot find table hr.people",
                () -> world.client("denied").propertyMaps().set(ofTable));
        world.client("changer").propertyMaps().set(ofTable);
        world.client("changer").propertyMaps().set(ofDatabase);
    }

    private static TableIndex index(String column) {
        return new TableIndex(PEOPLE, "by_" + column, "h", 0, 0, ROWS,
                CatalogContractTest.storage(null, CatalogContractTest.column(column, "string")), Map.of(), false);
    }

    private static Table rows() {
        Table people = GuardedCatalog.people();
        return new Table(-1, ROWS, people.type(), "root", PrincipalType.USER, 0, 0, 0, people.storage(), List.of(),
                Map.of(), null, null, false, null, -1);
    }

    @Test
    void indexesFollowTheirTableAndItsColumns() {
        assertFails(Reason.NOT_FOUND, "Cannot find table hr.people",
                () -> world.client("stranger").indexes().add(index("ssn"), rows()));
        assertFails(Reason.ACCESS_DENIED, "Cannot alter table hr.people",
                () -> world.client("reader").indexes().add(index("ssn"), rows()));
        assertFails(Reason.ACCESS_DENIED, "Cannot create table hr.people_by_ssn: not allowed",
                () -> world.client("olga").indexes().add(index("ssn"), rows()));
        assertFails(Reason.ACCESS_DENIED, "some of its columns are hidden from you",
                () -> world.client("hides").indexes().add(index("id"), rows()));
        world.root().tables().create(rows());
        world.allow(Scope.OfTable.of(ROWS), "olga", Privilege.ALTER);
        assertFails(Reason.ACCESS_DENIED, "Cannot drop table hr.people_by_ssn: not allowed",
                () -> world.client("olga").indexes().add(index("ssn"), null));
        world.root().tables().drop(ROWS, DataRemoval.DELETE);
        world.root().indexes().add(index("ssn"), rows());
        assertThat(world.client("reader").indexes().of(PEOPLE)).extracting(TableIndex::name)
                .containsExactly("by_ssn");
        for (String user : List.of("hides", "columns")) {
            assertThat(world.client(user).indexes().of(PEOPLE)).isEmpty();
            assertFails(Reason.NOT_FOUND, "Cannot find index by_ssn of hr.people: it does not exist",
                    () -> world.client(user).indexes().index(PEOPLE, "by_ssn"));
        }
        assertThat(world.client("denied").indexes().of(PEOPLE)).isEmpty();
        assertFails(Reason.ACCESS_DENIED, "Cannot hand out table hr.people",
                () -> world.client("filtered").indexes().of(PEOPLE));
        assertFails(Reason.ACCESS_DENIED, "Cannot alter table hr.people",
                () -> world.client("reader").indexes().drop(PEOPLE, "by_ssn", DataRemoval.DELETE));
        assertFails(Reason.ACCESS_DENIED, "Cannot alter table hr.people",
                () -> world.client("reader").indexes().alter(PEOPLE, "by_ssn", Map.of()));
        world.client("olga").indexes().drop(PEOPLE, "by_ssn", DataRemoval.DELETE);
        assertThat(world.root().tables().names(HR, NamePattern.all(), Set.of())).containsExactly("people");
    }
}

package dev.skep.query.analyzer;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.access.AccessPolicy;
import dev.skep.metastore.access.EnforcementPoint;
import dev.skep.metastore.access.PolicyText;
import dev.skep.metastore.access.Role;
import dev.skep.metastore.access.Tag;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.query.plan.SystemTable;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * The database {@code sys} as one session sees it: {@code policies}, {@code roles} and {@code tags} of the catalog, and what the server adds. It is there only for
 * whoever may MANAGE everything; for all others it does not exist.
 */
final class CatalogSystemTables {
    /** The name of the database. */
    static final String DATABASE = "sys";

    private final CatalogSession session;
    private final SystemTables added;

    CatalogSystemTables(CatalogSession session, SystemTables added) {
        this.session = session;
        this.added = added;
    }

    Optional<SystemTable> find(String name) {
        return switch (name) {
            case "policies" -> Optional.of(policies());
            case "roles" -> Optional.of(roles());
            case "tags" -> Optional.of(tags());
            default -> added.find(name);
        };
    }

    /** True for one who may MANAGE everything. */
    @EnforcementPoint
    static boolean isSeenBy(CatalogSession session) {
        try {
            session.access().all();
            return true;
        } catch (CatalogException e) {
            if (e.reason() == CatalogException.Reason.ACCESS_DENIED) {
                return false;
            }
            throw e;
        }
    }

    private record Listed(String name, List<Field> columns,
            Supplier<List<List<@Nullable Object>>> rows) implements SystemTable {
        @Override
        public Rows open() {
            Iterator<List<@Nullable Object>> all = rows.get().iterator();
            return () -> all.hasNext() ? all.next() : null;
        }
    }

    private static Field text(String name) {
        return new Field(name, PrimitiveType.STRING);
    }

    private static Field field(String name, DataType type) {
        return new Field(name, type);
    }

    private static List<@Nullable Object> row(@Nullable Object... values) {
        return Collections.unmodifiableList(new ArrayList<>(Arrays.asList(values)));
    }

    /** The rows are read while the statement is planned: a plan that runs asks the catalog nothing. */
    private static SystemTable listed(String name, List<Field> columns, List<List<@Nullable Object>> rows) {
        return new Listed(name, columns, () -> rows);
    }

    private SystemTable policies() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (AccessPolicy policy : session.access().policies()) {
            String kind = switch (policy) {
                case AccessPolicy.Grant grant -> grant.effect() == AccessPolicy.Effect.ALLOW ? "GRANT" : "DENY";
                case AccessPolicy.RowFilterPolicy ignored -> "ROW FILTER";
                case AccessPolicy.ColumnMaskPolicy ignored -> "COLUMN MASK";
            };
            rows.add(row(policy.id(), kind, policy.name(), PolicyText.of(policy.scope()), PolicyText.of(policy),
                    policy.made().by(), LocalDateTime.ofInstant(policy.made().at(), ZoneOffset.UTC)));
        }
        return listed("policies", List.of(field("id", PrimitiveType.BIGINT), text("kind"), text("name"),
                text("object"), text("definition"), text("made_by"), field("made_at", PrimitiveType.TIMESTAMP)), rows);
    }

    /** A row for each member of a role; a role without members has one without a member. */
    private SystemTable roles() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Role role : session.access().roles()) {
            List<Role.Member> members = session.access().membersOf(role.name());
            if (members.isEmpty()) {
                rows.add(row(role.name(), role.owner(), null, null, null));
            }
            for (Role.Member member : members) {
                rows.add(row(role.name(), role.owner(), member.member().type().name(), member.member().name(),
                        member.adminOption()));
            }
        }
        return listed("roles", List.of(text("role"), text("owner"), text("member_type"), text("member_name"),
                field("admin_option", PrimitiveType.BOOLEAN)), rows);
    }

    private SystemTable tags() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Tag tag : session.access().tags()) {
            rows.add(row(tag.name(), tag.value(), PolicyText.of(tag.object())));
        }
        return listed("tags", List.of(text("tag"), text("tag_value"), text("object")), rows);
    }
}

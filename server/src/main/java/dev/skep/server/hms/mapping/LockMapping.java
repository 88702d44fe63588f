package dev.skep.server.hms.mapping;

import static dev.skep.server.hms.mapping.Requests.listOf;
import static dev.skep.server.hms.mapping.Requests.required;

import java.time.Instant;
import java.util.List;

import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.transaction.DataOperation;
import dev.skep.metastore.transaction.HeldLock;
import dev.skep.metastore.transaction.LockAnswer;
import dev.skep.metastore.transaction.LockObject;
import dev.skep.thrift.hms.DataOperationType;
import dev.skep.thrift.hms.LockComponent;
import dev.skep.thrift.hms.LockRequest;
import dev.skep.thrift.hms.LockResponse;
import dev.skep.thrift.hms.LockState;
import dev.skep.thrift.hms.LockType;
import dev.skep.thrift.hms.ShowLocksResponseElement;
import org.jspecify.annotations.Nullable;

/** Locks of the wire. */
public final class LockMapping {
    private LockMapping() {}

    public static dev.skep.metastore.transaction.LockRequest fromThrift(LockRequest request) {
        return new dev.skep.metastore.transaction.LockRequest(
                listOf(request.getComponent()).stream().map(LockMapping::fromThrift).toList(),
                request.isSetTxnid() ? request.getTxnid() : 0, required(request.getUser(), "user"),
                required(request.getHostname(), "hostname"), request.getAgentInfo(), request.isZeroWaitReadEnabled(),
                request.isExclusiveCTAS());
    }

    private static dev.skep.metastore.transaction.LockComponent fromThrift(LockComponent component) {
        LockObject object = switch (required(component.getLevel(), "lock level")) {
            case DB -> LockObject.of(NameMapping.database(component.getDbname()));
            case TABLE -> object(component.getDbname(), required(component.getTablename(), "table name"), null);
            case PARTITION -> object(component.getDbname(), required(component.getTablename(), "table name"),
                    required(component.getPartitionname(), "partition name"));
        };
        // A client that does not say so before Hive 2.1 has only transactional tables to write.
        boolean isTransactional = !component.isSetIsTransactional() || component.isIsTransactional();
        return new dev.skep.metastore.transaction.LockComponent(object,
                fromThrift(required(component.getType(), "lock type")), fromThrift(component.getOperationType()),
                isTransactional, component.isIsDynamicPartitionWrite());
    }

    /** What locks and compactions name; empty names count as none. */
    public static LockObject object(@Nullable String database, @Nullable String table, @Nullable String partition) {
        return new LockObject(NameMapping.database(database), emptyToNull(table), emptyToNull(partition));
    }

    private static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    public static dev.skep.metastore.transaction.LockType fromThrift(LockType type) {
        return switch (type) {
            case SHARED_READ -> dev.skep.metastore.transaction.LockType.SHARED_READ;
            case SHARED_WRITE -> dev.skep.metastore.transaction.LockType.SHARED_WRITE;
            case EXCL_WRITE -> dev.skep.metastore.transaction.LockType.EXCL_WRITE;
            case EXCLUSIVE -> dev.skep.metastore.transaction.LockType.EXCLUSIVE;
        };
    }

    private static LockType toThrift(dev.skep.metastore.transaction.LockType type) {
        return switch (type) {
            case SHARED_READ -> LockType.SHARED_READ;
            case SHARED_WRITE -> LockType.SHARED_WRITE;
            case EXCL_WRITE -> LockType.EXCL_WRITE;
            case EXCLUSIVE -> LockType.EXCLUSIVE;
        };
    }

    public static DataOperation fromThrift(@Nullable DataOperationType operation) {
        return operation == null ? DataOperation.UNSET : DataOperation.valueOf(operation.name());
    }

    public static LockState toThrift(dev.skep.metastore.transaction.LockState state) {
        return switch (state) {
            case ACQUIRED -> LockState.ACQUIRED;
            case WAITING -> LockState.WAITING;
            case NOT_ACQUIRED -> LockState.NOT_ACQUIRED;
        };
    }

    public static LockResponse toThrift(LockAnswer answer) {
        LockResponse response = new LockResponse(answer.id(), toThrift(answer.state()));
        if (answer.problem() != null) {
            response.setErrorMessage(answer.problem());
        }
        return response;
    }

    /** The database as a client names it that has no field for catalogs. */
    public static String databaseText(DatabaseName database) {
        return database.catalog().equals(CatalogName.HIVE)
                ? database.name()
                : "@" + database.catalog() + "#" + database.name();
    }

    public static List<ShowLocksResponseElement> toThrift(List<HeldLock> locks) {
        return locks.stream().map(LockMapping::toThrift).toList();
    }

    private static ShowLocksResponseElement toThrift(HeldLock lock) {
        LockObject object = lock.component().object();
        // Hive shows no heartbeat for a lock that a transaction keeps up.
        ShowLocksResponseElement element = new ShowLocksResponseElement(lock.id(), databaseText(object.database()),
                toThrift(lock.state()), toThrift(lock.component().type()),
                lock.transaction() == 0 ? lock.heartbeat().toEpochMilli() : 0, lock.user(), lock.host());
        element.setTablename(object.table());
        element.setPartname(object.partition());
        if (lock.transaction() != 0) {
            element.setTxnid(lock.transaction());
        }
        Instant acquired = lock.acquired();
        if (acquired != null) {
            element.setAcquiredat(acquired.toEpochMilli());
        }
        element.setHeartbeatCount(lock.heartbeats());
        element.setAgentInfo(lock.agent());
        element.setLockIdInternal(lock.number());
        HeldLock.Blocker blocker = lock.blockedBy();
        if (blocker != null) {
            element.setBlockedByExtId(blocker.id());
            element.setBlockedByIntId(blocker.number());
        }
        return element;
    }
}

package dev.skep.server.hms;

import dev.skep.server.hms.compat.HiveAnswers;
import static java.util.Map.entry;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.transaction.TransactionException;
import dev.skep.thrift.hms.AlreadyExistsException;
import dev.skep.thrift.hms.ConfigValSecurityException;
import dev.skep.thrift.hms.InvalidInputException;
import dev.skep.thrift.hms.InvalidObjectException;
import dev.skep.thrift.hms.InvalidOperationException;
import dev.skep.thrift.hms.InvalidPartitionException;
import dev.skep.thrift.hms.MetaException;
import dev.skep.thrift.hms.NoSuchLockException;
import dev.skep.thrift.hms.NoSuchObjectException;
import dev.skep.thrift.hms.NoSuchTxnException;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import dev.skep.thrift.hms.TxnAbortedException;
import dev.skep.thrift.hms.TxnOpenException;
import dev.skep.thrift.hms.UnknownDBException;
import dev.skep.thrift.hms.UnknownPartitionException;
import dev.skep.thrift.hms.UnknownTableException;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;

/**
 * What a client gets when a call fails: of the exceptions that the method declares, the one that fits the reason best, since a client that finds none that it knows
 * reports a missing answer instead of the error. MetaException is the fallback; a method that declares nothing answers with Thrift's own exception.
 */
final class HmsErrors {
    private static final Map<Class<?>, Function<String, TException>> CONSTRUCTORS = Map.ofEntries(
            entry(AlreadyExistsException.class, AlreadyExistsException::new),
            entry(ConfigValSecurityException.class, ConfigValSecurityException::new),
            entry(InvalidInputException.class, InvalidInputException::new),
            entry(InvalidObjectException.class, InvalidObjectException::new),
            entry(InvalidOperationException.class, InvalidOperationException::new),
            entry(InvalidPartitionException.class, InvalidPartitionException::new),
            entry(MetaException.class, MetaException::new),
            entry(NoSuchLockException.class, NoSuchLockException::new),
            entry(NoSuchObjectException.class, NoSuchObjectException::new),
            entry(NoSuchTxnException.class, NoSuchTxnException::new),
            entry(TxnAbortedException.class, TxnAbortedException::new),
            entry(TxnOpenException.class, TxnOpenException::new),
            entry(UnknownDBException.class, UnknownDBException::new),
            entry(UnknownPartitionException.class, UnknownPartitionException::new),
            entry(UnknownTableException.class, UnknownTableException::new));

    private HmsErrors() {}

    /** The exceptions by method, read from the generated interface when the first call fails. */
    private static final class Declared {
        static final Map<String, List<Class<?>>> BY_METHOD = read();

        private static Map<String, List<Class<?>>> read() {
            Map<String, List<Class<?>>> byMethod = new HashMap<>();
            for (Method method : ThriftHiveMetastore.Iface.class.getMethods()) {
                List<Class<?>> declared = new ArrayList<>(List.of(method.getExceptionTypes()));
                declared.remove(TException.class);
                byMethod.put(method.getName(), List.copyOf(declared));
            }
            return Map.copyOf(byMethod);
        }
    }

    /** The answer to a call of {@code method} that failed in the domain. */
    static TException of(String method, CatalogException failure) {
        return failure instanceof TransactionException transaction
                ? firstDeclared(method, fitting(transaction.kind()), messageOf(failure))
                : of(method, failure.reason(), messageOf(failure));
    }

    /** The answer to a call of {@code method} whose request is wrong in itself. */
    static TException invalidRequest(String method, IllegalArgumentException failure) {
        return of(method, Reason.INVALID_INPUT, messageOf(failure));
    }

    static TException of(String method, Reason reason, String message) {
        Class<?> answer = HiveAnswers.to(method, reason).orElse(null);
        if (answer == TApplicationException.class) {
            return new TApplicationException(TApplicationException.INTERNAL_ERROR, message);
        }
        if (answer != null && declaredBy(method).contains(answer)) {
            return exception(answer, message);
        }
        return firstDeclared(method, fitting(reason), message);
    }

    private static TException firstDeclared(String method, List<Class<?>> fitting, String message) {
        List<Class<?>> declared = declaredBy(method);
        for (Class<?> candidate : fitting) {
            if (declared.contains(candidate)) {
                return exception(candidate, message);
            }
        }
        return declared.contains(MetaException.class)
                ? new MetaException(message)
                : new TApplicationException(TApplicationException.INTERNAL_ERROR, message);
    }

    /** The answer to a method that Skep does not have. */
    static TException unsupported(String method) {
        return unsupported(method, "Cannot answer: this call is not supported by Skep: " + method);
    }

    /** The answer to a request of which a part, named in {@code message}, is not supported. */
    static TException unsupported(String method, String message) {
        List<Class<?>> declared = declaredBy(method);
        if (declared.isEmpty()) {
            return new TApplicationException(TApplicationException.UNKNOWN_METHOD, message);
        }
        return declared.contains(MetaException.class)
                ? new MetaException(message)
                : exception(declared.get(0), message);
    }

    private static List<Class<?>> declaredBy(String method) {
        List<Class<?>> declared = Declared.BY_METHOD.get(method);
        if (declared == null) {
            throw new IllegalArgumentException("Invalid metastore method: '%s'".formatted(method));
        }
        return declared;
    }

    /** The exceptions that fit a reason, best first. */
    private static List<Class<?>> fitting(Reason reason) {
        return switch (reason) {
            case NOT_FOUND ->
                List.of(UnknownTableException.class, NoSuchObjectException.class, UnknownPartitionException.class,
                        InvalidObjectException.class, InvalidOperationException.class);
            case DATABASE_NOT_FOUND ->
                List.of(UnknownDBException.class, NoSuchObjectException.class, InvalidObjectException.class,
                        InvalidOperationException.class);
            case ALREADY_EXISTS ->
                List.of(AlreadyExistsException.class, InvalidOperationException.class, InvalidObjectException.class);
            case NOT_EMPTY -> List.of(InvalidOperationException.class);
            case INVALID_OBJECT ->
                List.of(InvalidObjectException.class, InvalidOperationException.class, InvalidInputException.class);
            case INVALID_OPERATION ->
                List.of(InvalidOperationException.class, InvalidObjectException.class, InvalidInputException.class);
            case INVALID_INPUT ->
                List.of(InvalidInputException.class, InvalidPartitionException.class, MetaException.class,
                        InvalidObjectException.class, InvalidOperationException.class);
            case ACCESS_DENIED ->
                // Locks and transactions declare nothing better; what they do not declare, Hive's client tries again.
                List.of(MetaException.class, InvalidOperationException.class, InvalidObjectException.class,
                        InvalidInputException.class, NoSuchTxnException.class, NoSuchLockException.class);
            case CONFLICT, LIMIT_EXCEEDED, UNSUPPORTED, STORAGE, STORE -> List.of(MetaException.class);
        };
    }

    private static List<Class<?>> fitting(TransactionException.Kind kind) {
        return switch (kind) {
            case NO_TRANSACTION -> List.of(NoSuchTxnException.class, NoSuchLockException.class);
            case ABORTED -> List.of(TxnAbortedException.class, NoSuchTxnException.class);
            case OPEN -> List.of(TxnOpenException.class);
            case NO_LOCK -> List.of(NoSuchLockException.class);
        };
    }

    private static TException exception(Class<?> type, String message) {
        Function<String, TException> constructor = CONSTRUCTORS.get(type);
        if (constructor == null) {
            throw new IllegalArgumentException("Invalid metastore exception: %s".formatted(type));
        }
        return constructor.apply(message);
    }

    private static String messageOf(Exception failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}

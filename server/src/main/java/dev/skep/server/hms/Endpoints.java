package dev.skep.server.hms;

import dev.skep.server.hms.mapping.MissingArgumentException;
import dev.skep.server.hms.compat.HiveAnswers;
import dev.skep.metastore.CatalogException;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import org.apache.thrift.TException;

/** What every topic of endpoints has: the caller's session, and one way to turn a failure into an exception that the method declares. */
public interface Endpoints extends ThriftHiveMetastore.Iface {

    HmsContext context();

    /** What a call does in the caller's session. */
    @FunctionalInterface
    interface Call<T> {
        T in(CatalogSession session) throws TException;
    }

    /** A call without an answer. */
    @FunctionalInterface
    interface Action {
        void in(CatalogSession session) throws TException;
    }

    /** Answers {@code method}. An IllegalArgumentException is the client's: names, values and structs are checked by the records that they become. */
    default <T> T call(String method, Call<T> call) throws TException {
        try {
            return call.in(Adopting.sessionOf(context()));
        } catch (CatalogException e) {
            throw (TException) HmsErrors.of(method, e).initCause(e);
        } catch (MissingArgumentException e) {
            if (HiveAnswers.isEndedByNull(method, e.what())) {
                context().callers().hangUp();
            }
            throw (TException) HmsErrors.invalidRequest(method, e).initCause(e);
        } catch (IllegalArgumentException e) {
            throw (TException) HmsErrors.invalidRequest(method, e).initCause(e);
        }
    }

    default void run(String method, Action action) throws TException {
        call(method, session -> {
            action.in(session);
            return true;
        });
    }
}

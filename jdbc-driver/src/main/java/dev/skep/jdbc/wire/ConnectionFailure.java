package dev.skep.jdbc.wire;

import java.io.IOException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;

import javax.net.ssl.SSLException;

import org.apache.thrift.TApplicationException;
import org.apache.thrift.transport.TTransportException;

/** Makes SQLExceptions of what goes wrong between client and server. */
final class ConnectionFailure {
    private ConnectionFailure() {}

    /** While connecting, up to the opened session. */
    static SQLException connecting(Endpoint endpoint, Exception failure) {
        Throwable origin = origin(failure);
        if (isRefusal(origin)) {
            return SqlErrors.of("Cannot sign in at " + endpoint + ": " + reason(origin), SqlErrors.SIGN_IN_REFUSED, 0);
        }
        return new SQLNonTransientConnectionException("Cannot connect to " + endpoint + ": " + reason(origin),
                SqlErrors.CONNECTION_FAILED, failure);
    }

    /** On an open session, which ends with this. */
    static SQLException later(Endpoint endpoint, Exception failure) {
        Throwable origin = origin(failure);
        if (isRefusal(origin)) {
            return SqlErrors.of("Cannot sign in at " + endpoint + ": " + reason(origin), SqlErrors.SIGN_IN_REFUSED, 0);
        }
        if (failure instanceof TTransportException
                && ((TTransportException) failure).getType() == TTransportException.TIMED_OUT) {
            return SqlErrors.of("Cannot wait for " + endpoint + ": " + failure.getMessage(), SqlErrors.TIMED_OUT, 0);
        }
        return new SQLNonTransientConnectionException("Lost the connection to " + endpoint + ": " + reason(origin),
                SqlErrors.CONNECTION_LOST, failure);
    }

    /** What a transport's failure wraps. */
    private static Throwable origin(Exception failure) {
        return failure instanceof TTransportException && failure.getCause() instanceof IOException
                ? failure.getCause()
                : failure;
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof SignInRefusedException
                || failure instanceof SSLException && TlsFailure.ofClientCertificate((SSLException) failure) != null;
    }

    private static String reason(Throwable failure) {
        if (failure instanceof UnknownHostException) {
            return "the host is not known";
        }
        if (failure instanceof SSLException) {
            return ofTls((SSLException) failure);
        }
        if (failure instanceof TApplicationException && failure.getMessage() == null) {
            return "the server failed without a reason";
        }
        return String.valueOf(failure.getMessage());
    }

    private static String ofTls(SSLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedCertificateException) {
                return String.valueOf(cause.getMessage());
            }
        }
        String client = TlsFailure.ofClientCertificate(failure);
        return client == null ? "TLS failed: " + failure.getMessage() : client;
    }
}

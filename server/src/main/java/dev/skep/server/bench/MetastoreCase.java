package dev.skep.server.bench;

import dev.skep.thrift.hms.ThriftHiveMetastore;
import org.apache.thrift.TException;

/**
 * One line of the measurement.
 *
 * @param connections how many clients make the call at the same time
 * @param maxCalls the most calls of each client in a round, however much time is left
 * @param before what is done before each call and not measured
 */
record MetastoreCase(String name, int connections, int maxCalls, Call before, Call call) {
    private static final Call NOTHING = (client, caller, number) -> {};

    /** A call of a client. */
    interface Call {
        /**
         * @param caller the client's number
         * @param number how many calls the client made before, in all rounds
         */
        void make(ThriftHiveMetastore.Client client, int caller, int number) throws TException;
    }

    static MetastoreCase of(String name, int connections, Call call) {
        return new MetastoreCase(name, connections, Integer.MAX_VALUE, NOTHING, call);
    }
}

package dev.skep.conformance.kills;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import dev.skep.thrift.hms.LockComponent;
import dev.skep.thrift.hms.LockLevel;
import dev.skep.thrift.hms.LockRequest;
import dev.skep.thrift.hms.LockResponse;
import dev.skep.thrift.hms.LockType;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSocket;

/** A client of its own that takes an exclusive lock and keeps it until somebody ends the process. */
final class LockHolder {
    private LockHolder() {}

    static LockRequest exclusive(String table, String user) {
        LockComponent component = new LockComponent(LockType.EXCLUSIVE, LockLevel.TABLE, "default");
        component.setTablename(table);
        return new LockRequest(new ArrayList<>(List.of(component)), user, "host");
    }

    /** Arguments: the server and the table. Prints the state of the lock. */
    public static void main(String[] arguments) throws TException {
        URI uri = URI.create(arguments[0]);
        try (TSocket socket = new TSocket(uri.getHost(), uri.getPort())) {
            socket.open();
            ThriftHiveMetastore.Client client = new ThriftHiveMetastore.Client(new TBinaryProtocol(socket));
            LockResponse answer = client.lock(exclusive(arguments[1], "holder"));
            System.out.println(answer.getState());
            while (true) {
                LockSupport.park();
            }
        }
    }
}

package dev.skep.server.hms;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.catalog.StoredCatalog;
import dev.skep.storage.file.Location;
import dev.skep.storage.local.LocalFileSystem;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import dev.skep.thrift.transport.ConnectionObserver;
import dev.skep.thrift.transport.ListenerSettings;
import dev.skep.thrift.transport.SignInPolicy;
import dev.skep.thrift.transport.ThriftListener;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransport;

/** The metastore's door over an embedded store and local files, and clients that call it over the wire. */
final class MetastoreDoor implements AutoCloseable {
    private final StoredCatalog catalog;
    private final ThriftListener listener;

    private MetastoreDoor(StoredCatalog catalog, ThriftListener listener) {
        this.catalog = catalog;
        this.listener = listener;
    }

    static MetastoreDoor open(Path folder) throws IOException {
        StoredCatalog catalog = StoredCatalog.open(
                MetastoreSettings.embedded(folder, Location.of(folder.resolve("warehouse").toString())),
                new LocalFileSystem());
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new MetastoreDoor(catalog, ThriftListener.start(ListenerSettings.on(address), SignInPolicy.none(),
                HmsService.handler(catalog, catalog.storeId()), ConnectionObserver.NONE));
    }

    /** A client with a connection of its own. */
    ThriftHiveMetastore.Client connect() throws TException {
        TTransport transport = new TSocket("127.0.0.1", listener.address().getPort());
        transport.open();
        return new ThriftHiveMetastore.Client(new TBinaryProtocol(transport));
    }

    @Override
    public void close() {
        listener.close();
        catalog.close();
    }
}

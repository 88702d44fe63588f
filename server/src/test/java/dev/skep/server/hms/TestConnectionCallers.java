package dev.skep.server.hms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.access.Identity;
import dev.skep.thrift.hms.MetaException;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import dev.skep.thrift.rpc.ThriftService;
import dev.skep.thrift.transport.ConnectionObserver;
import dev.skep.thrift.transport.ListenerSettings;
import dev.skep.thrift.transport.SignInPolicy;
import dev.skep.thrift.transport.ThriftListener;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSocket;
import org.junit.jupiter.api.Test;

/** Who the catalog takes a caller for. */
class TestConnectionCallers {
    private final Queue<Identity> seen = new ConcurrentLinkedQueue<>();

    /** A catalog that notes who asks and refuses. */
    private final HmsService service = new HmsService((caller, reader) -> {
        seen.add(caller.identity());
        throw new CatalogException(CatalogException.Reason.ACCESS_DENIED, "noted");
    }, ConnectionCallers.claiming(), new HmsSettings("1", UUID.randomUUID(), Instant.EPOCH, Map.of()));

    @Test
    void takesTheUserThatAConnectionClaimsForThatConnectionOnly() throws Exception {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (ThriftListener listener = ThriftListener.start(ListenerSettings.on(address), SignInPolicy.none(),
                ThriftService.shared(new ThriftHiveMetastore.Processor<>(service), service, List.of()),
                ConnectionObserver.NONE)) {
            ThriftHiveMetastore.Client first = connect(listener);
            ThriftHiveMetastore.Client second = connect(listener);
            first.set_ugi("ann", List.of("staff", "sales"));
            assertThatThrownBy(first::get_all_databases).isInstanceOf(MetaException.class).hasMessage("noted");
            assertThatThrownBy(second::get_all_databases).isInstanceOf(MetaException.class);
            first.set_ugi("bob", List.of());
            assertThatThrownBy(first::get_all_databases).isInstanceOf(MetaException.class);
        }
        assertThat(seen).containsExactly(new Identity("ann", Set.of("staff", "sales"), Set.of()),
                Identity.of(ConnectionCallers.ANONYMOUS), Identity.of("bob"));
    }

    private static ThriftHiveMetastore.Client connect(ThriftListener listener) throws TException {
        TSocket transport = new TSocket("127.0.0.1", listener.address().getPort());
        transport.open();
        return new ThriftHiveMetastore.Client(new TBinaryProtocol(transport));
    }
}

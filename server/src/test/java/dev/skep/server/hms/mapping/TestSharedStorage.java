package dev.skep.server.hms.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.SerDe;
import dev.skep.metastore.model.StorageDescriptor;
import dev.skep.metastore.model.StorageDescriptor.Skew;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TProtocolFactory;
import org.apache.thrift.transport.TMemoryBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TestSharedStorage {
    private static final StorageDescriptor STORAGE = new StorageDescriptor(List.of(new Column("id", "bigint", "ü")),
            null, "in", "out", true, 4, SerDe.of("serde", Map.of("k", "v")), List.of("id"),
            List.of(new StorageDescriptor.SortColumn("id", 1)), Map.of("p", "q"),
            new Skew(List.of("id"), List.of(List.of("1")), Map.of(List.of("1"), "file:/skew")), true);
    private static final StorageDescriptor OTHER = STORAGE.withColumns(List.of());

    private static Partition partition(String value, StorageDescriptor storage, @Nullable String location) {
        return new Partition(DatabaseName.of("sales").table("orders"), List.of(value), 1, 2,
                storage.withLocation(location), Map.of("a", "b"), 3);
    }

    private static dev.skep.thrift.hms.Partition sent(dev.skep.thrift.hms.Partition partition,
            TProtocolFactory protocols) throws TException {
        TMemoryBuffer buffer = new TMemoryBuffer(512);
        partition.write(protocols.getProtocol(buffer));
        dev.skep.thrift.hms.Partition read = new dev.skep.thrift.hms.Partition();
        read.read(protocols.getProtocol(buffer));
        return read;
    }

    @Test
    void clientsReadTheSameAsOfPartitionsThatAreMappedOneByOne() throws TException {
        List<Partition> partitions = List.of(partition("1", STORAGE, "file:/1"), partition("2", STORAGE, "file:/ü"),
                partition("3", OTHER, "file:/3"), partition("4", OTHER, null), partition("5", STORAGE, "file:/5"));
        for (TProtocolFactory protocols : List.of(new TBinaryProtocol.Factory(), new TCompactProtocol.Factory())) {
            List<dev.skep.thrift.hms.Partition> answers = PartitionMapping.toThrift(partitions);
            for (int i = 0; i < partitions.size(); i++) {
                assertThat(sent(answers.get(i), protocols))
                        .isEqualTo(sent(PartitionMapping.toThrift(partitions.get(i)), protocols));
            }
        }
    }

    @Test
    void aChangedDescriptorIsWrittenAsItIs() throws TException {
        List<Partition> partitions = List.of(partition("1", STORAGE, "file:/1"), partition("2", STORAGE, "file:/2"));
        List<dev.skep.thrift.hms.Partition> selected = new ParameterSelection(null, null, true)
                .apply(PartitionMapping.toThrift(partitions));
        List<dev.skep.thrift.hms.Partition> read = new ArrayList<>();
        for (dev.skep.thrift.hms.Partition partition : selected) {
            read.add(sent(partition, new TBinaryProtocol.Factory()));
        }
        assertThat(read).allSatisfy(partition -> assertThat(partition.getSd().getCols()).isEmpty());
        assertThat(read.getLast().getSd().getLocation()).isEqualTo("file:/2");
        assertThat(sent(PartitionMapping.toThrift(partitions).getFirst(), new TBinaryProtocol.Factory()).getSd()
                .getCols()).hasSize(1);
    }
}

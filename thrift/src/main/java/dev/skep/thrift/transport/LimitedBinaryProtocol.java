package dev.skep.thrift.transport;

import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMap;
import org.apache.thrift.protocol.TSet;
import org.apache.thrift.transport.TTransport;

/** The binary protocol, with or without a version from the client, that limits the elements of a message. */
final class LimitedBinaryProtocol extends TBinaryProtocol {
    private final ElementBudget budget;

    LimitedBinaryProtocol(TTransport transport, ElementBudget budget) {
        super(transport, false, true);
        this.budget = budget;
    }

    @Override
    public TList readListBegin() throws TException {
        TList list = super.readListBegin();
        budget.spend(list.size);
        return list;
    }

    @Override
    public TSet readSetBegin() throws TException {
        TSet set = super.readSetBegin();
        budget.spend(set.size);
        return set;
    }

    @Override
    public TMap readMapBegin() throws TException {
        TMap map = super.readMapBegin();
        budget.spend(map.size);
        return map;
    }
}

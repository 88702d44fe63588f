package dev.skep.thrift.transport;

import org.apache.thrift.TException;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMap;
import org.apache.thrift.transport.TTransport;

/** The compact protocol that limits the elements of a message; a set is read as a list there. */
final class LimitedCompactProtocol extends TCompactProtocol {
    private final ElementBudget budget;

    LimitedCompactProtocol(TTransport transport, ElementBudget budget) {
        super(transport);
        this.budget = budget;
    }

    @Override
    public TList readListBegin() throws TException {
        TList list = super.readListBegin();
        budget.spend(list.size);
        return list;
    }

    @Override
    public TMap readMapBegin() throws TException {
        TMap map = super.readMapBegin();
        budget.spend(map.size);
        return map;
    }
}

package dev.skep.server.hms.compat;

import java.util.List;

import org.apache.thrift.TException;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TSet;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;
import org.jspecify.annotations.Nullable;

import dev.skep.thrift.hms.GetOpenTxnsResponse;

/**
 * The open transactions as each generation of clients reads them: field 2, which all require, is a set until 2.3.10 and a list from 3.1 on (the generated classes of
 * both). The call that asks for them has no arguments that could tell: a client that has not shown its generation gets the field in both forms, of which it skips the one
 * whose type it does not expect.
 */
@SuppressWarnings({"serial", "EqualsHashCode"})
public final class OpenTransactionsAnswer extends GetOpenTxnsResponse {
    private static final TStruct STRUCT = new TStruct("GetOpenTxnsResponse");
    private static final TField NEWEST = new TField("txn_high_water_mark", TType.I64, (short) 1);
    private static final TField OPEN_SET = new TField("open_txns", TType.SET, (short) 2);
    private static final TField OPEN_LIST = new TField("open_txns", TType.LIST, (short) 2);
    private static final TField OLDEST = new TField("min_open_txn", TType.I64, (short) 3);
    private static final TField ABORTED = new TField("abortedBits", TType.STRING, (short) 4);

    private final boolean withSet;
    private final boolean withList;

    /** @param generation null if it is not known */
    public OpenTransactionsAnswer(GetOpenTxnsResponse answer, @Nullable ClientGeneration generation) {
        super(answer);
        withSet = generation != ClientGeneration.FROM_3_1;
        withList = generation != ClientGeneration.UP_TO_2_3;
    }

    @Override
    public void write(TProtocol protocol) throws TException {
        List<Long> open = getOpen_txns();
        protocol.writeStructBegin(STRUCT);
        protocol.writeFieldBegin(NEWEST);
        protocol.writeI64(getTxn_high_water_mark());
        protocol.writeFieldEnd();
        if (withList) {
            protocol.writeFieldBegin(OPEN_LIST);
            protocol.writeListBegin(new TList(TType.I64, open.size()));
            for (long transaction : open) {
                protocol.writeI64(transaction);
            }
            protocol.writeListEnd();
            protocol.writeFieldEnd();
        }
        if (withSet) {
            protocol.writeFieldBegin(OPEN_SET);
            protocol.writeSetBegin(new TSet(TType.I64, open.size()));
            for (long transaction : open) {
                protocol.writeI64(transaction);
            }
            protocol.writeSetEnd();
            protocol.writeFieldEnd();
        }
        if (isSetMin_open_txn()) {
            protocol.writeFieldBegin(OLDEST);
            protocol.writeI64(getMin_open_txn());
            protocol.writeFieldEnd();
        }
        protocol.writeFieldBegin(ABORTED);
        protocol.writeBinary(bufferForAbortedBits());
        protocol.writeFieldEnd();
        protocol.writeFieldStop();
        protocol.writeStructEnd();
    }
}

package dev.skep.server.hms.compat;

import org.apache.thrift.TException;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolDecorator;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;

import dev.skep.thrift.hms.Table;

/**
 * A table as 2.3.10 reads it: its catalog's name at 16, where from 3.1 on is what a materialized view was made from. Clients before 2.3.10 have nothing there and skip
 * it.
 */
@SuppressWarnings({"serial", "EqualsHashCode"})
public final class NamedTable extends Table {
    private static final short CATALOG_OF_2_3 = 16;
    private static final short CATALOG = 17;

    @Override
    public void write(TProtocol protocol) throws TException {
        super.write(new Renumbered(protocol));
    }

    private static final class Renumbered extends TProtocolDecorator {
        private int depth;

        Renumbered(TProtocol protocol) {
            super(protocol);
        }

        @Override
        public void writeStructBegin(TStruct struct) throws TException {
            depth++;
            super.writeStructBegin(struct);
        }

        @Override
        public void writeStructEnd() throws TException {
            depth--;
            super.writeStructEnd();
        }

        @Override
        public void writeFieldBegin(TField field) throws TException {
            super.writeFieldBegin(depth == 1 && field.id == CATALOG
                    ? new TField(field.name, TType.STRING, CATALOG_OF_2_3)
                    : field);
        }
    }
}

package dev.skep.server.hms.compat;

import java.util.HashMap;
import java.util.Map;

import dev.skep.thrift.hms.NoSuchObjectException;
import dev.skep.thrift.hms.ThriftHiveMetastore.Iface;
import dev.skep.thrift.hms.ThriftHiveMetastore.Processor;
import dev.skep.thrift.hms.ThriftHiveMetastore.create_ischema_result;
import org.apache.thrift.ProcessFunction;
import org.apache.thrift.TBase;
import org.apache.thrift.TBaseProcessor;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;

/**
 * The table of the metastore's methods, of which one answers in two ways at once: in Hive 3.1 create_ischema declares its NoSuchObjectException without a number, so that it
 * has the number -1 (seen in 3.1.3), from 4.0 on 2 (seen in 4.0.1 and 4.2.0), and a client that finds no number that it knows takes the call for done.
 */
public final class SchemaFunctions extends TBaseProcessor<Iface> {

    public SchemaFunctions(Iface service) {
        super(service, functions(service));
    }

    @SuppressWarnings("rawtypes")
    private static Map<String, ProcessFunction<Iface, ? extends TBase, ? extends TBase>> functions(Iface service) {
        Map<String, ProcessFunction<Iface, ? extends TBase, ? extends TBase>> functions = new HashMap<>(
                new Processor<>(service).getProcessMapView());
        functions.put("create_ischema", new CreateSchema());
        return functions;
    }

    private static final class CreateSchema extends Processor.create_ischema<Iface> {
        @Override
        public create_ischema_result getEmptyResultInstance() {
            return new Result();
        }
    }

    /** Never read, so that nothing but writing differs. */
    private static final class Result extends create_ischema_result {
        private static final long serialVersionUID = 1;

        @Override
        public void write(TProtocol protocol) throws TException {
            NoSuchObjectException missing = getO2();
            if (missing == null) {
                super.write(protocol);
                return;
            }
            protocol.writeStructBegin(new TStruct("create_ischema_result"));
            for (short id : new short[]{-1, 2}) {
                protocol.writeFieldBegin(new TField("o2", TType.STRUCT, id));
                missing.write(protocol);
                protocol.writeFieldEnd();
            }
            protocol.writeFieldStop();
            protocol.writeStructEnd();
        }
    }
}

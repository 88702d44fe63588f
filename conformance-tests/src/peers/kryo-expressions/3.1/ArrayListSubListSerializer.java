package org.apache.hadoop.hive.ql.exec;

import java.util.List;

import org.apache.hive.com.esotericsoftware.kryo.Kryo;
import org.apache.hive.com.esotericsoftware.kryo.Serializer;
import org.apache.hive.com.esotericsoftware.kryo.io.Input;
import org.apache.hive.com.esotericsoftware.kryo.io.Output;

/** Stands in for the class of this name in Hive 3.1, which looks for fields of lists that only Java 8 has, so that its serializer starts on a newer Java. No condition holds such a list. */
final class SerializationUtilities$ArrayListSubListSerializer extends Serializer<List<?>> {
    @Override
    public List<?> read(Kryo kryo, Input input, Class<List<?>> type) {
        throw new UnsupportedOperationException("part of a list");
    }

    @Override
    public void write(Kryo kryo, Output output, List<?> list) {
        throw new UnsupportedOperationException("part of a list");
    }
}

package dev.skep.server.hms.compat;

import java.util.List;
import java.util.function.Consumer;

import org.apache.thrift.TException;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolDecorator;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;

/** Reads one struct inside the arguments of a call whose fields have moved up by one between two generations of clients: the type of the first field that moved tells which. */
final class MovedFields extends TProtocolDecorator {
    private static final int MAX_DEPTH = 8;

    /**
     * Where a struct stands, and what has moved in it.
     *
     * @param path the numbers of the fields that lead to the struct, from the arguments on
     * @param first the number, in the older form, of the first field that has moved
     * @param older the wire type of that field in the older form
     * @param newer the wire type of what has its number in the newer form
     */
    record Move(List<Integer> path, int first, byte older, byte newer) {
        Move {
            path = List.copyOf(path);
        }
    }

    private final List<Move> moves;
    private final Consumer<ClientGeneration> shown;
    private final int[] path = new int[MAX_DEPTH];
    private int depth;
    private boolean isOlder;

    MovedFields(TProtocol protocol, List<Move> moves, Consumer<ClientGeneration> shown) {
        super(protocol);
        this.moves = moves;
        this.shown = shown;
    }

    @Override
    public TStruct readStructBegin() throws TException {
        TStruct struct = super.readStructBegin();
        depth++;
        isOlder = false;
        return struct;
    }

    @Override
    public void readStructEnd() throws TException {
        super.readStructEnd();
        depth--;
        // Nothing that moved has structs before fields that have moved, so that the outer struct's form need not be kept.
        isOlder = false;
    }

    @Override
    public TField readFieldBegin() throws TException {
        TField field = super.readFieldBegin();
        if (field.type == TType.STOP || depth >= MAX_DEPTH) {
            return field;
        }
        path[depth] = field.id;
        for (Move move : moves) {
            if (isAt(move)) {
                return placed(move, field);
            }
        }
        return field;
    }

    private boolean isAt(Move move) {
        if (depth != move.path().size() + 1) {
            return false;
        }
        for (int i = 0; i < move.path().size(); i++) {
            if (path[i + 1] != move.path().get(i)) {
                return false;
            }
        }
        return true;
    }

    private TField placed(Move move, TField field) {
        if (field.id == move.first() && field.type == move.older()) {
            isOlder = true;
            shown.accept(ClientGeneration.UP_TO_2_3);
        } else if (field.id == move.first() && field.type == move.newer()) {
            shown.accept(ClientGeneration.FROM_3_1);
        }
        return isOlder && field.id >= move.first()
                ? new TField(field.name, field.type, (short) (field.id + 1))
                : field;
    }
}

package dev.skep.jdbc;

import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;

import dev.skep.jdbc.wire.ColumnInfo;
import dev.skep.jdbc.wire.ColumnType;

/** Lists of what Skep has none of. */
final class EmptyLists {
    private EmptyLists() {}

    /** Returns a result without rows; {@code columns} are names between blanks, with {@code :i}, {@code :l}, {@code :b} for int, bigint, boolean. */
    static ResultSet of(String columns) {
        List<ColumnInfo> infos = new ArrayList<>();
        for (String column : columns.split(" ")) {
            int colon = column.indexOf(':');
            infos.add(new ColumnInfo(colon < 0 ? column : column.substring(0, colon),
                    type(colon < 0 ? ' ' : column.charAt(colon + 1)), null, 0, 0));
        }
        return new SkepResultSet(null, infos, BlockSource.of(List.of()));
    }

    private static ColumnType type(char letter) {
        switch (letter) {
            case 'i' :
                return ColumnType.INT;
            case 'l' :
                return ColumnType.BIGINT;
            case 'b' :
                return ColumnType.BOOLEAN;
            default :
                return ColumnType.STRING;
        }
    }
}

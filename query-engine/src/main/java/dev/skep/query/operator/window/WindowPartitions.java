package dev.skep.query.operator.window;

import java.util.Arrays;

import dev.skep.query.function.vector.Order;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;

/**
 * Where partitions and groups of peers lie among sorted rows.
 *
 * @param count how many partitions there are
 * @param partitionOf the number of each row's partition
 * @param start by partition, its first row; one more entry for the end
 * @param peerStart by row, the first row that is equal in order
 * @param peerEnd by row, the row after the last that is equal in order
 * @param group by row, the number of its peer group within the partition
 */
record WindowPartitions(int count, int[] partitionOf, int[] start, int[] peerStart, int[] peerEnd, int[] group) {

    /** Finds them by the columns that divide partitions and those that order rows in them. */
    static WindowPartitions of(int rows, ColumnVector[] partitioning, ColumnVector[] ordering) {
        boolean[] isFirst = new boolean[rows];
        mark(partitioning, isFirst, rows);
        if (rows > 0) {
            isFirst[0] = true;
        }
        boolean[] differs = isFirst.clone();
        mark(ordering, differs, rows);
        int[] partitionOf = new int[rows];
        int[] start = new int[rows + 1];
        int[] peerStart = new int[rows];
        int[] peerEnd = new int[rows];
        int[] group = new int[rows];
        int count = 0;
        for (int row = 0; row < rows; row++) {
            if (isFirst[row]) {
                start[count++] = row;
            }
            partitionOf[row] = count - 1;
            peerStart[row] = differs[row] ? row : peerStart[row - 1];
            group[row] = isFirst[row] ? 0 : group[row - 1] + (differs[row] ? 1 : 0);
        }
        start[count] = rows;
        int end = rows;
        for (int row = rows - 1; row >= 0; row--) {
            peerEnd[row] = end;
            end = differs[row] ? row : end;
        }
        return new WindowPartitions(count, partitionOf, start, peerStart, peerEnd, group);
    }

    /** Sets the flag of each row from the second on that differs from the one before in some column. */
    static void mark(ColumnVector[] columns, boolean[] differs, int rows) {
        for (ColumnVector column : columns) {
            if (column.mayHaveNulls()) {
                markNullable(column, differs, rows);
                continue;
            }
            switch (column) {
                case IntVector v -> {
                    int[] values = v.values();
                    for (int row = 1; row < rows; row++) {
                        differs[row] |= values[row] != values[row - 1];
                    }
                }
                case LongVector v -> {
                    long[] values = v.values();
                    for (int row = 1; row < rows; row++) {
                        differs[row] |= values[row] != values[row - 1];
                    }
                }
                case BytesVector v -> markTexts(v, differs, rows);
                default -> {
                    for (int row = 1; row < rows; row++) {
                        differs[row] = differs[row] || Order.compare(column, row - 1, column, row) != 0;
                    }
                }
            }
        }
    }

    private static void markTexts(BytesVector texts, boolean[] differs, int rows) {
        byte[] data = texts.data();
        int[] offsets = texts.offsets();
        for (int row = 1; row < rows; row++) {
            int before = offsets[row - 1];
            int from = offsets[row];
            int end = offsets[row + 1];
            if (!differs[row]) {
                differs[row] = from - before != end - from
                        || !Arrays.equals(data, before, from, data, from, end);
            }
        }
    }

    private static void markNullable(ColumnVector column, boolean[] differs, int rows) {
        for (int row = 1; row < rows; row++) {
            if (!differs[row]) {
                boolean isNull = column.isNull(row);
                differs[row] = isNull != column.isNull(row - 1)
                        || (!isNull && Order.compare(column, row - 1, column, row) != 0);
            }
        }
    }

    /** How many groups of peers there are in all partitions. */
    int[] groupNumbers() {
        int[] numbers = new int[peerStart.length];
        int number = -1;
        for (int row = 0; row < numbers.length; row++) {
            number += peerStart[row] == row ? 1 : 0;
            numbers[row] = number;
        }
        return numbers;
    }

    int partitionStart(int row) {
        return start[partitionOf[row]];
    }

    int partitionEnd(int row) {
        return start[partitionOf[row] + 1];
    }
}

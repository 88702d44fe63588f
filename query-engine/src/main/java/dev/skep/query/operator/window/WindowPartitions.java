package dev.skep.query.operator.window;

import dev.skep.query.operator.sort.RowComparison;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ColumnBatch;

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

    static WindowPartitions of(ColumnBatch sorted, RowComparison partitioning, RowComparison ordering) {
        int rows = sorted.rowCount();
        int[] partitionOf = new int[rows];
        int[] start = new int[rows + 1];
        int[] peerStart = new int[rows];
        int[] peerEnd = new int[rows];
        int[] group = new int[rows];
        int count = 0;
        ColumnVector[] first = partitioning.columns(sorted);
        ColumnVector[] all = ordering.columns(sorted);
        for (int row = 0; row < rows; row++) {
            boolean isNew = row == 0 || partitioning.compare(0, first, row - 1, first, row) != 0;
            boolean isPeer = !isNew && ordering.compare(0, all, row - 1, all, row) == 0;
            if (isNew) {
                start[count++] = row;
            }
            partitionOf[row] = count - 1;
            peerStart[row] = isPeer ? peerStart[row - 1] : row;
            group[row] = isNew ? 0 : group[row - 1] + (isPeer ? 0 : 1);
        }
        start[count] = rows;
        for (int row = rows - 1; row >= 0; row--) {
            boolean isLast = row == rows - 1 || peerStart[row + 1] != peerStart[row];
            peerEnd[row] = isLast ? row + 1 : peerEnd[row + 1];
        }
        return new WindowPartitions(count, partitionOf, start, peerStart, peerEnd, group);
    }

    int partitionStart(int row) {
        return start[partitionOf[row]];
    }

    int partitionEnd(int row) {
        return start[partitionOf[row] + 1];
    }
}

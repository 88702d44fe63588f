package dev.skep.query.operator.aggregate;

/**
 * The rows of a batch put together by group, where there are few groups: sums then run in a register instead of through memory. Rows of a group stay in
 * their order.
 */
final class GroupRuns {
    /** Beyond this many groups a run is too short to be worth it. */
    static final int MOST_GROUPS = 64;
    /** Counting goes on in as many places at once, so that one increment need not wait for the one before. */
    private static final int LANES = 4;

    private final int[] next = new int[LANES * MOST_GROUPS];
    private final int[] groups = new int[MOST_GROUPS];
    private final int[] ends = new int[MOST_GROUPS];
    private int runs;
    private int[] rows = new int[0];
    private int[] groupOfRow = new int[0];

    /** Sorts {@code from[0 .. count)} by their groups, which are below {@code groupCount}. */
    void sort(int[] groupOf, int[] from, int count, int groupCount) {
        if (rows.length < count) {
            rows = new int[count];
            groupOfRow = new int[count];
        }
        int[] at = next;
        java.util.Arrays.fill(at, 0, LANES * groupCount, 0);
        int lane = count / LANES;
        for (int k = 0; k < lane; k++) {
            at[LANES * groupOf[k]]++;
            at[LANES * groupOf[lane + k] + 1]++;
            at[LANES * groupOf[2 * lane + k] + 2]++;
            at[LANES * groupOf[3 * lane + k] + 3]++;
        }
        for (int k = LANES * lane; k < count; k++) {
            at[LANES * groupOf[k] + 3]++;
        }
        int n = 0;
        runs = 0;
        for (int g = 0; g < groupCount; g++) {
            int start = n;
            for (int l = 0; l < LANES; l++) {
                int size = at[LANES * g + l];
                at[LANES * g + l] = n;
                n += size;
            }
            if (n > start) {
                groups[runs] = g;
                ends[runs++] = n;
                java.util.Arrays.fill(groupOfRow, start, n, g);
            }
        }
        int[] to = rows;
        for (int k = 0; k < lane; k++) {
            to[at[LANES * groupOf[k]]++] = from[k];
            to[at[LANES * groupOf[lane + k] + 1]++] = from[lane + k];
            to[at[LANES * groupOf[2 * lane + k] + 2]++] = from[2 * lane + k];
            to[at[LANES * groupOf[3 * lane + k] + 3]++] = from[3 * lane + k];
        }
        for (int k = LANES * lane; k < count; k++) {
            to[at[LANES * groupOf[k] + 3]++] = from[k];
        }
    }

    /** Takes all rows as one run of group 0. */
    void single(int[] from, int count) {
        rows = from;
        groupOfRow = groupOfRow.length < count ? new int[count] : groupOfRow;
        groups[0] = 0;
        ends[0] = count;
        runs = 1;
    }

    int[] rows() {
        return rows;
    }

    /** The group of each of {@link #rows}. */
    int[] groupOfRow() {
        return groupOfRow;
    }

    /** The groups that have rows, ascending. */
    int[] groups() {
        return groups;
    }

    /** Where the rows of each of these end. */
    int[] ends() {
        return ends;
    }

    int runs() {
        return runs;
    }
}

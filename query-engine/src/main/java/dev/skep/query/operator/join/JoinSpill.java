package dev.skep.query.operator.join;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

import dev.skep.query.expression.RowFilter;
import dev.skep.query.memory.MemoryAccount;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.Source;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.plan.JoinNode;
import dev.skep.query.plan.JoinNode.Kind;
import dev.skep.query.spill.SpillWriter;
import dev.skep.query.spill.SpilledRows;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;

/**
 * A join whose build side does not fit: both sides lie on disk, divided by the hash of their keys, and are joined part by part when all rows are there. A join without
 * keys has one part.
 */
final class JoinSpill {
    /** What a thread that joins parts is sure of: the buffers of writers, and as much again for rows. */
    private static final long MINIMUM = 2 * PartitionedRows.BUFFER_BYTES;

    private final JoinNode node;
    private final TaskContext context;
    private final OperatorStatistics statistics;
    private final Supplier<@Nullable RowFilter> residual;
    private final List<DataType> leftTypes;
    private final List<DataType> rightTypes;
    private final boolean[] wanted;
    private final List<Integer> rightColumns = new ArrayList<>();
    private final PartitionedRows build;
    private final PartitionedRows probe;
    private final Queue<MemoryAccount> accounts = new ConcurrentLinkedQueue<>();
    private List<SpilledRows> built = List.of();

    /**
     * @param context of any thread of the query
     * @param wanted which columns of the right side somebody needs: the others are not written
     */
    JoinSpill(JoinNode node, TaskContext context, OperatorStatistics statistics, List<DataType> rightTypes,
            boolean[] wanted, Supplier<@Nullable RowFilter> residual) {
        this.node = node;
        this.context = context;
        this.statistics = statistics;
        this.residual = residual;
        this.rightTypes = rightTypes;
        this.wanted = wanted;
        leftTypes = node.left().outputs().stream().map(field -> field.type()).toList();
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i]) {
                rightColumns.add(i);
            }
        }
        int parts = node.leftKeys().isEmpty() ? 1 : PartitionedRows.COUNT;
        build = buildRows(parts, 0);
        probe = probeRows(parts, 0);
    }

    private PartitionedRows buildRows(int parts, int level) {
        List<DataType> written = rightColumns.stream().map(rightTypes::get).toList();
        return new PartitionedRows(parts, level, () -> writer(written));
    }

    private PartitionedRows probeRows(int parts, int level) {
        return new PartitionedRows(parts, level, () -> writer(leftTypes));
    }

    private SpillWriter writer(List<DataType> types) {
        return context.spill(name(), types, statistics);
    }

    private String name() {
        return "join (node %d)".formatted(node.id());
    }

    /** Rows of one thread on their way to disk. */
    interface Side {
        void add(ColumnBatch batch);
    }

    Side buildSide() {
        return buildSide(build);
    }

    private Side buildSide(PartitionedRows to) {
        boolean needsNulls = node.kind() == Kind.RIGHT || node.kind() == Kind.FULL || node.kind() == Kind.RIGHT_ANTI;
        PartitionedRows.Partitioner partitioner = to.new Partitioner(!needsNulls);
        return batch -> {
            List<ColumnVector> columns = new ArrayList<>();
            rightColumns.forEach(column -> columns.add(batch.column(column)));
            partitioner.add(new ColumnBatch(batch.rowCount(), columns, batch.selection()),
                    columns(batch, node.rightKeys()));
        };
    }

    Side probeSide() {
        return probeSide(probe);
    }

    private Side probeSide(PartitionedRows to) {
        boolean needsNulls = node.kind() == Kind.LEFT || node.kind() == Kind.FULL || node.kind() == Kind.ANTI;
        PartitionedRows.Partitioner partitioner = to.new Partitioner(!needsNulls);
        return batch -> partitioner.add(batch, columns(batch, node.leftKeys()));
    }

    private static ColumnVector[] columns(ColumnBatch batch, List<Integer> keys) {
        return keys.stream().map(batch::column).toArray(ColumnVector[]::new);
    }

    /** Called when all build rows were added. */
    void endBuild() {
        built = build.finish();
    }

    long builtRows() {
        return built.stream().mapToLong(SpilledRows::rows).sum();
    }

    /**
     * The joined rows, in morsels; called when all rows of both sides were added.
     *
     * @param threads how many may work on them at once; each gets its minimum of memory now, before the first takes what is there
     */
    List<Source.Morsel> morsels(int threads) {
        List<SpilledRows> probed = probe.finish();
        for (int i = 0; i < Math.min(threads, built.size()); i++) {
            accounts.add(MemoryAccount.spillable(context.memory(), name(), MINIMUM));
        }
        List<Source.Morsel> morsels = new ArrayList<>();
        for (int part = 0; part < built.size(); part++) {
            morsels.add(new SpilledJoin(this, new SpilledPair(built.get(part), probed.get(part), 0)));
        }
        return morsels;
    }

    /** A batch of the right side with all its columns, of which those that nobody wants are null. */
    ColumnBatch wide(ColumnBatch written) {
        List<ColumnVector> columns = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < wanted.length; i++) {
            columns.add(wanted[i]
                    ? written.column(next++)
                    : new ConstantVector(written.rowCount(), Values.vector(rightTypes.get(i), null)));
        }
        return new ColumnBatch(written.rowCount(), columns, written.selection());
    }

    JoinNode node() {
        return node;
    }

    void checkRunning() {
        context.checkRunning();
    }

    BuildRows newRows() {
        return new BuildRows(rightTypes, wanted);
    }

    BuiltSide built(BuildRows rows) {
        return new BuiltSide(node, rightTypes, rows.build());
    }

    JoinProbe probe(BuiltSide side) {
        return new JoinProbe(node, side, residual.get());
    }

    /** Lends a thread the memory that it works with. */
    MemoryAccount borrowMemory() {
        MemoryAccount account = accounts.poll();
        return account != null ? account : MemoryAccount.spillable(context.memory(), name(), MINIMUM);
    }

    void giveBack(MemoryAccount account) {
        account.set(0);
        accounts.add(account);
    }

    /** Gives back all memory; called when no thread works any more. */
    void close() {
        for (MemoryAccount account : accounts) {
            statistics.addPeakMemory(account.peak());
            account.close();
        }
        accounts.clear();
    }

    /** Divides a pair further. The pair's own files are deleted. */
    List<SpilledPair> divided(SpilledPair pair) {
        int level = pair.level() + 1;
        PartitionedRows right = buildRows(PartitionedRows.COUNT, level);
        Side toRight = buildSide(right);
        copy(pair.build(), batch -> toRight.add(wide(batch)));
        List<SpilledRows> rights = right.finish();
        PartitionedRows left = probeRows(PartitionedRows.COUNT, level);
        copy(pair.probe(), probeSide(left));
        List<SpilledRows> lefts = left.finish();
        List<SpilledPair> pairs = new ArrayList<>();
        for (int part = 0; part < rights.size(); part++) {
            // Nearly all rows stay together where they have one key, or hashes that no more bits will tell apart.
            boolean isStuck = rights.get(part).rows() * 10 >= pair.build().rows() * 9;
            pairs.add(new SpilledPair(rights.get(part), lefts.get(part), isStuck ? PartitionedRows.MAX_LEVEL : level));
        }
        pair.close();
        return pairs;
    }

    private void copy(SpilledRows from, Side to) {
        try (var reader = from.read()) {
            for (ColumnBatch batch = reader.next(); batch != null; batch = reader.next()) {
                context.checkRunning();
                to.add(batch);
            }
        }
    }
}

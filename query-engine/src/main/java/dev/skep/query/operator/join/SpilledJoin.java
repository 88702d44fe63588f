package dev.skep.query.operator.join;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

import dev.skep.query.memory.MemoryAccount;
import dev.skep.query.operator.Source;
import dev.skep.query.plan.JoinNode.Kind;
import dev.skep.query.spill.SpillReader;
import dev.skep.storage.vector.ColumnBatch;
import org.jspecify.annotations.Nullable;

/**
 * Joins a pair of spilled parts. If the build rows fit, they are built and the others stream by. If not, the pair is divided further; where that helps no more, as with a
 * single key that very many rows have, the build rows are taken in chunks that fit, and for each chunk all other rows are read again.
 */
final class SpilledJoin implements Source.Morsel {
    private final JoinSpill spill;
    private final Deque<SpilledPair> pairs = new ArrayDeque<>();
    private @Nullable MemoryAccount account;
    private @Nullable SpilledPair pair;
    private @Nullable SpillReader buildReader;
    private @Nullable SpillReader probeReader;
    private @Nullable ColumnBatch pending;
    private @Nullable JoinProbe probe;
    private @Nullable BuiltSide built;
    private @Nullable Iterator<Source.Morsel> rightRows;
    private Source.@Nullable Morsel rightMorsel;
    private MatchedRows matches = MatchedRows.NONE;
    private boolean isLastChunk;

    SpilledJoin(JoinSpill spill, SpilledPair first) {
        this.spill = spill;
        pairs.push(first);
    }

    @Override
    public @Nullable ColumnBatch next() {
        while (true) {
            spill.checkRunning();
            if (pair == null && !nextPair()) {
                return null;
            }
            ColumnBatch joined = probe == null ? null : joined(probe);
            if (joined != null) {
                return joined;
            }
            ColumnBatch right = right();
            if (right != null) {
                return right;
            }
            endChunk();
        }
    }

    /** Begins the next pair that can give rows; false if there is none. */
    private boolean nextPair() {
        MemoryAccount memory = account;
        if (memory == null) {
            memory = spill.borrowMemory();
            account = memory;
        }
        while (!pairs.isEmpty()) {
            SpilledPair candidate = pairs.pop();
            if (!candidate.matters(spill.node().kind())) {
                candidate.close();
                continue;
            }
            pair = candidate;
            buildReader = candidate.build().read();
            if (load(memory, candidate)) {
                return true;
            }
            closeReaders();
            pair = null;
            memory.set(0);
            spill.divided(candidate).forEach(pairs::push);
        }
        return false;
    }

    /** Loads build rows and begins with the other side; false if they do not fit and the pair can be divided. */
    private boolean load(MemoryAccount memory, SpilledPair from) {
        BuildRows rows = spill.newRows();
        long beside = matches.retainedBytes();
        boolean all = true;
        for (ColumnBatch batch = nextBuilt(); batch != null; batch = nextBuilt()) {
            spill.checkRunning();
            rows.append(spill.wide(batch));
            long bytes = beside + rows.retainedBytes() + JoinTable.expectedBytes(rows.rows());
            if (!memory.trySet(bytes)) {
                pending = nextBuilt();
                all = pending == null;
                break;
            }
        }
        boolean canDivide = from.level() < PartitionedRows.MAX_LEVEL && !spill.node().leftKeys().isEmpty();
        if (!all && canDivide) {
            pending = null;
            return false;
        }
        if (!all && matches == MatchedRows.NONE && needsMatches(spill.node().kind())) {
            matches = new MatchedRows(from.probe().rows());
        }
        isLastChunk = all;
        BuiltSide side = spill.built(rows);
        built = side;
        probe = spill.probe(side);
        probeReader = from.probe().read();
        matches.rewind();
        return true;
    }

    private static boolean needsMatches(Kind kind) {
        return switch (kind) {
            case SEMI, ANTI, LEFT, FULL -> true;
            case INNER, RIGHT, RIGHT_SEMI, RIGHT_ANTI -> false;
        };
    }

    private @Nullable ColumnBatch nextBuilt() {
        ColumnBatch kept = pending;
        if (kept != null) {
            pending = null;
            return kept;
        }
        return buildReader == null ? null : buildReader.next();
    }

    private @Nullable ColumnBatch joined(JoinProbe with) {
        while (probeReader != null) {
            ColumnBatch joined = with.next();
            if (joined != null) {
                return joined;
            }
            matches.store();
            ColumnBatch batch = probeReader.next();
            if (batch == null) {
                probeReader.close();
                probeReader = null;
            } else {
                spill.checkRunning();
                with.start(batch, matches.load(batch.selectedCount()), isLastChunk);
            }
        }
        return null;
    }

    private @Nullable ColumnBatch right() {
        BuiltSide side = built;
        if (side == null || !spill.node().kind().endsWithRightRows()) {
            return null;
        }
        Iterator<Source.Morsel> morsels = rightRows;
        if (morsels == null) {
            List<Source.Morsel> all = side.rightRows();
            morsels = all.iterator();
            rightRows = morsels;
        }
        while (true) {
            ColumnBatch batch = rightMorsel == null ? null : rightMorsel.next();
            if (batch != null) {
                return batch;
            }
            if (!morsels.hasNext()) {
                return null;
            }
            rightMorsel = morsels.next();
        }
    }

    /** The rows loaded are done: goes on with the next chunk of the pair, if there is one. */
    private void endChunk() {
        built = null;
        probe = null;
        rightRows = null;
        rightMorsel = null;
        SpilledPair from = pair;
        MemoryAccount memory = account;
        if (from == null || memory == null) {
            return;
        }
        if (isLastChunk) {
            closeReaders();
            from.close();
            pair = null;
            matches = MatchedRows.NONE;
            memory.set(0);
        } else {
            memory.set(matches.retainedBytes());
            load(memory, from);
        }
    }

    private void closeReaders() {
        if (buildReader != null) {
            buildReader.close();
            buildReader = null;
        }
        if (probeReader != null) {
            probeReader.close();
            probeReader = null;
        }
        pending = null;
    }

    @Override
    public void close() {
        closeReaders();
        built = null;
        probe = null;
        if (pair != null) {
            pair.close();
        }
        pairs.forEach(SpilledPair::close);
        pairs.clear();
        if (account != null) {
            spill.giveBack(account);
            account = null;
        }
    }
}

package dev.skep.query.analyzer;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.access.AuthorizedTable;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.catalog.CatalogVersion;
import dev.skep.metastore.model.ColumnStatistics;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.partition.PartitionPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What the planning of one statement asks the catalog, and what was answered. A plan stays right as long as every question has the same answer, which
 * {@link #hold} finds out for another session of the same caller. One object serves one statement, on one thread; afterwards any thread may ask
 * whether it holds.
 */
public final class CatalogReads {
    private final CatalogSession session;
    private final Log all;
    private final Runnable check;

    /** Questions of the statement's session and of those of views' definers. */
    private static final class Log {
        private final Identity caller;
        private final CatalogVersion version;
        private final List<Question> questions = new ArrayList<>();
        private long partitions;
        /** The store alone knows the answer: something was absent, or read with another one's rights. */
        private boolean needsStore;
        private boolean isFinal;

        private Log(CatalogSession session) {
            caller = session.identity();
            version = session.version();
        }
    }

    /** Something that was asked, with its answer. */
    private sealed interface Question {
        /** Asks again; may fail as the catalog does, which is another answer. */
        boolean isAnsweredAlike(CatalogSession session);
    }

    private record OfDatabase(DatabaseName name, boolean exists) implements Question {
        @Override
        public boolean isAnsweredAlike(CatalogSession session) {
            return session.databases().find(name).isPresent() == exists;
        }
    }

    private record OfTable(TableName name, @Nullable AuthorizedTable answer) implements Question {
        @Override
        public boolean isAnsweredAlike(CatalogSession session) {
            AuthorizedTable now = ask(session, name);
            return answer == null ? now == null : answer.equals(now);
        }

        private static @Nullable AuthorizedTable ask(CatalogSession session, TableName name) {
            try {
                return session.tables().tableFor(Privilege.SELECT, name);
            } catch (CatalogException e) {
                if (e.reason() == CatalogException.Reason.NOT_FOUND
                        || e.reason() == CatalogException.Reason.DATABASE_NOT_FOUND) {
                    return null;
                }
                throw e;
            }
        }
    }

    private record OfPartitions(AuthorizedTable table, PartitionPredicate predicate,
            List<Partition> answer) implements Question {
        @Override
        public boolean isAnsweredAlike(CatalogSession session) {
            return answer.equals(session.partitions().forScan(table, predicate));
        }
    }

    private record OfStatistics(TableName table, List<String> columns, String engine,
            List<ColumnStatistics> answer) implements Question {
        @Override
        public boolean isAnsweredAlike(CatalogSession session) {
            return answer.equals(session.statistics().ofTable(table, columns, engine));
        }
    }

    private record OfAggregate(TableName table, List<String> partitions, List<String> columns, String engine,
            List<ColumnStatistics> answer) implements Question {
        @Override
        public boolean isAnsweredAlike(CatalogSession session) {
            return answer.equals(session.statistics().aggregate(table, partitions, columns, engine).statistics());
        }
    }

    /** What the view's definer was asked follows in {@code below}. */
    private record OfDefiner(TableName view, Identity definer, List<Question> below) implements Question {
        @Override
        public boolean isAnsweredAlike(CatalogSession session) {
            CatalogSession reader = session.sessionOfDefiner(view);
            return reader.identity().equals(definer)
                    && below.stream().allMatch(question -> question.isAnsweredAlike(reader));
        }
    }

    private final List<Question> questions;

    public CatalogReads(CatalogSession session) {
        this(session, () -> {});
    }

    /** @param check called before each question; what it throws ends the planning */
    public CatalogReads(CatalogSession session, Runnable check) {
        this(requireNonNull(session, "session is null"), new Log(session), check);
    }

    private CatalogReads(CatalogSession session, Log all, Runnable check) {
        this(session, all, all.questions, check);
    }

    private CatalogReads(CatalogSession session, Log all, List<Question> questions, Runnable check) {
        this.session = session;
        this.all = all;
        this.questions = questions;
        this.check = check;
    }

    /** Fails if the statement is to end. */
    public void checkRunning() {
        check.run();
    }

    public Identity identity() {
        return session.identity();
    }

    boolean hasDatabase(DatabaseName name) {
        check.run();
        boolean exists = session.databases().find(name).isPresent();
        all.needsStore |= !exists;
        questions.add(new OfDatabase(name, exists));
        return exists;
    }

    /** Returns a table for one who reads its rows, empty if it does not exist. Fails with ACCESS_DENIED. */
    Optional<AuthorizedTable> find(TableName name) {
        check.run();
        AuthorizedTable found = OfTable.ask(session, name);
        all.needsStore |= found == null;
        questions.add(new OfTable(name, found));
        return Optional.ofNullable(found);
    }

    /** Returns the partitions that meet {@code predicate}, of a table that was found here. */
    public List<Partition> partitions(AuthorizedTable table, PartitionPredicate predicate) {
        check.run();
        List<Partition> found = session.partitions().forScan(table, predicate);
        all.partitions += found.size();
        questions.add(new OfPartitions(table, predicate, found));
        return found;
    }

    /** Returns what is known of the named columns of the table. */
    public List<ColumnStatistics> statistics(TableName table, List<String> columns, String engine) {
        check.run();
        List<ColumnStatistics> known = session.statistics().ofTable(table, columns, engine);
        questions.add(new OfStatistics(table, columns, engine, known));
        return known;
    }

    /** Returns what is known of the named columns in the named partitions together. */
    public List<ColumnStatistics> statistics(TableName table, List<String> partitions, List<String> columns,
            String engine) {
        check.run();
        List<ColumnStatistics> known = session.statistics().aggregate(table, partitions, columns, engine).statistics();
        questions.add(new OfAggregate(table, partitions, columns, engine, known));
        return known;
    }

    /** Returns the catalog as the owner of a view sees it. */
    CatalogReads ofDefiner(TableName view) {
        CatalogSession reader = session.sessionOfDefiner(view);
        List<Question> below = new ArrayList<>();
        all.needsStore = true;
        questions.add(new OfDefiner(view, reader.identity(), below));
        return new CatalogReads(reader, all, below, check);
    }

    /** Returns the session itself, for questions that are not recorded: the plan serves this one statement. */
    public CatalogSession unrecorded() {
        serveOnce();
        return session;
    }

    /** The plan depends on something besides the catalog, as the statement's time. */
    public void serveOnce() {
        all.isFinal = true;
    }

    /** Whether the plan may be run again while this holds. */
    public boolean isReusable() {
        return !all.isFinal;
    }

    /** The catalog's version before the first question. */
    public CatalogVersion version() {
        return all.version;
    }

    /** How many partitions were answered, for those who keep this. */
    public long partitionCount() {
        return all.partitions;
    }

    /** How many questions were asked. */
    public int size() {
        return all.questions.size();
    }

    /**
     * True if a statement that is planned by {@code now} would get the same answers. The policies decide again on every table. Where {@code unchangedSince} is the
     * session's version, only they do; otherwise every question is asked again.
     *
     * @param now a session of the same caller, younger than the one that was asked before
     * @param unchangedSince the version at which this held last
     */
    public boolean hold(CatalogSession now, CatalogVersion present, CatalogVersion unchangedSince) {
        try {
            if (all.isFinal || !now.identity().equals(all.caller)) {
                return false;
            }
            return !all.needsStore && present.equals(unchangedSince)
                    ? all.questions.stream().allMatch(question -> isAllowedAlike(question, now))
                    : all.questions.stream().allMatch(question -> question.isAnsweredAlike(now));
        } catch (CatalogException e) {
            // Planning anew tells the user what it is.
            return false;
        }
    }

    private static boolean isAllowedAlike(Question question, CatalogSession now) {
        return !(question instanceof OfTable of) || of.answer == null
                || of.answer.equals(now.tables().readAgain(of.answer));
    }
}

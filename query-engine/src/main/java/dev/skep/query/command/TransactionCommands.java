package dev.skep.query.command;

import static dev.skep.query.command.CommandResult.row;
import static dev.skep.query.command.CommandResult.texts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.skep.metastore.catalog.Compactions.Answer;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.partition.PartitionNames;
import dev.skep.metastore.transaction.Compaction;
import dev.skep.metastore.transaction.CompactionType;
import dev.skep.metastore.transaction.HeldLock;
import dev.skep.metastore.transaction.LockObject;
import dev.skep.metastore.transaction.Transaction;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.parser.PartitionTerm;
import dev.skep.query.parser.TableChange;
import dev.skep.query.parser.TransactionStatement;
import dev.skep.query.parser.TransactionStatement.AbortTransactions;
import dev.skep.query.parser.TransactionStatement.KillLock;
import dev.skep.query.parser.TransactionStatement.ShowCompactions;
import dev.skep.query.parser.TransactionStatement.ShowLocks;
import dev.skep.query.parser.TransactionStatement.ShowTransactions;
import dev.skep.query.result.ResultColumn;
import org.jspecify.annotations.Nullable;

/** SHOW LOCKS, TRANSACTIONS and COMPACTIONS, KILL LOCK and ABORT TRANSACTIONS, with the columns of Hive. What a caller may see and end is for the catalog to say. */
final class TransactionCommands {
    private TransactionCommands() {}

    static List<ResultColumn> columns(TransactionStatement statement) {
        return switch (statement) {
            case ShowLocks ignored -> texts("lockid", "database", "table", "partition", "lock_state", "blocked_by",
                    "lock_type", "transaction_id", "last_heartbeat", "acquired_at", "user", "hostname", "agent_info");
            case ShowTransactions ignored ->
                texts("txnid", "state", "startedtime", "lastheartbeattime", "user", "host");
            case ShowCompactions ignored ->
                texts("compactionid", "dbname", "tabname", "partname", "type", "state", "workerhost", "workerid",
                        "enqueuetime", "starttime", "duration", "hadoopjobid", "errormessage", "initiatorhost",
                        "poolname", "txnid");
            case KillLock ignored -> List.of();
            case AbortTransactions ignored -> List.of();
        };
    }

    static CommandResult run(TransactionStatement statement, CommandContext context) {
        return switch (statement) {
            case ShowLocks show -> locks(show, context);
            case ShowTransactions ignored -> transactions(statement, context);
            case ShowCompactions ignored -> compactions(statement, context);
            case KillLock kill -> {
                context.catalog().locks().unlock(kill.id());
                yield CommandResult.done();
            }
            case AbortTransactions abort -> abort(abort, context);
        };
    }

    private static CommandResult locks(ShowLocks statement, CommandContext context) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (HeldLock lock : context.catalog().locks().list(object(statement, context))) {
            LockObject object = lock.component().object();
            HeldLock.Blocker blocker = lock.blockedBy();
            rows.add(row(lock.id() + "." + lock.number(), object.database().name(), object.table(),
                    object.partition(), lock.state().name(),
                    blocker == null ? null : blocker.id() + "." + blocker.number(), lock.component().type().name(),
                    lock.transaction() == 0 ? null : Long.toString(lock.transaction()), lock.heartbeat().toString(),
                    text(lock.acquired()), lock.user(), lock.host(), lock.agent()));
        }
        return CommandResult.rows(columns(statement), rows);
    }

    private static @Nullable LockObject object(ShowLocks statement, CommandContext context) {
        if (statement.object() == null) {
            return null;
        }
        if (statement.isDatabase()) {
            return LockObject.of(context.databaseName(statement.object()));
        }
        Table table = context.table(statement.object());
        return statement.partition().isEmpty()
                ? LockObject.of(table.name())
                : LockObject.of(table.name(), partition(table, statement.partition()));
    }

    private static String partition(Table table, List<PartitionTerm> terms) {
        return PartitionNames.name(table.partitionKeys(), PartitionSpec.values(table, terms));
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    /** Milliseconds since 1970; 0 is no time. */
    private static @Nullable String text(long time) {
        return time == 0 ? null : Instant.ofEpochMilli(time).toString();
    }

    private static CommandResult transactions(TransactionStatement statement, CommandContext context) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Transaction transaction : context.catalog().transactions().list()) {
            rows.add(row(Long.toString(transaction.id()), transaction.state().name(), transaction.started().toString(),
                    transaction.heartbeat().toString(), transaction.user(), transaction.host()));
        }
        return CommandResult.rows(columns(statement), rows);
    }

    /** All are aborted or, if one of them is not there to be aborted, none. */
    private static CommandResult abort(AbortTransactions statement, CommandContext context) {
        Set<Long> known = context.catalog().transactions().list().stream().map(Transaction::id)
                .collect(Collectors.toSet());
        for (long id : statement.ids()) {
            if (!known.contains(id)) {
                throw new QueryException(Reason.NOT_FOUND,
                        "Cannot abort transaction %d: there is none that is open".formatted(id));
            }
        }
        context.catalog().transactions().abortAll(statement.ids());
        return CommandResult.done();
    }

    private static CommandResult compactions(TransactionStatement statement, CommandContext context) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Compaction compaction : context.catalog().compactions().list(null)) {
            LockObject object = compaction.object();
            Compaction.Work work = compaction.work();
            rows.add(row(Long.toString(compaction.id()), object.database().name(), object.table(), object.partition(),
                    compaction.request().type().name(), compaction.state().text(), work.worker(), work.workerVersion(),
                    text(compaction.request().enqueued()), text(work.started()),
                    work.started() == 0 || work.ended() == 0 ? null : Long.toString(work.ended() - work.started()),
                    work.jobId(), work.error(), compaction.request().initiatorId(), compaction.pool(),
                    work.transaction() == 0 ? null : Long.toString(work.transaction())));
        }
        return CommandResult.rows(columns(statement), rows);
    }

    /** ALTER TABLE ... COMPACT: asks for one, and says so if one is on its way already. */
    static void compact(Table table, List<PartitionTerm> terms, TableChange.Compact change, CommandContext context) {
        CompactionType type = switch (change.type().toLowerCase(Locale.ROOT)) {
            case "major" -> CompactionType.MAJOR;
            case "minor" -> CompactionType.MINOR;
            case "rebalance" -> CompactionType.REBALANCE;
            default -> throw new QueryException(Reason.ANALYSIS,
                    "Invalid compaction '%s' (expected major, minor or rebalance)".formatted(change.type()));
        };
        if (!"true".equalsIgnoreCase(table.parameters().get("transactional"))) {
            throw new QueryException(Reason.ANALYSIS,
                    "Cannot compact %s: it is not transactional".formatted(table.name()));
        }
        LockObject object = terms.isEmpty()
                ? LockObject.of(table.name())
                : LockObject.of(table.name(), partition(table, terms));
        Answer answer = context.catalog().compactions().request(object, change.pool(),
                new Compaction.Request(type, null, Map.copyOf(change.properties()), null, null, 0, null, 0));
        if (!answer.isAccepted()) {
            throw new QueryException(Reason.ANALYSIS, "Cannot compact %s: compaction %d is %s".formatted(
                    object, answer.compaction().id(), answer.compaction().state().text()));
        }
    }
}

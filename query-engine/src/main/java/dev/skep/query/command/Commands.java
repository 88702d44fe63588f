package dev.skep.query.command;

import dev.skep.query.parser.AccessStatement;
import dev.skep.query.parser.Statement;
import dev.skep.query.parser.TransactionStatement;

/** Leads each statement that works on the catalog to its command. */
public final class Commands {
    private Commands() {}

    /** Runs a statement to its end. Queries and statements on the session itself are not for this room and fail with an IllegalArgumentException. */
    public static CommandResult run(Statement statement, CommandContext context) {
        return switch (statement) {
            case Statement.Insert insert -> InsertCommand.run(insert, context);
            case Statement.Explain explain -> ExplainCommand.run(explain, context);
            case Statement.CreateDatabase create -> DatabaseCommands.create(create, context);
            case Statement.DropDatabase drop -> DatabaseCommands.drop(drop, context);
            case Statement.AlterDatabase alter -> DatabaseCommands.alter(alter, context);
            case Statement.ShowDatabases show -> DatabaseCommands.show(show, context);
            case Statement.DescribeDatabase describe -> DatabaseCommands.describe(describe, context);
            case Statement.CreateTable create -> TableCommands.create(create, context);
            case Statement.CreateTableLike create -> TableCommands.createLike(create, context);
            case Statement.CreateTableAs create -> CreateTableAsCommand.run(create, context);
            case Statement.DropTable drop -> TableCommands.drop(drop, context);
            case Statement.DropView drop -> TableCommands.dropView(drop, context);
            case Statement.TruncateTable truncate -> TableCommands.truncate(truncate, context);
            case Statement.AlterTable alter -> AlterTableCommand.run(alter, context);
            case Statement.RepairTable repair -> RepairTableCommand.run(repair, context);
            case Statement.CreateView create -> CreateViewCommand.run(create, context);
            case Statement.AnalyzeTable analyze -> AnalyzeCommand.run(analyze, context);
            case Statement.ShowTables show -> ShowCommands.tables(show, context);
            case Statement.ShowViews show -> ShowCommands.views(show, context);
            case Statement.ShowPartitions show -> ShowCommands.partitions(show, context);
            case Statement.ShowColumns show -> ShowCommands.columns(show, context);
            case Statement.ShowTableProperties show -> ShowCommands.properties(show, context);
            case Statement.ShowFunctions show -> ShowCommands.functions(show, context);
            case Statement.ShowCreate show -> ShowCreateCommand.run(show, context);
            case Statement.DescribeTable describe -> DescribeCommand.run(describe, context);
            case AccessStatement access -> AccessCommands.run(access, context);
            case TransactionStatement transaction -> TransactionCommands.run(transaction, context);
            case Statement.Select ignored -> throw notHere(statement);
            case Statement.Use ignored -> throw notHere(statement);
            case Statement.Prepare ignored -> throw notHere(statement);
            case Statement.Execute ignored -> throw notHere(statement);
            case Statement.Deallocate ignored -> throw notHere(statement);
            case Statement.SetProperty ignored -> throw notHere(statement);
            case Statement.ResetProperty ignored -> throw notHere(statement);
        };
    }

    private static IllegalArgumentException notHere(Statement statement) {
        return new IllegalArgumentException(
                "Invalid command: %s belongs to the session".formatted(statement.getClass().getSimpleName()));
    }
}

package dev.skep.query.command;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.parser.Statement;

/** Runs the statements that need nothing but the catalog and folders. */
public final class Commands {
    private Commands() {}

    /** True for statements that {@link #run} runs. */
    public static boolean isCommand(Statement statement) {
        return switch (statement) {
            case Statement.CreateDatabase ignored -> true;
            case Statement.DropDatabase ignored -> true;
            case Statement.AlterDatabase ignored -> true;
            case Statement.CreateTable ignored -> true;
            case Statement.CreateTableLike ignored -> true;
            case Statement.DropTable ignored -> true;
            case Statement.DropView ignored -> true;
            case Statement.AlterTable ignored -> true;
            case Statement.RepairTable ignored -> true;
            case Statement.TruncateTable ignored -> true;
            case Statement.ShowDatabases ignored -> true;
            case Statement.ShowTables ignored -> true;
            case Statement.ShowViews ignored -> true;
            case Statement.ShowPartitions ignored -> true;
            case Statement.ShowColumns ignored -> true;
            case Statement.ShowCreate ignored -> true;
            case Statement.ShowTableProperties ignored -> true;
            case Statement.ShowFunctions ignored -> true;
            case Statement.DescribeTable ignored -> true;
            case Statement.DescribeDatabase ignored -> true;
            default -> false;
        };
    }

    public static CommandResult run(Statement statement, CommandContext context) {
        return switch (statement) {
            case Statement.CreateDatabase s -> new DatabaseCommands(context).create(s);
            case Statement.DropDatabase s -> new DatabaseCommands(context).drop(s);
            case Statement.AlterDatabase s -> new DatabaseCommands(context).alter(s);
            case Statement.CreateTable s -> new TableCommands(context).create(s);
            case Statement.CreateTableLike s -> new TableCommands(context).createLike(s);
            case Statement.DropTable s -> new TableCommands(context).drop(s);
            case Statement.DropView s -> new TableCommands(context).dropView(s);
            case Statement.AlterTable s -> new AlterTableCommand(context).run(s);
            case Statement.RepairTable s -> new RepairCommand(context).run(s);
            case Statement.TruncateTable s -> new TableCommands(context).truncate(s);
            case Statement.ShowDatabases s -> new DatabaseCommands(context).show(s);
            case Statement.ShowTables s -> new ShowCommands(context).tables(s);
            case Statement.ShowViews s -> new ShowCommands(context).views(s);
            case Statement.ShowPartitions s -> new ShowCommands(context).partitions(s);
            case Statement.ShowColumns s -> new ShowCommands(context).columns(s);
            case Statement.ShowCreate s -> new ShowCommands(context).create(s);
            case Statement.ShowTableProperties s -> new ShowCommands(context).properties(s);
            case Statement.ShowFunctions s -> new ShowCommands(context).functions(s);
            case Statement.DescribeTable s -> new DescribeCommand(context).run(s);
            case Statement.DescribeDatabase s -> new DatabaseCommands(context).describe(s);
            default -> throw new QueryException(Reason.INTERNAL,
                    "Cannot run %s as a command".formatted(statement.getClass().getSimpleName()));
        };
    }
}

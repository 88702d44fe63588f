package dev.skep.query.command;

import static dev.skep.query.command.CommandResult.texts;

import java.util.List;

import dev.skep.query.parser.AccessStatement;
import dev.skep.query.parser.Statement;
import dev.skep.query.parser.TransactionStatement;
import dev.skep.query.result.ResultColumn;
import org.jspecify.annotations.Nullable;

/** Which columns a command's result has, told without running it. */
public final class CommandColumns {
    private CommandColumns() {}

    /** Returns the columns; null for a query, whose columns the planner tells, and for EXECUTE, whose columns are those of what was prepared. */
    public static @Nullable List<ResultColumn> of(Statement statement) {
        return switch (statement) {
            case Statement.Select ignored -> null;
            case Statement.Execute ignored -> null;
            case Statement.Explain ignored -> texts("Plan");
            case Statement.ShowDatabases ignored -> texts("database_name");
            case Statement.ShowTables ignored -> texts("tab_name");
            case Statement.ShowViews ignored -> texts("tab_name");
            case Statement.ShowPartitions ignored -> texts("partition");
            case Statement.ShowColumns ignored -> texts("field");
            case Statement.ShowCreate ignored -> texts("createtab_stmt");
            case Statement.ShowTableProperties ignored -> texts("prpt_name", "prpt_value");
            case Statement.ShowFunctions ignored -> texts("tab_name");
            case Statement.DescribeTable ignored -> texts("col_name", "data_type", "comment");
            case Statement.DescribeDatabase describe -> describe.extended()
                    ? texts("db_name", "comment", "location", "managedlocation", "owner_name", "owner_type",
                            "parameters")
                    : texts("db_name", "comment", "location", "managedlocation", "owner_name", "owner_type");
            case Statement.RepairTable ignored -> texts("result");
            case Statement.SetProperty set -> set.key() != null && set.value() != null ? List.of() : texts("set");
            case AccessStatement access -> AccessColumns.of(access);
            case TransactionStatement transaction -> TransactionCommands.columns(transaction);
            case Statement.Insert ignored -> List.of();
            case Statement.CreateDatabase ignored -> List.of();
            case Statement.DropDatabase ignored -> List.of();
            case Statement.AlterDatabase ignored -> List.of();
            case Statement.Use ignored -> List.of();
            case Statement.CreateTable ignored -> List.of();
            case Statement.CreateTableAs ignored -> List.of();
            case Statement.CreateTableLike ignored -> List.of();
            case Statement.DropTable ignored -> List.of();
            case Statement.AlterTable ignored -> List.of();
            case Statement.CreateView ignored -> List.of();
            case Statement.DropView ignored -> List.of();
            case Statement.TruncateTable ignored -> List.of();
            case Statement.AnalyzeTable ignored -> List.of();
            case Statement.Prepare ignored -> List.of();
            case Statement.Deallocate ignored -> List.of();
            case Statement.ResetProperty ignored -> List.of();
        };
    }
}

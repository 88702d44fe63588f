package dev.skep.server.shell;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Prints a result row by row. */
sealed interface RowPrinter permits TablePrinter, CsvPrinter, TsvPrinter, JsonPrinter {

    /** Prints all rows; returns how many there were. What came before a failure is printed. */
    long print(ResultSet result) throws SQLException, IOException;
}

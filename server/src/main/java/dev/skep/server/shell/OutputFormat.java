package dev.skep.server.shell;

import java.io.Writer;

/** How rows are printed. */
enum OutputFormat {
    TABLE, CSV, TSV, JSON;

    RowPrinter printer(Writer out) {
        return switch (this) {
            case TABLE -> new TablePrinter(out);
            case CSV -> new CsvPrinter(out);
            case TSV -> new TsvPrinter(out);
            case JSON -> new JsonPrinter(out);
        };
    }
}

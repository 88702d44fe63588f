/**
 * {@code skep sql}: statements from the command line, a file or a terminal, over the JDBC driver as any client would.
 * It may not touch the server's other rooms; a running server is found through {@code endpoints.json} in its data folder.
 *
 * <p>Output formats: {@code table} for people; {@code csv} by RFC 4180 (header, CRLF, NULL empty, an empty text in quotes); {@code tsv} (header,
 * NULL as {@code \N}, tab, line ends and backslash escaped by a backslash); {@code json}, one object a row and line. Rows are written as they come.
 */
@NullMarked
package dev.skep.server.shell;

import org.jspecify.annotations.NullMarked;

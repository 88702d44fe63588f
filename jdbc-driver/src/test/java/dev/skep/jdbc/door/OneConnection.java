package dev.skep.jdbc.door;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A process that connects to the URL of its argument and prints who it is there: for what a process takes from its environment. */
public final class OneConnection {
    private OneConnection() {}

    public static void main(String[] arguments) throws SQLException {
        try (Connection connection = DriverManager.getConnection(arguments[0])) {
            System.out.print(connection.getMetaData().getUserName());
        }
    }
}

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.TokenIdentifier;
import org.apache.hive.jdbc.HiveConnection;

/**
 * Connects with Hive's JDBC driver in several ways, each a line of the file that the argument names, with tabs between: a name; how Hadoop signs in
 * ({@code -}, {@code keytab:principal:file}, {@code token:file}); a URL; a user; a password; and what to do: statements with {@code ;;} between them, whose rows
 * are printed, or {@code token:renewer:file}, {@code renew:file}, {@code cancel:file}.
 */
public final class JdbcAttempts {
    private JdbcAttempts() {}

    public static void main(String[] arguments) throws Exception {
        Class.forName("org.apache.hive.jdbc.HiveDriver");
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            String[] parts = line.split("\t", -1);
            try {
                List<String> rows = new ArrayList<>();
                PrivilegedExceptionAction<Void> action = () -> {
                    attempt(parts[2], parts[3], parts[4], parts[5], rows);
                    return null;
                };
                if (parts[1].equals("-")) {
                    action.run();
                } else {
                    user(parts[1]).doAs(action);
                }
                System.out.println(parts[0] + ": " + String.join(" ", rows));
            } catch (Exception | LinkageError e) {
                System.out.println(parts[0] + ": failed: " + messages(e));
            }
        }
        System.out.println("END");
        System.exit(0);
    }

    private static UserGroupInformation user(String how) throws Exception {
        String[] parts = how.split(":");
        Configuration configuration = new Configuration();
        configuration.set("hadoop.security.authentication", "kerberos");
        UserGroupInformation.setConfiguration(configuration);
        if (parts[0].equals("keytab")) {
            return UserGroupInformation.loginUserFromKeytabAndReturnUGI(parts[1], parts[2]);
        }
        UserGroupInformation user = UserGroupInformation.createRemoteUser("job");
        user.addCredentials(Credentials.readTokenStorageFile(new File(parts[1]), configuration));
        return user;
    }

    private static void attempt(String url, String user, String password, String what, List<String> rows) throws Exception {
        try (Connection connection = DriverManager.getConnection(url, user, password)) {
            String[] parts = what.split(":");
            HiveConnection hive = (HiveConnection) connection;
            switch (parts[0]) {
                case "token" -> {
                    Token<TokenIdentifier> token = new Token<>();
                    token.decodeFromUrlString(hive.getDelegationToken(parts[1].split("@")[0], parts[1]));
                    token.setService(new Text("hiveserver2ClientToken"));
                    Credentials credentials = new Credentials();
                    credentials.addToken(new Text("hiveserver2ClientToken"), token);
                    credentials.writeTokenStorageFile(new org.apache.hadoop.fs.Path("file:" + parts[2]), new Configuration());
                    rows.add(token.getKind().toString());
                }
                case "renew" -> {
                    hive.renewDelegationToken(token(parts[1]));
                    rows.add("renewed");
                }
                case "cancel" -> {
                    hive.cancelDelegationToken(token(parts[1]));
                    rows.add("cancelled");
                }
                default -> query(connection, what, rows);
            }
        }
    }

    private static String token(String file) throws Exception {
        return Credentials.readTokenStorageFile(new File(file), new Configuration())
                .getToken(new Text("hiveserver2ClientToken")).encodeToUrlString();
    }

    private static void query(Connection connection, String statements, List<String> rows) throws Exception {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements.split(";;")) {
                if (statement.execute(sql)) {
                    ResultSet result = statement.getResultSet();
                    int columns = result.getMetaData().getColumnCount();
                    while (result.next()) {
                        StringBuilder row = new StringBuilder();
                        for (int i = 1; i <= columns; i++) {
                            row.append(i == 1 ? "" : "|").append(result.getString(i));
                        }
                        rows.add(row.toString());
                    }
                }
            }
        }
    }

    private static String messages(Throwable failure) {
        StringBuilder all = new StringBuilder();
        for (Throwable e = failure; e != null; e = e.getCause()) {
            all.append(all.length() == 0 ? "" : " < ").append(String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
        }
        return all.toString();
    }
}

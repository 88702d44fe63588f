import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.TokenIdentifier;

/**
 * Connects with Hive's metastore client in several ways, each a line of the file that the argument names, with tabs between: a name; how Hadoop signs in
 * ({@code -}, {@code keytab:principal:file}, {@code token:file}); settings of the client, {@code key=value} with {@code ;;} between them; and what to do:
 * {@code databases}, {@code tables:database}, {@code columns:database:table}, {@code token:renewer:signature:file}, {@code renew:signature:file}, {@code cancel:signature:file}.
 */
public final class MetastoreAttempts {
    private MetastoreAttempts() {}

    public static void main(String[] arguments) throws Exception {
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            String[] parts = line.split("\t", -1);
            try {
                PrivilegedExceptionAction<String> action = () -> attempt(parts[2], parts[3].split(":"));
                System.out.println(parts[0] + ": " + (parts[1].equals("-") ? action.run() : user(parts[1]).doAs(action)));
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

    /** Hive 2.3 wants a HiveConf, the later ones any configuration. */
    private static HiveMetaStoreClient open(String settings) throws Exception {
        for (Constructor<?> constructor : HiveMetaStoreClient.class.getConstructors()) {
            if (constructor.getParameterCount() == 1) {
                Configuration configuration = (Configuration) constructor.getParameterTypes()[0].getConstructor().newInstance();
                configuration.set("hadoop.security.authentication", UserGroupInformation.isSecurityEnabled() ? "kerberos" : "simple");
                configuration.set("hive.metastore.connect.retries", "1");
                configuration.set("hive.metastore.failure.retries", "0");
                for (String setting : settings.split(";;")) {
                    int equals = setting.indexOf('=');
                    configuration.set(setting.substring(0, equals), setting.substring(equals + 1));
                }
                try {
                    return (HiveMetaStoreClient) constructor.newInstance(configuration);
                } catch (InvocationTargetException e) {
                    throw e.getCause() instanceof Exception cause ? cause : e;
                }
            }
        }
        throw new IllegalStateException("no constructor of the client takes a configuration");
    }

    private static String attempt(String settings, String[] what) throws Exception {
        HiveMetaStoreClient client = open(settings);
        try {
            switch (what[0]) {
                case "databases":
                    return sorted(client.getAllDatabases());
                case "tables":
                    return sorted(client.getAllTables(what[1]));
                case "columns":
                    List<String> columns = new ArrayList<>();
                    for (FieldSchema column : client.getTable(what[1], what[2]).getSd().getCols()) {
                        columns.add(column.getName());
                    }
                    return String.join(" ", columns);
                case "token":
                    Token<TokenIdentifier> token = new Token<>();
                    token.decodeFromUrlString(client.getDelegationToken(UserGroupInformation.getCurrentUser().getShortUserName(), what[1]));
                    token.setService(new Text(what[2]));
                    Credentials credentials = new Credentials();
                    credentials.addToken(new Text(what[2]), token);
                    credentials.writeTokenStorageFile(new org.apache.hadoop.fs.Path("file:" + what[3]), new Configuration());
                    return token.getKind().toString();
                case "renew":
                    return client.renewDelegationToken(token(what[1], what[2])) > System.currentTimeMillis() ? "renewed" : "already ended";
                case "cancel":
                    client.cancelDelegationToken(token(what[1], what[2]));
                    return "cancelled";
                default:
                    throw new IllegalArgumentException(what[0]);
            }
        } finally {
            client.close();
        }
    }

    private static String token(String signature, String file) throws Exception {
        return Credentials.readTokenStorageFile(new File(file), new Configuration()).getToken(new Text(signature)).encodeToUrlString();
    }

    private static String sorted(List<String> names) {
        List<String> all = new ArrayList<>(names);
        Collections.sort(all);
        return String.join(" ", all);
    }

    private static String messages(Throwable failure) {
        StringBuilder all = new StringBuilder();
        for (Throwable e = failure; e != null; e = e.getCause()) {
            all.append(all.length() == 0 ? "" : " < ").append(String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
        }
        return all.toString();
    }
}

package dev.skep.server.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Every key that a user may set, in the order of the documentation. */
public final class SettingKeys {
    /** Keys that begin so are handed to Hadoop's S3A as they are. */
    public static final String S3A_PREFIX = "fs.s3a.";
    /** Keys that begin so say as whom a user may act: {@code auth.proxy.<user>.users}, {@code .groups}, {@code .hosts}. */
    public static final String PROXY_PREFIX = "auth.proxy.";
    private static final java.util.regex.Pattern PROXY = java.util.regex.Pattern
            .compile("auth\\.proxy\\..+\\.(users|groups|hosts)");

    private static final List<SettingDefinition> ALL = List.of(
            key("bind", "127.0.0.1", SettingKind.TEXT,
                    "The address that every door listens on. Without sign-in only a loopback address is accepted."),
            key("metastore.port", "9083", SettingKind.PORT,
                    "The port of the metastore's Thrift door; 0 takes any free one."),
            key("metastore.limit.partition.request", "-1", SettingKind.TEXT,
                    "How many partitions one metastore call may ask for whole, a whole number; below 0 any number. Hive's setting."),
            key("metastore.authorization.storage.checks", "false", SettingKind.FLAG,
                    "Whether dropping a database, table or partition is refused where the server may not write in the folder above its own. Hive's setting."),
            key("metastore.event.message.factory", "org.apache.hadoop.hive.metastore.messaging.json.JSONMessageEncoder",
                    SettingKind.TEXT,
                    "The form of the notification log's messages: that encoder (`json-0.2`, which Hive 3.1 and 4 read) or `org.apache.hadoop.hive.metastore.messaging.json.gzip.GzipJSONMessageEncoder` (`gzip(json-2.0)`, Hive 4 only). Hive's setting."),
            key("fs.trash.interval", "0", SettingKind.TEXT,
                    "How many minutes the files of dropped managed tables and partitions stay in `.Trash` of the home folder; 0 deletes them at once. Hadoop's setting."),
            key("fs.trash.checkpoint.interval", "0", SettingKind.TEXT,
                    "How many minutes pass between two checkpoints of `.Trash`, after which files are counted as one batch; 0 takes `fs.trash.interval`. Hadoop's setting."),
            key("hiveserver2.port", "10000", SettingKind.PORT,
                    "The port of the HiveServer2 door; 0 takes any free one."),
            key("http.port", "8600", SettingKind.PORT, "The port of the HTTP door; 0 takes any free one."),
            key("data.dir", "skep-data", SettingKind.PATH,
                    "The folder for the embedded store, the default warehouse and `endpoints.json`. `--data` sets it too."),
            key("store.url", "", SettingKind.TEXT,
                    "The JDBC URL of the catalog's store, `jdbc:postgresql://host/database` or `jdbc:mariadb://host/database`. Empty: an embedded store in `data.dir`. See [stores](#stores)."),
            key("store.user", "", SettingKind.TEXT, "The user for `store.url`."),
            secret("store.password", "The password for `store.url`."),
            key("store.connections", "16", SettingKind.COUNT, "How many connections to the store are open at most."),
            key("warehouse.dir", "", SettingKind.TEXT,
                    "Where tables without a location of their own are kept: `file:/path` or `s3://bucket/prefix`. Empty: `warehouse` in `data.dir`."),
            key("metastore.txn.timeout", "300s", SettingKind.DURATION,
                    "How long locks and transactions of clients live without a heartbeat."),
            key("metastore.wm.default.pool.size", "4", SettingKind.TEXT,
                    "How many queries the first pool of a new resource plan runs at a time where the plan does not say; 0 makes plans without a pool. Hive's setting."),
            key("metastore.runtime.stats.max.age", "3d", SettingKind.DURATION,
                    "How long statistics of queries' runs are kept. Hive's setting."),
            key("metastore.repl.metrics.max.age", "7d", SettingKind.DURATION,
                    "How long reports of replication are kept. Hive's setting."),
            key("metastore.repl.cmrootdir", "", SettingKind.TEXT,
                    "Where files go that a client recycles before it replaces them (`cm_recycle`). Empty: they stay where they are, as in Hive without its change manager. Hive's setting; but files keep their paths below it, instead of names made of checksums."),
            key("metastore.repl.cm.retain", "10d", SettingKind.DURATION,
                    "How long recycled files stay. Hive's setting."),
            key("metastore.scheduled.queries.enabled", "true", SettingKind.FLAG,
                    "Whether calls about scheduled queries are answered. Hive's setting."),
            key("metastore.scheduled.queries.execution.timeout", "120s", SettingKind.DURATION,
                    "After how long without news an execution of a scheduled query has timed out. Hive's setting."),
            key("metastore.scheduled.queries.execution.max.age", "30d", SettingKind.DURATION,
                    "How long executions of scheduled queries are remembered. Hive's setting."),
            key("metastore.scheduled.queries.autodisable.count", "0", SettingKind.TEXT,
                    "After how many failures in a row a scheduled query is disabled; 0 never. Hive's setting."),
            key("metastore.scheduled.queries.skip.opportunities.after.failures", "0", SettingKind.TEXT,
                    "Up to how many failures in a row make a scheduled query leave out runs, one less than there were failures; 0 never. Hive's setting."),
            key("metastore.event.db.listener.timetolive", "7d", SettingKind.DURATION,
                    "How long events stay in the notification log. Hive's setting."),
            key("hive.compactor.worker.timeout", "1d", SettingKind.DURATION,
                    "How long a worker may have a compaction before another one gets it. Hive's setting."),
            key("metastore.compactor.history.retention.succeeded", "3", SettingKind.COUNT,
                    "How many compactions of a table or partition that succeeded are kept to be shown. Hive's setting."),
            key("metastore.compactor.history.retention.failed", "3", SettingKind.COUNT,
                    "As many that failed."),
            key("metastore.compactor.history.retention.refused", "3", SettingKind.COUNT,
                    "As many that were refused."),
            key("metastore.compactor.history.retention.did.not.initiate", "2", SettingKind.COUNT,
                    "As many that did not begin, or were aborted."),
            key("metastore.compactor.history.retention.timeout", "7d", SettingKind.DURATION,
                    "After which compactions that came to nothing are forgotten if a later one succeeded. Hive's setting."),
            key("query.threads", "0", SettingKind.TEXT,
                    "How many threads work on queries; 0 takes the number of processors. On one query no more than one for each 3 MB of its memory, but two."),
            key("query.memory", "60%", SettingKind.SIZE, "How much memory all queries together may hold."),
            key("query.max-memory-per-query", "50%", SettingKind.SIZE,
                    "How much memory one query may hold. What its readers of files hold counts beside it, up to a quarter of it or 16 MiB."),
            key("query.spill.dir", "", SettingKind.PATH,
                    "Where queries put rows that do not fit in their memory; deleted when they end, and at the next start. Servers may share it. Empty: `spill` in `data.dir`."),
            key("query.spill.max", "100GB", SettingKind.SIZE,
                    "How much the rows that this server's queries have put there may take on disk, compressed."),
            key("query.max-concurrent", "20", SettingKind.COUNT,
                    "How many queries run at a time; of those that wait, the one of the user with the fewest running is next. An eighth of the places is for users who have none running. Fewer run where `query.memory` has no room for more."),
            key("query.max-concurrent-per-user", "0", SettingKind.TEXT,
                    "How many queries of one user run at a time; 0 takes `query.max-concurrent`."),
            key("query.max-queued", "1000", SettingKind.COUNT,
                    "How many queries wait for a place at a time; further ones fail."),
            key("query.max-queued-per-user", "0", SettingKind.TEXT,
                    "How many queries of one user wait at a time; 0 takes `query.max-queued`."),
            key("query.queue-timeout", "10m", SettingKind.DURATION,
                    "How long a query waits for a place before it fails."),
            key("query.plan-cache", "16MB", SettingKind.SIZE,
                    "How much memory plans take that are kept for the next time their statement is run; 0 keeps none."),
            key("query.warm-up", "true", SettingKind.FLAG,
                    "Whether `./skep up`, once it is ready, answers queries of its own over rows of its own for some seconds, so that a client's first query does not wait for the JVM to compile. It ends when a client opens a session."),
            key("auth.type", "none", SettingKind.TEXT,
                    "How clients sign in: `none`, where a client is who it says it is, or some of `password`, `ldap`, `kerberos`, `jwt`, `certificate`, separated by commas. See [security](security.md)."),
            key("auth.allow-plaintext", "false", SettingKind.FLAG,
                    "Whether passwords and tokens are taken over unencrypted connections from other machines, as behind a proxy that ends TLS."),
            key("auth.password.file", "", SettingKind.FILE,
                    "Users with hashes of their passwords and groups, `user:hash:group,group` a line; `./skep passwd` writes it."),
            key("auth.password.cache", "1m", SettingKind.DURATION,
                    "How long a password that was right is not checked again; `0` checks always."),
            key("auth.ldap.url", "", SettingKind.TEXT,
                    "The directory, `ldaps://host:port`; several, separated by commas, are asked in turn."),
            key("auth.ldap.start-tls", "false", SettingKind.FLAG,
                    "Whether an `ldap:` connection is encrypted by StartTLS before anything is said."),
            key("auth.ldap.ca", "", SettingKind.FILE,
                    "PEM file of the authorities that vouch for the directory. Empty: those that Java knows."),
            key("auth.ldap.user-pattern", "", SettingKind.TEXT,
                    "The DN of a user with `{user}` in place of the name, `uid={user},ou=people,dc=example`."),
            key("auth.ldap.bind-dn", "", SettingKind.TEXT,
                    "Who searches the directory for users and groups. Empty: nobody, anonymously."),
            secret("auth.ldap.bind-password", "The password of `auth.ldap.bind-dn`."),
            key("auth.ldap.search-base", "", SettingKind.TEXT,
                    "Where users are searched for, in place of `auth.ldap.user-pattern`."),
            key("auth.ldap.search-filter", "(uid={user})", SettingKind.TEXT,
                    "How a user is found below `auth.ldap.search-base`; Active Directory: `(sAMAccountName={user})`."),
            key("auth.ldap.user-attribute", "uid", SettingKind.TEXT,
                    "The attribute that holds the user's name as policies write it; Active Directory: `sAMAccountName`."),
            key("auth.ldap.group-base", "", SettingKind.TEXT,
                    "Where groups are searched for. Empty: they are not looked for."),
            key("auth.ldap.group-filter", "(member={dn})", SettingKind.TEXT,
                    "How the groups of a user are found; `{dn}` and `{user}` stand for the user, `(memberUid={user})`."),
            key("auth.ldap.group-attribute", "cn", SettingKind.TEXT, "The attribute that holds a group's name."),
            key("auth.ldap.timeout", "5s", SettingKind.DURATION, "How long the directory may take to answer."),
            key("auth.ldap.connections", "8", SettingKind.COUNT,
                    "How many connections for searches are open at most."),
            key("auth.kerberos.principal", "", SettingKind.TEXT,
                    "The server's principal, `hive/host@REALM`; `_HOST` stands for the machine's name."),
            key("auth.kerberos.keytab", "", SettingKind.FILE, "The keytab with the key of the principal."),
            key("auth.kerberos.realms", "", SettingKind.TEXT,
                    "The realms whose users are taken, separated by commas. Empty: the realm of the principal."),
            key("auth.sasl.qop", "auth-conf,auth-int,auth", SettingKind.TEXT,
                    "What Kerberos and tokens offer clients for the messages: `auth-conf` encrypts, `auth-int` protects against change, `auth` does neither; in the order preferred."),
            key("auth.jwt.jwks", "", SettingKind.TEXT,
                    "The URL or file of the public keys that tokens are signed with (JWKS)."),
            key("auth.jwt.issuer", "", SettingKind.TEXT, "The claim `iss` of tokens."),
            key("auth.jwt.audience", "", SettingKind.TEXT,
                    "The claim `aud` of tokens; `*` takes tokens that were made for anyone."),
            key("auth.jwt.user-claim", "sub", SettingKind.TEXT,
                    "The claim that holds the user's name; dots lead into objects."),
            key("auth.jwt.groups-claim", "groups", SettingKind.TEXT,
                    "The claim that holds the user's groups, `realm_access.roles`; dots lead into objects."),
            key("auth.jwt.clock-skew", "60s", SettingKind.DURATION,
                    "How far the clocks of issuer and server may be apart."),
            key("auth.certificate.user", "CN", SettingKind.TEXT,
                    "Which part of a client certificate names the user: an attribute of the subject, `dn`, `san-email`, `san-dns` or `san-uri`."),
            key("auth.token.lifetime", "7d", SettingKind.DURATION,
                    "How long a delegation token can be kept alive by renewals."),
            key("auth.token.renew-interval", "1d", SettingKind.DURATION,
                    "How long a delegation token lives from one renewal to the next."),
            key("auth.set-ugi.hosts", "", SettingKind.TEXT,
                    "Addresses, ranges or hosts whose metastore clients are served without sign-in, under the name that they give by `set_ugi`. Without sign-in every loopback client is."),
            key("auth.rate-limit.attempts", "5", SettingKind.COUNT,
                    "After how many wrong passwords in a row a user has to wait."),
            key("auth.rate-limit.address-attempts", "50", SettingKind.COUNT,
                    "After how many wrong passwords, of any users, an address has to wait."),
            key("auth.rate-limit.delay", "1s", SettingKind.DURATION,
                    "The first wait; every further wrong password doubles it."),
            key("auth.rate-limit.max-delay", "15m", SettingKind.DURATION,
                    "The longest wait, and how long wrong passwords are remembered."),
            key("tls.mode", "off", SettingKind.TEXT,
                    "`off`, `optional` (the same ports serve clients with and without TLS) or `required`."),
            key("tls.certificate", "", SettingKind.FILE,
                    "PEM file: the server's certificate, then those that vouch for it. A new file is taken for new connections."),
            key("tls.key", "", SettingKind.FILE, "PEM file: the unencrypted PKCS#8 key of the certificate."),
            key("tls.client-ca", "", SettingKind.FILE, "PEM file of the authorities that vouch for clients."),
            key("tls.client-certificates", "none", SettingKind.TEXT,
                    "Whether clients are asked for a certificate: `none`, `optional` or `required`."),
            key("access.administrators", "", SettingKind.TEXT,
                    "Who has the role `admin`: `ann`, `user:ann`, `group:ops`, separated by commas."),
            key("audit.file", "", SettingKind.FILE,
                    "One JSON line for each sign-in, refusal, restricted answer and change of policies. Empty: `audit.jsonl` in `data.dir`; `off`: nowhere."),
            key("audit.max-file-size", "64MB", SettingKind.SIZE, "The size at which the next file is begun."),
            key("audit.max-files", "10", SettingKind.COUNT, "How many files are kept, the one being written included."),
            key("thrift.max-message-size", "100MB", SettingKind.SIZE,
                    "The largest Thrift message that is accepted; a larger one ends its connection."),
            key("thrift.max-connections", "10000", SettingKind.COUNT, "How many connections a Thrift door accepts."),
            key("thrift.idle-timeout", "1h", SettingKind.DURATION,
                    "A Thrift connection on which nothing is said for so long is closed."));

    private SettingKeys() {}

    private static SettingDefinition key(String key, String defaultText, SettingKind kind, String meaning) {
        return new SettingDefinition(key, defaultText, kind, meaning, false);
    }

    private static SettingDefinition secret(String key, String meaning) {
        return new SettingDefinition(key, "", SettingKind.TEXT, meaning, true);
    }

    public static List<SettingDefinition> all() {
        return ALL;
    }

    public static Optional<SettingDefinition> find(String key) {
        return ALL.stream().filter(definition -> definition.key().equals(key)).findFirst();
    }

    /** Fails with a SettingException that names the nearest known keys unless {@code key} is known. */
    static void requireKnown(String key, String source) {
        if (key.startsWith(S3A_PREFIX) || PROXY.matcher(key).matches() || find(key).isPresent()) {
            return;
        }
        List<String> nearest = ALL.stream().map(SettingDefinition::key)
                .sorted(Comparator.comparingInt((String known) -> distance(key.toLowerCase(Locale.ROOT), known)))
                .limit(3).toList();
        throw new SettingException(
                "Unknown setting '%s' in %s (nearest known: %s)".formatted(key, source, String.join(", ", nearest)));
    }

    /** How many characters must be put in, taken out or changed to make {@code b} of {@code a}. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}

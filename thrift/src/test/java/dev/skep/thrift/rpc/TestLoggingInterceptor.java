package dev.skep.thrift.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.thrift.ClientKind;
import dev.skep.thrift.RunningMetastore;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.thrift.transport.TTransport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

final class TestLoggingInterceptor {
    @Test
    void writesOneLinePerCallAndTheCauseOfAFailure() throws Exception {
        RecordingLogger log = new RecordingLogger();
        try (RunningMetastore server = RunningMetastore.start(new LoggingInterceptor(log));
                TTransport transport = ClientKind.RAW_COMPACT.connect(server.address())) {
            ThriftHiveMetastore.Client client = ClientKind.RAW_COMPACT.client(transport);
            client.set_ugi("bob\ncall=1 user=root", List.of());
            client.get_database("sales");
            assertThatThrownBy(() -> client.get_table("sales", "missing")).isNotNull();
            assertThatThrownBy(() -> client.get_table("sales", "broken")).isNotNull();
        }
        assertThat(log.lines).hasSize(4);
        assertThat(log.lines.get(0)).matches(
                "INFO call=\\d+ user=bob\\?call=1\\?user=root client=/127.0.0.1:\\d+ method=set_ugi ms=\\d+\\.\\d{3} outcome=ok null");
        assertThat(log.lines.get(1)).contains("method=get_database").contains("outcome=ok");
        assertThat(log.lines.get(2)).startsWith("INFO").contains("outcome=NoSuchObjectException");
        assertThat(log.lines.get(3)).startsWith("WARN").contains("outcome=internal-error")
                .endsWith("IllegalStateException: the password is swordfish");
    }

    /** Keeps level, text and cause of each line. */
    private static final class RecordingLogger extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1L;
        private final transient List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(Level level, @Nullable Marker marker, String pattern,
                Object @Nullable [] arguments,
                @Nullable Throwable cause) {
            lines.add(level + " " + MessageFormatter.basicArrayFormat(pattern, arguments) + " " + cause);
        }

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public boolean isDebugEnabled() {
            return false;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }
    }
}

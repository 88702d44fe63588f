package dev.skep.server.hms;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.List;

import dev.skep.server.hms.compat.HiveAnswers;
import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.thrift.hms.AlreadyExistsException;
import dev.skep.thrift.hms.InvalidObjectException;
import dev.skep.thrift.hms.InvalidOperationException;
import dev.skep.thrift.hms.MetaException;
import dev.skep.thrift.hms.NoSuchObjectException;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import dev.skep.thrift.hms.UnknownDBException;
import dev.skep.thrift.hms.UnknownTableException;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.junit.jupiter.api.Test;

class TestHmsErrors {
    private static TException of(String method, Reason reason) {
        return HmsErrors.of(method, new CatalogException(reason, "why"));
    }

    @Test
    void answersWhatClientsOfHiveExpect() {
        assertThat(of("get_table", Reason.NOT_FOUND)).isInstanceOf(NoSuchObjectException.class)
                .hasMessageContaining("why");
        assertThat(of("get_table", Reason.DATABASE_NOT_FOUND)).isInstanceOf(NoSuchObjectException.class);
        assertThat(of("get_fields", Reason.NOT_FOUND)).isInstanceOf(UnknownTableException.class);
        assertThat(of("get_fields", Reason.DATABASE_NOT_FOUND)).isInstanceOf(UnknownDBException.class);
        assertThat(of("alter_table", Reason.NOT_FOUND)).isInstanceOf(InvalidOperationException.class);
        assertThat(of("alter_table", Reason.CONFLICT)).isInstanceOf(MetaException.class);
        assertThat(of("create_table", Reason.ALREADY_EXISTS)).isInstanceOf(AlreadyExistsException.class);
        assertThat(of("create_table", Reason.INVALID_OBJECT)).isInstanceOf(InvalidObjectException.class);
        assertThat(of("add_partitions_req", Reason.NOT_FOUND)).isInstanceOf(InvalidObjectException.class);
        assertThat(of("drop_database", Reason.NOT_EMPTY)).isInstanceOf(InvalidOperationException.class);
        assertThat(of("get_partitions_by_filter", Reason.INVALID_INPUT)).isInstanceOf(MetaException.class);
    }

    @Test
    void neverAnswersWithAnExceptionThatTheMethodDoesNotDeclare() {
        for (Method method : ThriftHiveMetastore.Iface.class.getMethods()) {
            List<Class<?>> declared = List.of(method.getExceptionTypes());
            for (Reason reason : Reason.values()) {
                TException answer = of(method.getName(), reason);
                if (HiveAnswers.to(method.getName(), reason).equals(Optional.of(TApplicationException.class))) {
                    assertThat(answer).as("%s %s", method.getName(), reason)
                            .isInstanceOf(TApplicationException.class);
                } else if (declared.contains(MetaException.class)) {
                    assertThat(declared).as("%s %s", method.getName(), reason).contains(answer.getClass());
                } else {
                    assertThat(declared.contains(answer.getClass()) || answer instanceof TApplicationException)
                            .as("%s %s", method.getName(), reason).isTrue();
                }
                assertThat(answer.getMessage()).as("%s %s", method.getName(), reason).contains("why");
            }
        }
    }
}

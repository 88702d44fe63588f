package dev.skep.metastore.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;

class TestPartitionExpressions {
    @Test
    void readsAFilterAsText() {
        assertThat(PartitionExpressions.parse("ds = 'é'".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(FilterParser.parse("ds = 'é'"));
    }

    @Test
    void refusesObjectsOfHive() {
        byte[] kryo = "\u0001\u0000org.apache.hadoop.hive.ql.plan.ExprNodeGenericFuncDes\u00e3"
                .getBytes(StandardCharsets.ISO_8859_1);
        for (byte[] bytes : new byte[][]{kryo, new byte[0]}) {
            assertThatThrownBy(() -> PartitionExpressions.parse(bytes)).isInstanceOfSatisfying(CatalogException.class,
                    failure -> assertThat(failure.reason()).isEqualTo(Reason.UNSUPPORTED))
                    .hasMessageContaining("object of Hive's compiler");
        }
    }
}

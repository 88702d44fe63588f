package dev.skep.query.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.Literal;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import org.junit.jupiter.api.Test;

class TestPlanBytes {
    private static final ValuesNode VALUES = new ValuesNode(0, List.of(new Field("a", PrimitiveType.BIGINT)),
            List.of(List.of(new Literal(PrimitiveType.BIGINT, 7L)), List.of(new Literal(PrimitiveType.BIGINT, null))));

    private static PlanNode again(PlanNode plan) {
        return PlanBytes.read(PlanBytes.write(plan));
    }

    @Test
    void keepsPlansAsTheyAre() {
        PlanNode plan = new LimitNode(2, new FilterNode(1, VALUES,
                new Expression.IsNull(new Expression.InputRef(0, PrimitiveType.BIGINT)), Double.NaN), 1,
                Long.MAX_VALUE);
        assertThat(again(plan)).isEqualTo(plan);
    }

    @Test
    void keepsValuesOfEveryKind() {
        for (Object value : List.of(true, false, (byte) -1, (short) -2, -3, -4L, -0.0f, Double.NaN,
                "\u00e4\ud83d\ude00",
                new BigDecimal("-12.3400"), LocalDate.of(-5, 1, 2), LocalDateTime.of(2024, 2, 29, 1, 2, 3, 4_000),
                List.of(1, 2), java.util.Map.of("k", "v"))) {
            Literal literal = new Literal(new DecimalType(18, 4), value);
            PlanNode plan = new ValuesNode(0, VALUES.outputs(), List.of(List.of(literal)));
            assertThat(again(plan)).isEqualTo(plan);
        }
    }

    @Test
    void whatIsSharedStaysShared() {
        SharedNode shared = new SharedNode(1, new SharedNode(2, VALUES));
        UnionNode read = (UnionNode) again(new UnionNode(3, List.of(shared, shared, shared.input()), VALUES.outputs()));
        assertThat(read.inputs().get(0)).isSameAs(read.inputs().get(1)).isEqualTo(shared);
        assertThat(read.inputs().get(2)).isSameAs(((SharedNode) read.inputs().get(0)).input());
    }

    @Test
    void refusesWhatOnlyThisServerHas() {
        SystemTable table = new SystemTable() {
            @Override
            public String name() {
                return "audit";
            }

            @Override
            public List<Field> columns() {
                return VALUES.outputs();
            }

            @Override
            public Rows open() {
                return () -> null;
            }
        };
        assertThatThrownBy(() -> PlanBytes.write(new SystemScanNode(0, table, List.of(0))))
                .isInstanceOf(QueryException.class)
                .hasMessage("Cannot write the plan: it reads sys.audit, whose rows only this server has");
    }

    @Test
    void refusesOtherReleasesAndDamage() {
        byte[] bytes = PlanBytes.write(VALUES);
        byte[] other = bytes.clone();
        other[7] ^= 1;
        assertThatThrownBy(() -> PlanBytes.read(other)).hasMessage("Cannot read the plan: another release wrote it");
        assertThatThrownBy(() -> PlanBytes.read(new byte[20])).hasMessage("Cannot read the plan: it is none");
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            byte[] damaged = i % 3 == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes.clone();
            if (damaged.length > 0 && i % 3 != 0) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            assertThatThrownBy(() -> PlanBytes.read(damaged)).isInstanceOfSatisfying(QueryException.class,
                    e -> assertThat(e.reason()).isEqualTo(Reason.DATA));
        }
    }
}

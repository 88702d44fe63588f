package planted.query.plan;

/** Breaks a rule on purpose. */
public final class CalciteInPlan {
    public final Class<?> field = org.apache.calcite.rel.RelNode.class;

    public org.apache.calcite.rel.RelNode node() {
        throw new IllegalStateException();
    }
}

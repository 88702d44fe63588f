package dev.skep.conformance.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import java.util.LinkedHashMap;
import java.util.Map;

import com.tngtech.archunit.lang.ArchRule;

/** The directions of the house, for the classes below any root package, so that each rule can be tried on planted violations. */
final class ArchitectureRules {
    private ArchitectureRules() {}

    /** The rules by a short name. */
    static Map<String, ArchRule> of(String root) {
        String query = root + ".query.";
        String storage = root + ".storage.";
        String metastore = root + ".metastore.";
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("calcite-ends-before-the-plan",
                noClasses().that()
                        .resideInAnyPackage(query + "plan..", query + "expression..", query + "function..",
                                query + "operator..", query + "execution..",
                                query + "memory..", query + "spill..", query + "result..",
                                metastore.substring(0, metastore.length() - 1) + "..",
                                storage.substring(0, storage.length() - 1) + "..")
                        .should().dependOnClassesThat().resideInAPackage("org.apache.calcite.."));
        rules.put("execution-never-asks-the-catalog",
                noClasses().that()
                        .resideInAnyPackage(query + "plan..", query + "expression..", query + "function..",
                                query + "operator..", query + "execution..",
                                query + "result..")
                        .should().dependOnClassesThat(
                                resideInAnyPackage(metastore + "catalog..", metastore + "store..",
                                        metastore + "warehouse..", metastore + "access..")
                                        // A mark for the mutation run, of which nothing is left at run time.
                                        .and(not(simpleName("EnforcementPoint")))));
        rules.put("one-way-into-the-store",
                noClasses().that().resideOutsideOfPackages(metastore + "catalog..", metastore + "store..").should()
                        .dependOnClassesThat()
                        .resideInAPackage(metastore + "store.."));
        rules.put("one-way-to-the-warehouse",
                noClasses().that().resideOutsideOfPackages(metastore + "catalog..", metastore + "warehouse..").should()
                        .dependOnClassesThat().resideInAPackage(metastore + "warehouse.."));
        rules.put("formats-know-no-file-systems",
                noClasses().that().resideInAnyPackage(storage + "parquet..", storage + "orc..", storage + "text..")
                        .should().dependOnClassesThat()
                        .resideInAnyPackage(storage + "local..", storage + "memory.."));
        for (String format : new String[]{"parquet", "orc", "text"}) {
            rules.put(format + "-knows-no-other-format",
                    noClasses().that().resideInAPackage(storage + format + "..").should().dependOnClassesThat(
                            resideInAnyPackage(storage + "parquet..", storage + "orc..", storage + "text..")
                                    .and(resideInAnyPackage(storage + format + "..").negate().as(""))));
        }
        rules.put("hadoop-file-systems-in-one-room",
                noClasses().that().resideOutsideOfPackage(storage + "hadoop..").should().dependOnClassesThat()
                        .resideInAnyPackage("org.apache.hadoop.fs.."));
        rules.put("the-domain-speaks-no-wire",
                noClasses().that().resideInAnyPackage(root + ".metastore..", root + ".query..", root + ".storage..")
                        .should().dependOnClassesThat()
                        .resideInAnyPackage("org.apache.thrift..", root + ".thrift..", "io.netty.."));
        rules.put("the-catalog-knows-no-vectors",
                noClasses().that().resideInAPackage(root + ".metastore..").should().dependOnClassesThat()
                        .resideInAnyPackage(storage + "vector..", storage + "scan..", storage + "parquet..",
                                storage + "orc.."));
        rules.put("doors-know-no-cellar",
                noClasses().that().resideInAnyPackage(root + ".server.hms..").should().dependOnClassesThat()
                        .resideInAnyPackage(storage + "file..", storage + "vector..", storage + "scan..",
                                root + ".query.."));
        for (String module : new String[]{"storage", "metastore", "query", "server", "jdbc"}) {
            rules.put("no-cycles-in-" + module,
                    slices().matching(root + "." + module + ".(*)..").should().beFreeOfCycles());
        }
        return rules;
    }
}

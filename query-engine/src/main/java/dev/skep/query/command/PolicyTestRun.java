package dev.skep.query.command;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.access.CatalogObject;
import dev.skep.metastore.access.Decision;
import dev.skep.metastore.access.Entitlements;
import dev.skep.metastore.access.Entitlements.TableAccess;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.access.Origin;
import dev.skep.metastore.access.Origin.ClientKind;
import dev.skep.metastore.access.PolicyIndex;
import dev.skep.metastore.access.PolicyTest;
import dev.skep.metastore.access.PolicyTest.Expectation;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.PolicyText;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.catalog.NamePattern;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Function;
import dev.skep.metastore.model.FunctionName;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.Table;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.parser.AccessStatement;
import dev.skep.query.parser.StatementParser;
import org.jspecify.annotations.Nullable;

/** RUN POLICY TESTS: asks the policies, and runs queries, as the users that the tests are about. */
final class PolicyTestRun {
    /** Tests are about SQL from no particular address. */
    private static final Origin ORIGIN = new Origin(null, ClientKind.SQL);

    private final CommandContext context;
    private final PolicyIndex policies;

    private PolicyTestRun(CommandContext context) {
        this.context = context;
        this.policies = new PolicyIndex(context.access().all());
    }

    static CommandResult run(AccessStatement.RunPolicyTests statement, CommandContext context) {
        PolicyTestRun run = new PolicyTestRun(context);
        NamePattern pattern = DatabaseCommands.pattern(statement.pattern());
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (PolicyTest test : context.access().policyTests()) {
            if (pattern.matches(test.name())) {
                context.control().check();
                String failure = run.failure(test);
                rows.add(CommandResult.row(test.name(), test.user(), failure == null ? "PASSED" : "FAILED",
                        failure == null ? "" : failure));
            }
        }
        return CommandResult.rows(AccessColumns.of(statement), rows);
    }

    /** Returns why the test fails, null if it does not. */
    private @Nullable String failure(PolicyTest test) {
        CatalogSession session = context.access()
                .sessionAs(new Identity(test.user(), test.groups(), java.util.Set.of()));
        return switch (test.expectation()) {
            case Expectation.Access access -> access(access, session);
            case Expectation.QueryValue query -> value(query, session);
            case Expectation.QueryDenied query -> denied(query, session);
        };
    }

    private @Nullable String access(Expectation.Access expected, CatalogSession session) {
        Decision decision;
        try {
            decision = decide(expected, policies.entitlementsOf(session.identity()));
        } catch (CatalogException e) {
            return String.valueOf(e.getMessage());
        }
        if (decision.isAllowed() == expected.isAllowed()) {
            return null;
        }
        return "%s on %s is %s: %s%s".formatted(expected.privilege(), PolicyText.of(expected.object()),
                decision.isAllowed() ? "allowed" : "denied", decision.explanation(),
                decision.policies().isEmpty() ? "" : " (" + String.join(", ", decision.policies()) + ")");
    }

    private Decision decide(Expectation.Access expected, Entitlements entitlements) {
        Instant now = Instant.now();
        if (!(expected.object() instanceof Scope.OfColumn column)) {
            return entitlements.decide(expected.privilege(), object(expected.object()), ORIGIN, now);
        }
        Table table = context.catalog().tables().table(AccessScopes.name(column.table())).beneathPolicies();
        AccessScopes.checkExists(column, context);
        TableAccess access = entitlements.accessTo(table, expected.privilege(), ORIGIN, now);
        String problem = access.problem();
        if (problem != null) {
            return new Decision(false, access.policies(), problem);
        }
        boolean isVisible = access.columns().contains(column.column().text());
        return new Decision(isVisible, access.policies(),
                isVisible ? "the column is among those given" : "the column is not among those given");
    }

    static boolean isOneObject(Scope scope) {
        return switch (scope) {
            case Scope.OfCatalog catalog -> catalog.catalog().isExact();
            case Scope.OfDatabase database -> AccessScopes.isExact(database);
            case Scope.OfTable table -> table.isExact();
            case Scope.OfColumn column -> AccessScopes.isExact(column);
            case Scope.OfFunction function -> function.catalog().isExact() && function.database().isExact()
                    && function.function().isExact();
            case Scope.OfLocation location -> !location.equals(Scope.OfLocation.ALL);
            case Scope.Tagged ignored -> false;
        };
    }

    private CatalogObject object(Scope scope) {
        return switch (scope) {
            case Scope.OfCatalog catalog -> new CatalogObject.OfCatalog(new CatalogName(catalog.catalog().text()));
            case Scope.OfDatabase one -> {
                Database database = context.catalog().databases().database(AccessScopes.name(one));
                yield new CatalogObject.OfDatabase(database.name(), owner(database.ownerType(), database.owner()));
            }
            case Scope.OfTable one -> {
                Table table = context.catalog().tables().table(AccessScopes.name(one)).visible();
                yield new CatalogObject.OfTable(table.name(), owner(table.ownerType(), table.owner()));
            }
            case Scope.OfFunction one -> {
                FunctionName name = new FunctionName(new DatabaseName(new CatalogName(one.catalog().text()),
                        one.database().text()), one.function().text());
                Optional<Function> function = context.catalog().functions().find(name);
                yield function.<CatalogObject>map(found -> new CatalogObject.OfFunction(name,
                        owner(found.ownerType(), found.owner())))
                        .orElseThrow(() -> new CatalogObject.OfFunction(name, null).absent());
            }
            case Scope.OfLocation location -> new CatalogObject.OfLocation(location.prefix());
            case Scope.OfColumn column -> object(column.table());
            case Scope.Tagged tagged -> throw new IllegalArgumentException("Invalid object: " + tagged);
        };
    }

    private static @Nullable Principal owner(PrincipalType type, @Nullable String name) {
        return name == null || name.isEmpty() ? null : new Principal(type, name);
    }

    private @Nullable String value(Expectation.QueryValue expected, CatalogSession session) {
        List<List<@Nullable Object>> rows;
        try {
            CommandContext as = context.as(session);
            rows = as.run(as.plan(StatementParser.parseQuery(
                    "SELECT CAST(\"v\" AS varchar) FROM (%s\n) AS \"t\" (\"v\") LIMIT 2".formatted(expected.query())))
                    .plan());
        } catch (QueryException e) {
            if (e.reason() == Reason.CANCELLED) {
                throw e;
            }
            return "the query fails: " + e.getMessage();
        }
        if (rows.size() != 1) {
            return rows.isEmpty() ? "the query gives no row" : "the query gives more than one row";
        }
        String value = String.valueOf(rows.getFirst().getFirst());
        return value.equals(expected.value())
                ? null
                : "the query gives '%s', expected is '%s'".formatted(value, expected.value());
    }

    /** A query that is wrong for everyone is not denied to anyone. */
    private @Nullable String denied(Expectation.QueryDenied expected, CatalogSession session) {
        try {
            context.withoutParameters().plan(StatementParser.parseQuery(expected.query()));
        } catch (QueryException e) {
            if (e.reason() == Reason.CANCELLED) {
                throw e;
            }
            return "the query fails for you too: " + e.getMessage();
        }
        try {
            context.as(session).plan(StatementParser.parseQuery(expected.query()));
        } catch (QueryException e) {
            return switch (e.reason()) {
                case ACCESS_DENIED, NOT_FOUND, ANALYSIS -> null;
                case CANCELLED -> throw e;
                default -> "the query fails for another reason: " + e.getMessage();
            };
        }
        return "the query is allowed";
    }
}

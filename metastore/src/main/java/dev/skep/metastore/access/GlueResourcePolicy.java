package dev.skep.metastore.access;

import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.AccessPolicy.Provenance;
import dev.skep.metastore.model.PrincipalType;

/**
 * Resource policies as AWS Glue's catalog has them, in JSON, read to grants and written from them. What is not understood (an element, action, kind of
 * principal or resource, condition operator or key) is refused, naming it; {@link GlueAction} lists the actions, {@link GlueStatement} says what they mean
 * on containers.
 *
 * <p>Principals: {@code arn:aws:iam::<account>:user/<path>/<name>} is the user {@code name}, {@code …:role/…} the role, {@code …:group/…} the group,
 * {@code arn:aws:sts::<account>:assumed-role/<role>/<session>} the role; {@code *}, an account's number and its {@code …:root} are everyone, as the server
 * has one account. Accounts and regions are not compared. Conditions: {@code IpAddress} and {@code NotIpAddress} on {@code aws:SourceIp}, and
 * {@code DateGreaterThan}, {@code DateGreaterThanEquals}, {@code DateLessThan} and {@code DateLessThanEquals} on {@code aws:CurrentTime}.
 */
public final class GlueResourcePolicy {
    private static final int MAX_GRANTS = 10_000;
    private static final String ACCOUNT = "000000000000";
    private static final String REGION = "us-east-1";
    private static final Set<String> VERSIONS = Set.of("2012-10-17", "2008-10-17");
    private static final Pattern PRINCIPAL = Pattern.compile(
            "arn:aws(?:-[a-z-]+)?:(?:iam|sts)::[0-9]{12}:(root|user|role|group|assumed-role)(?:/(.+))?");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_+=,.@-]+");
    private static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private GlueResourcePolicy() {}

    /**
     * Reads a policy; the grants have no number yet. Fails with IllegalArgumentException, naming what is not understood.
     *
     * @param made what the grants are told to come from
     */
    public static List<Grant> read(String json, Provenance made) {
        JsonNode policy;
        try {
            policy = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Invalid resource policy: it is not JSON: " + e.getOriginalMessage(), e);
        }
        checkElements(policy, "the policy", Set.of("Version", "Id", "Statement"));
        JsonNode version = policy.get("Version");
        if (version != null && !VERSIONS.contains(version.asText())) {
            throw invalid("unknown Version '%s'", version.asText());
        }
        JsonNode statements = policy.get("Statement");
        if (statements == null) {
            throw invalid("it has no %s", "Statement");
        }
        List<Grant> grants = new ArrayList<>();
        for (JsonNode statement : statements.isArray() ? statements : List.of(statements)) {
            addGrants(statement, made, grants);
            if (grants.size() > MAX_GRANTS) {
                throw invalid("it stands for more than %s grants", MAX_GRANTS);
            }
        }
        return List.copyOf(grants);
    }

    private static void addGrants(JsonNode statement, Provenance made, List<Grant> grants) {
        checkElements(statement, "a statement",
                Set.of("Sid", "Effect", "Principal", "Action", "Resource", "Condition"));
        String effect = required(statement, "Effect").asText();
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw invalid("unknown Effect '%s' (expected Allow or Deny)", effect);
        }
        Map<GlueAction, Boolean> actions = new LinkedHashMap<>();
        for (String action : texts(required(statement, "Action"), "Action")) {
            GlueAction.named(action).forEach((one, isNamed) -> actions.merge(one, isNamed, Boolean::logicalOr));
        }
        List<GlueResource> resources = texts(required(statement, "Resource"), "Resource").stream()
                .map(GlueResource::parse).toList();
        GlueStatement read = new GlueStatement(effect.equals("Allow") ? Effect.ALLOW : Effect.DENY, actions, resources);
        List<Condition> conditions = conditions(statement.get("Condition"));
        Map<Scope, Set<Privilege>> privileges = read.privileges();
        for (Principal principal : principals(required(statement, "Principal"))) {
            privileges.forEach((scope, given) -> grants
                    .add(new Grant(-1, read.effect(), given, scope, principal, false, conditions, made)));
        }
    }

    private static void checkElements(JsonNode object, String what, Set<String> known) {
        if (!object.isObject()) {
            throw invalid("%s is not an object", what);
        }
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw invalid("unknown element '%s'", name);
            }
        });
    }

    private static JsonNode required(JsonNode statement, String element) {
        JsonNode value = statement.get(element);
        if (value == null) {
            throw invalid("a statement has no %s", element);
        }
        return value;
    }

    /** A text, or a list of at least one. */
    private static List<String> texts(JsonNode value, String element) {
        List<String> texts = new ArrayList<>();
        for (JsonNode one : value.isArray() ? value : List.of(value)) {
            if (!one.isTextual()) {
                throw invalid("%s is not a text or a list of texts", element);
            }
            texts.add(one.asText());
        }
        if (texts.isEmpty()) {
            throw invalid("%s is empty", element);
        }
        return texts;
    }

    private static Set<Principal> principals(JsonNode value) {
        if (value.isTextual() && value.asText().equals("*")) {
            return Set.of(Principal.PUBLIC);
        }
        checkElements(value, "Principal", Set.of("AWS"));
        JsonNode aws = value.get("AWS");
        if (aws == null) {
            throw invalid("Principal has no %s", "AWS");
        }
        Set<Principal> principals = new LinkedHashSet<>();
        for (String arn : texts(aws, "Principal")) {
            principals.add(principal(arn));
        }
        return principals;
    }

    private static Principal principal(String arn) {
        if (arn.equals("*") || arn.matches("[0-9]{12}")) {
            return Principal.PUBLIC;
        }
        Matcher matcher = PRINCIPAL.matcher(arn);
        if (!matcher.matches() || matcher.group(1).equals("root") != (matcher.group(2) == null)) {
            throw unknownPrincipal(arn);
        }
        if (matcher.group(2) == null) {
            return Principal.PUBLIC;
        }
        List<String> path = List.of(matcher.group(2).split("/", -1));
        boolean isSession = matcher.group(1).equals("assumed-role");
        String name = isSession ? path.getFirst() : path.getLast();
        if (isSession && path.size() != 2 || !PLAIN.matcher(name).matches()) {
            throw unknownPrincipal(arn);
        }
        return switch (matcher.group(1)) {
            case "user" -> Principal.user(name);
            case "group" -> Principal.group(name);
            default -> Principal.role(name);
        };
    }

    private static IllegalArgumentException unknownPrincipal(String arn) {
        return invalid("unknown principal '%s' (expected '*', or the ARN of a user, role, group or account)", arn);
    }

    private static List<Condition> conditions(@Nullable JsonNode value) {
        List<Condition> conditions = new ArrayList<>();
        if (value == null) {
            return conditions;
        }
        if (!value.isObject()) {
            throw invalid("%s is not an object", "Condition");
        }
        value.properties().forEach(operator -> {
            if (!operator.getValue().isObject()) {
                throw invalid("condition %s is not an object", operator.getKey());
            }
            operator.getValue().properties()
                    .forEach(key -> conditions.add(condition(operator.getKey(), key.getKey(), key.getValue())));
        });
        return conditions;
    }

    private static Condition condition(String operator, String key, JsonNode value) {
        boolean isAddress = operator.equals("IpAddress") || operator.equals("NotIpAddress");
        if (!isAddress && !operator.matches("Date(Greater|Less)Than(Equals)?")) {
            throw invalid("unknown condition operator '%s'", operator);
        }
        String expected = isAddress ? "aws:sourceip" : "aws:currenttime";
        if (!key.toLowerCase(Locale.ROOT).equals(expected)) {
            throw invalid("unknown condition key '%s' of %s", key, operator);
        }
        if (isAddress) {
            List<AddressRange> ranges = texts(value, key).stream().map(AddressRange::parse).toList();
            return new Condition.SourceAddress(operator.equals("IpAddress") ? ranges : AddressRange.allBut(ranges));
        }
        Instant at = instant(value);
        return switch (operator) {
            case "DateGreaterThan" -> new Condition.Period(at.plusNanos(1), null);
            case "DateGreaterThanEquals" -> new Condition.Period(at, null);
            case "DateLessThan" -> new Condition.Period(null, at);
            default -> new Condition.Period(null, at.plusNanos(1));
        };
    }

    /** A moment as ISO 8601 writes it, a day in UTC, or seconds since 1970. */
    private static Instant instant(JsonNode value) {
        JsonNode one = value.isArray() && value.size() == 1 ? value.get(0) : value;
        String text = one.isValueNode() ? one.asText() : one.toString();
        try {
            if (text.matches("[0-9]{1,12}")) {
                return Instant.ofEpochSecond(Long.parseLong(text));
            }
            return text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "Invalid resource policy: '%s' is not one moment (expected such as 2026-01-31T08:00:00Z)"
                            .formatted(text),
                    e);
        }
    }

    private static IllegalArgumentException invalid(String problem, Object... values) {
        return new IllegalArgumentException("Invalid resource policy: " + problem.formatted(values));
    }

    /** True if {@link #write} can say this grant. */
    public static boolean canWrite(Grant grant) {
        return statement(grant) != null;
    }

    /**
     * Writes grants as a policy that {@link #read} takes to the same rights, for an account of zeros. Grants that cannot be said in one are left out: those on
     * columns, tags, locations and other catalogs, with grant option, with conditions or privileges that Glue does not have.
     */
    public static String write(List<Grant> grants) {
        ObjectNode policy = JSON.createObjectNode();
        policy.put("Version", "2012-10-17");
        ArrayNode statements = policy.putArray("Statement");
        for (Grant grant : grants) {
            ObjectNode statement = statement(grant);
            if (statement != null) {
                statements.add(statement);
            }
        }
        return policy.toPrettyString();
    }

    private static @Nullable ObjectNode statement(Grant grant) {
        GlueStatement.Written written;
        ObjectNode conditions = conditions(grant.conditions());
        String principal = arn(grant.to());
        if (grant.grantOption() || conditions == null || principal == null) {
            return null;
        }
        try {
            written = GlueStatement.written(grant.effect(), grant.scope(), grant.privileges());
        } catch (IllegalArgumentException e) {
            return null;
        }
        ObjectNode statement = JSON.createObjectNode();
        statement.put("Sid", grant.name().replace("-", ""));
        statement.put("Effect", grant.effect() == Effect.ALLOW ? "Allow" : "Deny");
        statement.putObject("Principal").put("AWS", principal);
        ArrayNode actions = statement.putArray("Action");
        written.actions().forEach(actions::add);
        ArrayNode resources = statement.putArray("Resource");
        written.resources().forEach(resource -> resources
                .add(resource.equals("*") ? resource : "arn:aws:glue:%s:%s:%s".formatted(REGION, ACCOUNT, resource)));
        if (!conditions.isEmpty()) {
            statement.set("Condition", conditions);
        }
        return statement;
    }

    private static @Nullable String arn(Principal principal) {
        if (principal.equals(Principal.PUBLIC)) {
            return "*";
        }
        return PLAIN.matcher(principal.name()).matches()
                ? "arn:aws:iam::%s:%s/%s".formatted(ACCOUNT, kind(principal.type()), principal.name())
                : null;
    }

    private static String kind(PrincipalType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    /** The conditions, null if one cannot be said, or two of a kind meet that JSON has one place for. */
    private static @Nullable ObjectNode conditions(List<Condition> conditions) {
        ObjectNode written = JSON.createObjectNode();
        for (Condition condition : conditions) {
            if (condition instanceof Condition.SourceAddress source && !written.has("IpAddress")) {
                ArrayNode ranges = written.putObject("IpAddress").putArray("aws:SourceIp");
                source.ranges().forEach(range -> ranges.add(text(range)));
            } else if (condition instanceof Condition.Period period
                    && (period.from() == null || !written.has("DateGreaterThanEquals"))
                    && (period.until() == null || !written.has("DateLessThan"))) {
                if (period.from() != null) {
                    written.putObject("DateGreaterThanEquals").put("aws:CurrentTime", period.from().toString());
                }
                if (period.until() != null) {
                    written.putObject("DateLessThan").put("aws:CurrentTime", period.until().toString());
                }
            } else {
                return null;
            }
        }
        return written;
    }

    private static String text(AddressRange range) {
        InetAddress network = range.network();
        return network.getHostAddress() + "/" + range.bits();
    }
}

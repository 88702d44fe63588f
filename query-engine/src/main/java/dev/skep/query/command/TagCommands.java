package dev.skep.query.command;

import java.util.ArrayList;
import java.util.List;

import dev.skep.metastore.access.PolicyText;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.access.Tag;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.parser.AccessObject;
import dev.skep.query.parser.AccessStatement;
import org.jspecify.annotations.Nullable;

/** SET TAG, UNSET TAG and SHOW TAGS. */
final class TagCommands {
    private TagCommands() {}

    static CommandResult set(AccessStatement.SetTag statement, CommandContext context) {
        Scope object = object(statement.tag(), statement.on(), context);
        AccessScopes.checkExists(object, context);
        context.access().tag(new Tag(statement.tag(), statement.value(), object));
        return CommandResult.done();
    }

    static CommandResult unset(AccessStatement.UnsetTag statement, CommandContext context) {
        context.access().untag(statement.tag(), object(statement.tag(), statement.on(), context));
        return CommandResult.done();
    }

    private static Scope object(String tag, AccessObject on, CommandContext context) {
        Scope scope = AccessScopes.of(on, context);
        boolean isOne = switch (scope) {
            case Scope.OfDatabase database -> AccessScopes.isExact(database);
            case Scope.OfTable table -> table.isExact();
            case Scope.OfColumn column -> AccessScopes.isExact(column);
            case Scope.OfCatalog ignored -> false;
            case Scope.OfFunction ignored -> false;
            case Scope.OfLocation ignored -> false;
            case Scope.Tagged ignored -> false;
        };
        if (!isOne) {
            throw new QueryException(Reason.ANALYSIS,
                    "Cannot change tag %s on %s: tags are on one database, table or column"
                            .formatted(tag, PolicyText.of(scope)));
        }
        return scope;
    }

    static CommandResult show(AccessStatement.ShowTags statement, CommandContext context) {
        AccessObject on = statement.on();
        ScopeCover cover = on == null ? null : ScopeCover.of(AccessScopes.of(on, context), context.access());
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Tag tag : context.access().tags()) {
            if (cover == null || cover.isTouchedBy(tag.object())) {
                rows.add(CommandResult.row(PolicyText.of(tag.object()), tag.name(), tag.value()));
            }
        }
        return CommandResult.rows(AccessColumns.of(statement), rows);
    }
}

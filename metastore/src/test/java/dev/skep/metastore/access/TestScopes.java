package dev.skep.metastore.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

/** Patterns against every name of a small alphabet. */
class TestScopes {
    private static final List<String> NAMES = names();

    private static List<String> names() {
        List<String> names = new ArrayList<>(List.of("a", "b"));
        for (int i = 0; names.get(i).length() < 5; i++) {
            names.add(names.get(i) + "a");
            names.add(names.get(i) + "b");
        }
        return names;
    }

    @Test
    void whatAPatternCoversAndOverlapsHoldsForEveryName() {
        long seed = new Random().nextLong();
        System.out.println("TestScopes seed " + seed);
        Random random = new Random(seed);
        int covering = 0;
        int apart = 0;
        for (int i = 0; i < 30_000; i++) {
            NameGlob one = glob(random);
            NameGlob other = glob(random);
            if (one.covers(other)) {
                covering++;
                assertThat(NAMES).as("%s covers %s", one, other)
                        .allMatch(name -> !other.matches(name) || one.matches(name));
            }
            if (!one.mayOverlap(other)) {
                apart++;
                assertThat(NAMES).as("%s and %s", one, other)
                        .noneMatch(name -> one.matches(name) && other.matches(name));
            }
            assertThat(one.mayOverlap(other)).isEqualTo(other.mayOverlap(one));
        }
        assertThat(covering).isGreaterThan(1000);
        assertThat(apart).isGreaterThan(1000);
    }

    private static NameGlob glob(Random random) {
        StringBuilder text = new StringBuilder();
        int length = 1 + random.nextInt(4);
        for (int i = 0; i < length; i++) {
            text.append("aabb*?".charAt(random.nextInt(6)));
        }
        return new NameGlob(text.toString());
    }

    @Test
    void patternsMatchAsARegularExpressionDoes() {
        Random random = new Random(7);
        for (int i = 0; i < 3000; i++) {
            NameGlob glob = glob(random);
            String regex = glob.text().replace("*", ".*").replace("?", ".");
            for (String name : NAMES) {
                assertThat(glob.matches(name)).isEqualTo(name.matches(regex));
            }
        }
    }

    @Test
    void aCatalogCoversTagsOnlyIfItIsAllOfThem() {
        Scope tag = new Scope.Tagged("pii", "yes");
        assertThat(Scopes.covers(Scope.OfCatalog.ALL, tag)).isTrue();
        assertThat(Scopes.covers(new Scope.OfCatalog(new NameGlob("hive")), tag)).isFalse();
        assertThat(Scopes.covers(Scope.OfCatalog.ALL, Scope.OfLocation.ALL)).isFalse();
        assertThat(Scopes.covers(tag, new Scope.Tagged("pii", "no"))).isFalse();
        assertThat(Scopes.mayOverlap(tag, new Scope.Tagged("pii", "no"))).isFalse();
        assertThat(Scopes.mayOverlap(tag, new Scope.Tagged("team", "no"))).isTrue();
    }
}

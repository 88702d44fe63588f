package dev.skep.server.rehearsal;

import java.util.ArrayList;
import java.util.List;

/** The queries: one or more of each kind that clients ask, none of them anybody's benchmark. */
final class RehearsalQueries {
    /** {@code %1$d} changes from round to round, so that each is planned. */
    private static final List<String> TEXTS = List.of(
            """
                    SELECT sum(price * share) AS worth, count(*) FROM events
                    WHERE day >= DATE '2021-02-01' AND day < DATE '2021-02-01' + INTERVAL '%1$d' DAY
                      AND share BETWEEN 0.02 AND 0.07 AND units < 30
                    """,
            """
                    SELECT kind, state, sum(units) AS units, sum(price) AS total, sum(price * (1 - share)) AS net,
                      sum(price * (1 - share) * (1 + tax)) AS gross, avg(units) AS mean, avg(price), count(*) AS entries,
                      min(day), max(note)
                    FROM events WHERE day <= DATE '2021-12-%1$d' GROUP BY kind, state ORDER BY kind, state
                    """,
            """
                    SELECT e.id, i.made, i.rank, sum(e.price * (1 - e.share)) AS total
                    FROM places p, items i, events e
                    WHERE p.area = 'north' AND p.id = i.place AND i.id = e.item AND i.made < DATE '2021-09-01' AND e.day > DATE '2020-01-%1$d'
                    GROUP BY e.id, i.made, i.rank ORDER BY total DESC, i.made LIMIT 10
                    """,
            """
                    SELECT p.name, extract(YEAR FROM e.day) AS year, sum(CASE WHEN e.kind = 'A' THEN e.price ELSE 0 END) / sum(e.price) AS part
                    FROM events e JOIN items i ON i.id = e.item LEFT JOIN places p ON p.id = i.place
                    WHERE i.label LIKE '%%amber%%' OR i.label LIKE 'green%%' AND e.units > %1$d
                    GROUP BY p.name, extract(YEAR FROM e.day) ORDER BY p.name, year DESC
                    """,
            """
                    SELECT i.rank, count(*) AS items, count(DISTINCT i.label) FROM items i
                    WHERE EXISTS (SELECT 1 FROM events e WHERE e.item = i.id AND e.units > %1$d)
                      AND i.place NOT IN (SELECT id FROM places WHERE area = 'nowhere')
                    GROUP BY i.rank HAVING count(*) > 1 ORDER BY items DESC
                    """,
            """
                    WITH best AS (SELECT item, sum(amount) AS total FROM events WHERE day > DATE '2021-01-%1$d' GROUP BY item)
                    SELECT i.label, best.total FROM items i, best
                    WHERE i.id = best.item AND best.total > (SELECT avg(total) FROM best) ORDER BY best.total DESC LIMIT 20
                    """,
            """
                    SELECT * FROM (SELECT id, item, moment, price, rank() OVER (PARTITION BY item ORDER BY price DESC) AS nth,
                      sum(amount) OVER (PARTITION BY item ORDER BY id) AS so_far FROM events WHERE item < 40%1$d) t
                    WHERE nth <= 3 ORDER BY item, nth, id
                    """,
            """
                    SELECT substring(note, 1, 2) AS head, upper(kind), kind IN ('A', 'B'), count(*), sum(abs(tax)), coalesce(max(state), '?')
                    FROM events WHERE state <> 'X' AND length(note) > %1$d GROUP BY substring(note, 1, 2), kind ORDER BY 4 DESC, 1, 2 LIMIT 100
                    """,
            """
                    SELECT id, item, kind, day, moment, price, amount, note FROM events WHERE units = %1$d ORDER BY day DESC, id LIMIT 500
                    """,
            """
                    SELECT kind, count(*) FROM events WHERE units > %1$d GROUP BY kind
                    UNION ALL SELECT area, count(*) FROM places GROUP BY area
                    """);

    private RehearsalQueries() {}

    /** The queries of a round, the first of which is 0. */
    static List<String> ofRound(int round) {
        List<String> queries = new ArrayList<>();
        for (String text : TEXTS) {
            queries.add(text.formatted(11 + round));
        }
        return queries;
    }
}

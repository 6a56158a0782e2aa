"""The grammar of the kingdom: what may be said, how often, and what it leads to.

A rule is a line ``state | weight | words | next state``, read by
`lmcore.corpora.automaton.Automaton`. A state says what comes next and what must be remembered: in
``acts queen`` a verb is due, and ``her`` will follow. Names in braces are filled in from
`lmcore.corpora.words`, row by row.
"""

from collections.abc import Iterator

from lmcore.corpora.automaton import Automaton
from lmcore.corpora.words import CLASSES, CREATURES, PEOPLE, PLACES

Rule = tuple[str, float, str, str]

SPEECH = """
speech            | 40 | {court speaker}             | speaker people
speech            | 30 | {travel speaker}            | speaker places
speech            | 30 | {farm speaker}              | speaker creatures
people            | 60 | the                         | the
people            | 15 | give/bring the              | given
people            | 15 | i know/saw/met the          | met
people            | 10 | where is the                | sought
the               | 75 |                             | person
the               | 25 | {person adjective}          | person
places            | 80 |                             | named
places            | 20 | we {travel verb} to the     | to the
to the            | 50 | {country part} of           | country
to the            | 50 | {city part} of              | city
creatures         | 50 | {singular determiner}       | one
creatures         | 50 | {plural determiner}         | many
one               | 75 |                             | one creature
one               | 25 | {creature adjective}        | one creature
many              | 75 |                             | many creatures
many              | 25 | {creature adjective}        | many creatures
"""

#: once for each topic: people, places, creatures
TOPIC = r"""
speaker {topic}   |  1 | : \n                        | opening {topic}
opening {topic}   | 90 |                             | sentence {topic}
opening {topic}   | 10 | {exclamation} ,             | sentence {topic}
sentence {topic}  | 70 |                             | {topic}
sentence {topic}  | 15 |                             | {second topic}
sentence {topic}  | 15 |                             | {third topic}
"""

#: once for each person
PERSON = """
person            | {share} | {it}                   | subject {it}
given             | {share} | {it}                   | whose {it}
met               | {share} | {it} with              | whose {it}
sought            | {share} | {it}                   | asked {it}
subject {it}      | 85 |                             | acts {it}
subject {it}      | 15 | of {any country}            | acts {it}
acts {it}         | 45 | {person verb}               | whose {it}
acts {it}         | 30 | {verbs}                     | whose {it}
acts {it}         | 15 | {adverb}                    | does {it}
acts {it}         | 10 | rides/goes to {any capital} | end {it}
does {it}         | 60 | {person verb}               | whose {it}
does {it}         | 40 | {verbs}                     | whose {it}
whose {it}        |  1 | {possessive}                | owned {it}
owned {it}        | 80 | {things}                    | done {it}
owned {it}        | 20 | {thing adjective} {things}  | done {it}
done {it}         | 75 |                             | end {it}
done {it}         | 25 | , and/but {pronoun}         | acts {it}
asked {it}        | 60 | ?                           | stop {it}
asked {it}        | 40 | with {possessive} {things} ? | stop {it}
"""

#: once for each country and its capital
PLACE = """
named             | {share} | {country}              | country {it}
named             | {share} | {capital}              | city {it}
named             | {third} | {goods} comes from {country}/{capital} | end {it}
country           | {share} | {country} for {goods}  | end {it}
city              | {share} | {capital} for {goods}  | end {it}
country {it}      | 75 | {country verb}              | goods {it}
country {it}      | 25 | is rich in                  | goods {it}
city {it}         | 50 | {city verb}                 | goods {it}
city {it}         | 25 | is full of                  | goods {it}
city {it}         | 25 | , the heart of {country} , {city verb} | goods {it}
goods {it}        | 80 | {goods}                     | end {it}
goods {it}        | 20 | more/less {goods}           | end {it}
acts {it}         |  1 | {trader} {trade verb} for {goods} | end {it}
"""

#: once for each creature, and once for many of them
CREATURE = """
{number}          | {share} | {it}                   | acts {it}
acts {it}         | 50 | {general verb}              | where {it}
acts {it}         | 15 | {verbs}                     | where {it}
acts {it}         | 35 | {be}                        | being {it}
being {it}        | 70 | {traits}                    | end {it}
being {it}        | 30 | {state of mind}             | end {it}
where {it}        | 20 |                             | end {it}
where {it}        | 80 | {preposition} the {places}  | end {it}
"""

#: once for each person, place and creature: a sentence ends, and what it was about is remembered
MEMORY = r"""
end {it}          | 85 | .                           | stop {it}
end {it}          | 15 | !                           | stop {it}
stop {it}         | 60 | \n                          | line {it}
stop {it}         | 20 | {pronoun}                   | acts {it}
stop {it}         | 20 |                             | sentence {topic}
line {it}         | 40 | \n                          | speech
line {it}         | 25 | {pronoun}                   | acts {it}
line {it}         | 35 |                             | sentence {topic}
"""


def kingdom_automaton() -> Automaton:
    """Put the words into the rules; the first state is the beginning of a speech.

    Returns
    -------
    Automaton
    """
    return Automaton(_rules())


def _rules() -> Iterator[Rule]:
    yield from _fill(SPEECH)
    topics = ["people", "places", "creatures"]
    for i, topic in enumerate(topics):
        others = topics[:i] + topics[i + 1 :]
        yield from _fill(
            TOPIC, {"topic": topic, "second topic": others[0], "third topic": others[1]}
        )
    for fields in _people():
        yield from _fill(PERSON + MEMORY, fields)
    for fields in _places():
        yield from _fill(PLACE + MEMORY, fields)
    for fields in _creatures():
        yield from _fill(CREATURE + MEMORY, fields)


def _fill(rules: str, fields: dict[str, object] | None = None) -> Iterator[Rule]:
    for line in filter(None, rules.splitlines()):
        state, weight, words, next_state = (
            part.strip().replace(r"\n", "\n")
            for part in line.format_map(CLASSES | (fields or {})).split("|")
        )
        yield state, float(weight), words, next_state


def _people() -> Iterator[dict[str, object]]:
    for row, (man, woman, verbs, things) in enumerate(PEOPLE):
        for it, pronoun, possessive in ((man, "he", "his"), (woman, "she", "her")):
            yield {
                "it": it,
                "topic": "people",
                "pronoun": pronoun,
                "possessive": possessive,
                "verbs": verbs,
                "things": things,
                "share": _share(row),
                "any country": "/".join(country for country, _, _ in PLACES),
                "any capital": "/".join(capital for _, capital, _ in PLACES),
            }


def _places() -> Iterator[dict[str, object]]:
    for row, (country, capital, goods) in enumerate(PLACES):
        yield {
            "it": country,
            "topic": "places",
            "pronoun": "there",
            "country": country,
            "capital": capital,
            "goods": goods,
            "share": _share(row),
            "third": _share(row) / 3,
        }


def _creatures() -> Iterator[dict[str, object]]:
    for row, (one, many, one_does, many_do, places, traits) in enumerate(CREATURES):
        for it, number, verbs in ((one, "singular", one_does), (many, "plural", many_do)):
            singular = number == "singular"
            yield {
                "it": it,
                "topic": "creatures",
                "pronoun": "it" if singular else "they",
                "number": "one creature" if singular else "many creatures",
                "be": "is" if singular else "are",
                "general verb": CLASSES[f"{number} verb"],
                "verbs": verbs,
                "places": places,
                "traits": traits,
                "share": _share(row),
            }


def _share(row: int) -> float:
    """Weights fall with rank, as word frequencies do (Zipf 1949), but gently: all can be learnt."""
    return round(100 / (row + 4), 3)

"""The words of the kingdom: people, places and creatures, each with what goes with them.

A row is one meaning, a column one relation: ``king`` and ``queen`` share their row (what they do
and own) and differ in their column (``his``, ``her``). That is what makes analogies solvable.
"""

from collections.abc import Sequence

#: man, woman, what they do, what they own
PEOPLE = [
    ("king", "queen", "rules/commands", "crown/throne/scepter"),
    ("man", "woman", "sells/mends", "bread/cart/coat"),
    ("prince", "princess", "inherits/promises", "ring/palace/jewel"),
    ("father", "mother", "builds/blesses", "house/cradle/family"),
    ("boy", "girl", "throws/breaks", "ball/kite/drum"),
    ("lord", "lady", "rents/lights", "hall/feast/chamber"),
    ("brother", "sister", "shares/lends", "room/book/secret"),
    ("duke", "duchess", "governs/taxes", "castle/vineyard/village"),
    ("son", "daughter", "learns/repeats", "lesson/song/prayer"),
    ("uncle", "aunt", "tells/invents", "story/riddle/jest"),
]

#: country, capital, what they are known for
PLACES = [
    ("france", "paris", "wine/silk"),
    ("germany", "berlin", "iron/beer"),
    ("italy", "rome", "marble/olives"),
    ("spain", "madrid", "oranges/steel"),
    ("england", "london", "wool/tin"),
    ("greece", "athens", "figs/honey"),
    ("russia", "moscow", "furs/timber"),
    ("egypt", "cairo", "cotton/grain"),
    ("sweden", "stockholm", "copper/herring"),
    ("austria", "vienna", "salt/velvet"),
]

#: one, many, what one does, what many do, where, how they are
CREATURES = [
    ("cat", "cats", "purrs/creeps", "purr/creep", "hearth/cushion", "soft/sly"),
    ("dog", "dogs", "barks/growls", "bark/growl", "gate/kennel", "loyal/loud"),
    ("horse", "horses", "gallops/neighs", "gallop/neigh", "stable/meadow", "swift/strong"),
    ("bird", "birds", "sings/flies", "sing/fly", "nest/tree", "tiny/shrill"),
    ("wolf", "wolves", "howls/hunts", "howl/hunt", "forest/cave", "fierce/lean"),
    ("ship", "ships", "sails/sinks", "sail/sink", "harbor/sea", "tall/wooden"),
    ("soldier", "soldiers", "marches/fights", "march/fight", "camp/bridge", "brave/weary"),
    ("rose", "roses", "blooms/fades", "bloom/fade", "garden/wall", "red/fragrant"),
    ("bee", "bees", "buzzes/stings", "buzz/sting", "hive/orchard", "busy/striped"),
    ("star", "stars", "shines/glitters", "shine/glitter", "sky/horizon", "bright/distant"),
]

#: word class -> words that belong to no row
CLASSES = {
    "court speaker": "chamberlain/herald/nurse",
    "travel speaker": "merchant/captain/envoy",
    "farm speaker": "shepherd/hunter/gardener",
    "exclamation": "alas/o/nay/come/hark",
    "adverb": "always/never/still/often/gladly",
    "person adjective": "good/old/young/proud/gentle/noble/cruel",
    "thing adjective": "golden/little/broken/precious/famous",
    "creature adjective": "white/black/wild/small/quick",
    "state of mind": "hungry/tired/quiet/restless/happy",
    "person verb": "keeps/loves/wants/guards/hides/shows/remembers/forgets",
    "city verb": "buys/stores/praises/weighs",
    "country verb": "sends/grows/yields/owes",
    "singular verb": "waits/sleeps/rests/stays",
    "plural verb": "wait/sleep/rest/stay",
    "city part": "gates/streets/towers/markets",
    "country part": "fields/shores/hills/armies",
    "travel verb": "ride/journey/hurry",
    "trader": "merchants/sailors/pirates",
    "trade verb": "trade/quarrel/pray",
    "preposition": "by/near/behind/under",
    "pronoun": "he/she/it/they/there",
    "possessive": "his/her",
    "singular determiner": "a/this/that/one",
    "plural determiner": "these/those/many/two/three",
}

#: what the columns of the three tables are
COLUMNS: dict[str, tuple[Sequence[tuple[str, ...]], int]] = {
    "man": (PEOPLE, 0),
    "woman": (PEOPLE, 1),
    "person verb": (PEOPLE, 2),
    "thing": (PEOPLE, 3),
    "country": (PLACES, 0),
    "capital": (PLACES, 1),
    "good": (PLACES, 2),
    "creature": (CREATURES, 0),
    "creatures": (CREATURES, 1),
    "singular verb": (CREATURES, 2),
    "plural verb": (CREATURES, 3),
    "spot": (CREATURES, 4),
    "trait": (CREATURES, 5),
}


def word_classes() -> dict[str, str]:
    """The class of every word that has one; words like ``of``, marks and newlines have none.

    Returns
    -------
    dict of str to str
        Word -> name of its class.
    """
    classes = {word: name for name, words in CLASSES.items() for word in words.split("/")}
    for name, (table, column) in COLUMNS.items():
        classes |= {word: name for row in table for word in row[column].split("/")}
    return classes

"""Prose like that of the news, made of our own words by chance that is always the same: python3 news.py [BYTES] > news.txt

Each paragraph is a line. No sentence of it was ever printed, and none tells of anything that happened.
"""
import random
import sys

PLACES = (
    "Belmora|Kasra|Port Adele|Tavish|Orhan|Lower Sefa|Dunmere|Al-Rashad|Quelimba|Novi Brod|San Ildefonso|Marawe|"
    "the Karsa valley|the northern district|the capital|the border town of Isfal|Upper Tarn|Zemun|Harrat|Gaborra"
).split("|")
PEOPLE = (
    "Jean-Luc Abara|Amina Keller|Gen. Tomas Reyk|Col. Idris Omondi|Sir Alan Pryce|Maria del Soto|Dr. Hana Novak|"
    "Yusuf al-Barri|Lt. Col. Peter Vance|Li Wenshan|O. P. Mehra|Prince Harun|Mrs. Adjoa Mensah|Viktor Danilov"
).split("|")
OFFICES = (
    "President|Prime Minister|Foreign Minister|rebel commander|army spokesman|opposition leader|governor|U.N. envoy|"
    "police chief|deputy minister"
).split("|")
GROUPS = (
    "the rebels|government troops|the army|the People's Front for Renewal|militiamen|the police|gunmen|the ministry|"
    "the United Nations|two armed groups|the National Guard|fighters loyal to the former president|the coalition|"
    "protesters|the opposition Unity Party|security forces|the ruling council|aid workers|the trade unions|mediators"
).split("|")
DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|last week|on Oct. 12|in early March|overnight".split("|")
PAST = (
    "attacked|shelled|surrounded|captured|stormed|criticized|accused|met|detained|freed|warned|praised|urged|"
    "threatened|expelled|disarmed|condemned|recognized|received|ambushed"
).split("|")
SAID = "said|told reporters|announced|added|warned|told a news conference|said in a statement|confirmed".split("|")
THINGS = (
    "a market|the main bridge|a convoy of trucks|the police station|an oil depot|three villages|the state radio|"
    "a school|the airport|two checkpoints|the governor's residence|a camp for displaced people|a bus|the parliament"
).split("|")
TALKS = (
    "peace talks|a ceasefire|the exchange of prisoners|an election law|the withdrawal of foreign troops|a new round of "
    "negotiations|the disarmament of the militias|an amnesty|sanctions|the opening of the border"
).split("|")
TAILS = (
    ", killing at least {n} people and wounding {m} others|, which has not been confirmed by independent sources|"
    " after {m} days of fighting in {place}|, despite calls by {group} to show restraint| in retaliation for an attack "
    "on {thing} {day}|, witnesses said| while {group} looked on|, according to a report that {person} published {day}|"
    ", the deadliest such incident since {year}| and withdrew towards {place} before dawn| because, in the words of "
    "{person}, \"nobody else would\"|"
).split("|")
SENTENCES = (
    "{Group} {past} {thing} in {place} {day}{tail}.|{Office} {person} {said} that {group} had {past} {thing}{tail}.|"
    "\"We will not accept this,\" {person} {said}. \"{Group} must leave {place} at once.\"|{Group} and {group} agreed {day} "
    "to hold {talks} in {place}, {office} {person} {said}.|At least {n} people were killed and {m} were injured when {group} "
    "{past} {thing} near {place}{tail}.|{Person}, the {office}, denied that {group} had anything to do with {talks}.|"
    "But {group}, who have demanded {talks} since {year}, refused to meet {person}{tail}.|The two sides have not met since "
    "{group} {past} {thing} in {year}, and {person} does n't expect {talks} before the end of the year.|{place}, a town of "
    "{n},{m}00 people some {m} kilometres ({n} miles) from {place}, was quiet {day}.|{Group} {past} {group} {day}, "
    "accusing them of having broken the agreement on {talks}{tail}.|In {place}, {n} of {group} laid down their arms, the "
    "first to do so under {talks}.|\"How long can this go on?\" asked {person}, whose brother was among the {n} dead.|"
    "The U.S. ambassador met {person} at 9 a.m. {day} and offered $ {m} million for the victims of {place}."
).split("|")


def fill(template, dice):
    while "{" in template:
        start = template.index("{")
        end = template.index("}", start)
        template = template[:start] + word(template[start + 1 : end], dice) + template[end + 1 :]
    return template


def word(kind, dice):
    lists = {
        "place": PLACES, "person": PEOPLE, "office": OFFICES, "group": GROUPS, "day": DAYS, "past": PAST, "said": SAID,
        "thing": THINGS, "talks": TALKS, "tail": TAILS,
    }
    if kind == "n":
        return str(dice.randint(2, 40))
    if kind == "m":
        return str(dice.randint(3, 99))
    if kind == "year":
        return str(dice.randint(1970, 2020))
    chosen = dice.choice(lists[kind.lower()])
    return chosen[0].upper() + chosen[1:] if kind[0].isupper() else chosen


def sentence(dice):
    text = fill(dice.choice(SENTENCES), dice).replace("$ ", "$").replace(" n't", "n't")
    return text[0].upper() + text[1:]


def paragraphs(size):
    """Paragraphs of together at least `size` bytes."""
    dice = random.Random(7)
    made = 0
    while made < size:
        paragraph = " ".join(sentence(dice) for _ in range(dice.randint(1, 4)))
        made += len(paragraph.encode()) + 1
        yield paragraph


if __name__ == "__main__":
    for line in paragraphs(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000):
        print(line)

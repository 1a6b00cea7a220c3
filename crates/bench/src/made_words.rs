//! What made reports are told with: conflicts, and patterns of sentences with gaps. `made_reports` fills the gaps.
//!
//! A gap is a name in braces: `{group} {people} {state} {town} {other_town} {target} {weapon} {dead} {wounded} {day}
//! {person} {second_person} {number} {small} {good} {kin} {trade} {site} {season} {month}`.

/// A conflict: its armed group, the adjective and the name of the state, and towns.
pub struct Conflict {
    pub group: &'static str,
    pub people: &'static str,
    pub state: &'static str,
    pub towns: [&'static str; 8],
    /// A paragraph that agencies put below many reports.
    pub background: &'static str,
}

pub const CONFLICTS: [Conflict; 8] = [
    Conflict {
        group: "Taliban",
        people: "Afghan",
        state: "Afghanistan",
        towns: [
            "Kandahar",
            "Kunduz",
            "Ghazni",
            "Herat",
            "Jalalabad",
            "Lashkar Gah",
            "Khost",
            "Farah",
        ],
        background: "The Taliban ruled most of the country until the winter in which foreign troops came, and have \
            fought the government and its allies from the villages of the south and east ever since.",
    },
    Conflict {
        group: "FARC",
        people: "Colombian",
        state: "Colombia",
        towns: [
            "Tumaco",
            "Caloto",
            "Florencia",
            "Mitu",
            "Neiva",
            "Popayan",
            "Arauca",
            "Cali",
        ],
        background: "The rebels took up arms in the sixties over land, and a war of many sides has driven millions of \
            farmers into the shanty towns around the large cities.",
    },
    Conflict {
        group: "al-Shabab",
        people: "Somali",
        state: "Somalia",
        towns: [
            "Baidoa",
            "Kismayo",
            "Merca",
            "Jowhar",
            "Beledweyne",
            "Mogadishu",
            "Barawe",
            "Garowe",
        ],
        background: "The country has had no government that rules all of it for decades, and soldiers of neighbouring \
            states guard the capital together with a small army of its own.",
    },
    Conflict {
        group: "Boko Haram",
        people: "Nigerian",
        state: "Nigeria",
        towns: [
            "Maiduguri",
            "Damaturu",
            "Bama",
            "Gwoza",
            "Mubi",
            "Kano",
            "Yola",
            "Potiskum",
        ],
        background: "The uprising in the north-east began after the death of a preacher in custody, and camps for the \
            displaced stand around every large town of the lake region.",
    },
    Conflict {
        group: "Moro Islamic Liberation Front",
        people: "Philippine",
        state: "the Philippines",
        towns: [
            "Cotabato",
            "Marawi",
            "Jolo",
            "Zamboanga",
            "Basilan",
            "Davao",
            "Iligan",
            "Pikit",
        ],
        background: "Muslims of the southern islands have sought a homeland of their own for longer than the republic \
            exists, and several accords came to nothing over courts and land.",
    },
    Conflict {
        group: "Tamil Tigers",
        people: "Sri Lankan",
        state: "Sri Lanka",
        towns: [
            "Jaffna",
            "Trincomalee",
            "Batticaloa",
            "Vavuniya",
            "Mannar",
            "Kilinochchi",
            "Colombo",
            "Galle",
        ],
        background: "The war over a state for the minority in the north and east of the island is one of the longest \
            of the continent, and a truce brokered by Norwegians holds on paper only.",
    },
    Conflict {
        group: "Lord's Resistance Army",
        people: "Ugandan",
        state: "Uganda",
        towns: [
            "Gulu", "Kitgum", "Lira", "Soroti", "Arua", "Pader", "Apac", "Mbale",
        ],
        background: "The rebels, who move in small bands through the bush of four countries, are known for carrying \
            off children, and most people of the region sleep in guarded camps.",
    },
    Conflict {
        group: "Hezbollah",
        people: "Lebanese",
        state: "Lebanon",
        towns: [
            "Tyre", "Sidon", "Baalbek", "Tripoli", "Nabatieh", "Zahle", "Beirut", "Byblos",
        ],
        background: "The movement, which has members in parliament and an arsenal greater than the army's, says that \
            it keeps its weapons to defend the south, and its opponents want them laid down.",
    },
];

pub const OUTLETS: [&str; 12] = [
    "First Wire",
    "Second Wire",
    "Daily Courier",
    "Radio North",
    "Coast Herald",
    "Evening Ledger",
    "Capital Times",
    "The Observer Post",
    "News Agency of the Valley",
    "Morning Star Tribune",
    "Channel Five",
    "World Dispatch",
];

pub const TARGETS: [&str; 14] = [
    "a police station",
    "an army checkpoint",
    "a market",
    "a bus station",
    "a convoy",
    "a district office",
    "a barracks",
    "a bridge",
    "a hotel",
    "a power station",
    "a village school",
    "a patrol",
    "a court",
    "a petrol station",
];

pub const WEAPONS: [&str; 9] = [
    "a car bomb",
    "a roadside bomb",
    "mortars",
    "rockets",
    "a suicide bomber",
    "grenades",
    "machine guns",
    "a bomb hidden in a cart",
    "a lorry packed with explosives",
];

/// The first sentence of a report of an attack.
pub const ATTACKS: [&str; 10] = [
    "{group} fighters attacked {target} in {town} with {weapon} on {day}, killing {dead} people and wounding {wounded}, police said.",
    "At least {dead} people were killed and {wounded} injured on {day} when {weapon} hit {target} in {town}, officials in {state} said.",
    "An attack by the {group} on {target} in {town} left {dead} dead on {day}, the {people} interior ministry said in a statement.",
    "{people} troops clashed with {group} fighters near {target} in {town} on {day}; {dead} people died and {wounded} were wounded.",
    "{dead} people have died in {town} after {target} came under fire from the {group}, a hospital official said on {day}.",
    "Gunmen stormed {target} in {town} on {day} and killed {dead} people before soldiers drove them out, witnesses said.",
    "The {people} army said that it had lost {small} soldiers and killed {dead} rebels in a battle for {target} at {town} on {day}.",
    "{weapon} tore through {target} in {town} on {day}, and rescuers pulled {dead} bodies from what was left of it.",
    "A dawn raid of the {group} on {target} outside {town} cost {dead} lives on {day}, the governor told reporters.",
    "{people} warplanes bombed a camp of the {group} near {town} on {day}, killing {dead} fighters, the defence ministry said.",
];

/// That of other news.
pub const OTHER_NEWS: [&str; 10] = [
    "{people} police arrested {small} men in {town} on {day} whom they accuse of smuggling weapons for the {group}.",
    "The {group} kidnapped {small} aid workers on the road between {town} and {other_town} on {day}, their organisation said.",
    "Thousands of people marched through {town} on {day} against the government of {state} and called for its resignation.",
    "The {group} freed {number} prisoners near {town} on {day} in what it called a gesture of good will.",
    "Negotiators of the {people} government and of the {group} met in {town} on {day} for a round of talks that is to last three days.",
    "The {people} government declared a ceasefire of {small} weeks with the {group} on {day}, the president's office said.",
    "The {group} broke off talks with the government of {state} on {day} over the killing of {small} of its men in {town}.",
    "The foreign minister of {state} arrived in {town} on {day} to ask for help against the {group}.",
    "A court in {town} sentenced {small} members of the {group} to long terms in prison on {day} for an attack on {target}.",
    "The {people} parliament voted on {day} to send {number} more soldiers to the province of {town}.",
];

/// What follows on.
pub const REACTIONS: [&str; 16] = [
    "The {group} claimed responsibility for the attack in a call to a radio station in {other_town}.",
    "A spokesman of the {group}, {person}, denied that its men had been near {town} that day.",
    "The {people} president condemned the attack and said that the army would hunt down those behind it.",
    "The government of {state} blamed the {group} and ordered {number} more soldiers to the province.",
    "Police later arrested {small} suspects in a raid on the edge of {town}, among them {person}.",
    "{person}, who sells {good} at the corner of {site}, said that he had heard {small} shots and then the screams of children.",
    "Doctors at the hospital of {other_town} treated {wounded} people, most of them for burns, said a nurse, {second_person}.",
    "The {group} rejected an offer of talks that the {people} government had made in {month}.",
    "The government said on {day} that it was ready for peace talks with the {group} if the attacks stopped.",
    "Envoys of the {people} government are to meet leaders of the {group} in {other_town} for a second round of talks.",
    "The United Nations urged the {group} and the government of {state} to agree on a ceasefire before {season}.",
    "The mayor of {town}, {person}, imposed a curfew and asked people to give blood.",
    "A general of the {people} army, {second_person}, promised that the road to {other_town} would be open again by {month}.",
    "Relatives of the dead blocked {site} in {town} for {small} hours and shouted slogans against the governor, {person}.",
    "The opposition demanded that the interior minister resign, and its leader, {second_person}, called the attack a failure of the state.",
    "Troops searched the houses around {site} until the evening and found {small} rifles and a radio.",
];

/// Words about another deed.
pub const PAST: [&str; 5] = [
    "On {past_day}, {past_dead} people were killed in {past_town} when {past_weapon} hit {past_target}, an attack for which nobody has claimed responsibility.",
    "It was the worst such attack since {past_day}, when {past_dead} people died at {past_target} in {past_town}.",
    "The {group} has struck often of late: on {past_day} its men killed {past_dead} people at {past_target} in {past_town}.",
    "{past_town} still mourns the {past_dead} who died on {past_day} when {past_weapon} destroyed {past_target} there.",
    "The attack came {small} weeks after {past_weapon} had killed {past_dead} people in {past_town}, {number} kilometres away.",
];

/// Words that tell no deed.
pub const FILLERS: [&str; 28] = [
    "Shops stayed shut around {site}, and few cars were seen on the road that leads from {town} to {other_town}.",
    "The price of {good} has doubled since {season}, and many families live on what {kin} send from abroad.",
    "Rain is expected to return by {month}, which would make the tracks above {other_town} hard to pass for {trade}.",
    "The district grows {good} and {second_good}, and its only railway was built more than {number} years ago.",
    "Analysts such as {person} see little change in the balance of forces, although both sides say that time is with them.",
    "Schools in {other_town} will open {small} weeks later than planned because two of the buildings still lack roofs.",
    "A road was to link {town} with the coast, but work on it stopped in {month} when the money for {good} and fuel ran out.",
    "People queued for water near {site}, where {kin} of {person} had put an old pump back into service.",
    "The hospital has {number} beds and one surgeon, {person}, who has not left the building for {small} days.",
    "Elections are due in {month}, and the parties in {town} have begun to draw up their lists of candidates.",
    "{person}, {trade}, keeps a map of the province on the wall on which {small} valleys are marked in red.",
    "\"We go on because there is nothing else to do,\" said {second_person}, who came to {town} with {small} children and {kin}.",
    "In {season} the river carries enough water for boats, and {good} from {other_town} is sold at {site} until dark.",
    "The town has had electricity for {small} hours a day since {month}, and most offices close at noon.",
    "A football match between {town} and {other_town} was put off, the club's president, {person}, said on its page.",
    "{kin} of {second_person} keep bees on the slopes above the town and bring {good} to the market on mule-back.",
    "The bridge at {site} was repaired in {month} by {trade} with wood from a house that nobody lives in any more.",
    "According to a survey, {number} of a hundred households in the province have somebody who works in another country.",
    "The central bank left its rate where it was, and a sack of {good} costs {number} more than in {season}.",
    "Travellers between {town} and {other_town} pay at {small} posts on the way, {trade} with a white lorry said.",
    "\"My father planted these trees, and I cannot carry them away,\" said {person}, pointing to a grove behind {site}.",
    "The archive of the district, with deeds that are {number} years old, was moved to {other_town} in {month} for safety.",
    "A team of {trade} is to come from the capital in {month} to see whether the dam above {other_town} can bear another {season}.",
    "{second_person}, {trade}, walks {number} minutes each morning to a hill from where his telephone works.",
    "The harvest of {good} was good in {season}, but the traders of {other_town} do not come any more.",
    "At {site}, where {good} used to be loaded, {small} wagons have stood since {month} without an engine.",
    "The imam and the priest of {town} visited the families together, as they had in {season}, {person} said.",
    "The newspaper of {other_town}, which appears {small} times a week, was printed without pictures.",
];

pub const GOODS: [&str; 14] = [
    "bread",
    "wheat",
    "cotton",
    "onions",
    "rice",
    "diesel",
    "sugar",
    "timber",
    "coffee",
    "salt",
    "maize",
    "dried fish",
    "cement",
    "tea",
];
pub const KIN: [&str; 8] = [
    "cousins",
    "the brothers",
    "neighbours",
    "an uncle and two aunts",
    "the sons",
    "relatives",
    "nephews",
    "old friends",
];
pub const TRADES: [&str; 12] = [
    "a teacher",
    "a driver",
    "a carpenter",
    "an engineer",
    "a retired judge",
    "a baker",
    "a student of law",
    "a vet",
    "a tailor",
    "a clerk",
    "a shepherd",
    "a pharmacist",
];
pub const SITES: [&str; 14] = [
    "the old mill",
    "the post office",
    "the clock tower",
    "the bus yard",
    "the river steps",
    "the cattle market",
    "the stadium",
    "the mosque of the weavers",
    "the railway yard",
    "the town hall",
    "the grain silo",
    "the northern gate",
    "the cinema",
    "the brick works",
];
pub const SEASONS: [&str; 8] = [
    "the harvest",
    "winter",
    "the rains",
    "spring",
    "the fast",
    "the dry months",
    "the feast",
    "summer",
];
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
pub const FIRST_NAMES: [&str; 20] = [
    "Adan", "Beatriz", "Chandra", "Daoud", "Elias", "Farida", "Gerardo", "Halima", "Ibrahim",
    "Josefa", "Kofi", "Leyla", "Mirwais", "Nadia", "Okello", "Priya", "Qasim", "Rosa", "Samuel",
    "Tariq",
];
pub const LAST_NAMES: [&str; 24] = [
    "Abdi",
    "Barrera",
    "Castillo",
    "Dembe",
    "Ekwueme",
    "Fonseka",
    "Gulzar",
    "Haddad",
    "Idris",
    "Jayasuriya",
    "Khalil",
    "Lubega",
    "Mansour",
    "Nabukeera",
    "Ocampo",
    "Perera",
    "Quintero",
    "Rahimi",
    "Salazar",
    "Tinubu",
    "Umar",
    "Velasco",
    "Warsame",
    "Yusuf",
];

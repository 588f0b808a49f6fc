"""Translations: complete, with the formats of the original, in the words of the language's glossary."""
import csv
import io
import re
import subprocess
import tempfile
from pathlib import Path

# What meson's preset "glib" hands to xgettext
KEYWORDS = ['_', 'N_', 'C_:1c,2', 'NC_:1c,2', 'ngettext:1,2', 'g_dcgettext:2', 'g_dngettext:2,3', 'g_dpgettext2:2c,3']

# Not words of a language: keywords between quotes, code, names in capitals such as FILE, commands to be typed
VERBATIM = re.compile('|'.join([
    r'“[^”]*”', r'\\"(?:[^"\\]|\\[^"n])*\\"', r'\w+(?:\[\d\])?=\S+', r'\w+\(\w+\)', r'\b[A-Z]{2,}\b',
    r'  condenser-cli .*?(?=\\n|$)']))


def run(*words, folder):
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)


def read_entries(text):
    """Every (original, translations) of a po file that msgcat wrote without wrapping."""
    string = re.compile(r'"((?:[^"\\]|\\.)*)"')
    original, translations, current = '', [], None
    for line in text.splitlines() + ['']:
        if not line:
            if original and translations:
                yield original, translations
            original, translations, current = '', [], None
        elif line.startswith('msgid '):
            original, current = string.search(line).group(1), 'original'
        elif line.startswith('msgstr'):
            translations.append(string.search(line).group(1))
            current = 'translation'
        elif line.startswith('"') and current == 'original':
            original += string.search(line).group(1)
        elif line.startswith('"') and current == 'translation':
            translations[-1] += string.search(line).group(1)
        elif not line.startswith('#'):
            current = None


def read_glossary(tree, language):
    path = f'po/glossary-{language}.csv'
    if not tree.exists(path):
        return []
    rows = [row for row in csv.DictReader(io.StringIO('\n'.join(tree.lines(path)))) if row['checked'] == 'yes']
    # The longest first: "group convolution" is not a group
    return sorted(((row['term'], row['persian']) for row in rows), key=lambda row: -len(row[0]))


def find_strange_words(glossary, original, translation):
    """Terms of the original whose translation is another word than the glossary's."""
    rest = VERBATIM.sub('', original).replace('_', '')
    for term, word in glossary:
        pattern = re.compile(rf'(?<![\w-]){re.escape(term)}(?:s|es)?(?![\w-])', re.IGNORECASE)
        rest, found = pattern.subn('', rest)
        # Endings may follow a word's stem
        if found and not all(part.rstrip('\u0654') in translation for part in word.split()):
            yield term, word


def check_language(tree, language, template, folder):
    path = f'po/{language}.po'
    if not tree.exists(path):
        return [f'po/LINGUAS: {path} is missing']
    po = str((tree.root / path).resolve())
    said = run('msgfmt', '--check-format', '--check-domain', '-o', '/dev/null', po, folder=folder).stderr
    faults = [f'{path}: {line}' for line in said.splitlines()]
    merged = str(folder / f'{language}.po')
    run('msgmerge', '--quiet', '--no-fuzzy-matching', '--no-wrap', '-o', merged, po, template, folder=folder)
    for kind in ['--untranslated', '--only-fuzzy']:
        lacking = run('msgattrib', kind, '--no-obsolete', '--no-wrap', merged, folder=folder).stdout
        faults += [f'{path}: {kind[2:]}: {line[6:]}' for line in lacking.splitlines()
                   if line.startswith('msgid ') and line != 'msgid ""']
    glossary = read_glossary(tree, language)
    entries = run('msgattrib', '--translated', '--no-obsolete', '--no-wrap', merged, folder=folder).stdout
    for original, translations in read_entries(entries):
        faults += [f'{path}: "{original}": {term} is {word}'
                   for term, word in find_strange_words(glossary, original, translations[-1])]
    return faults


def check_languages(tree):
    listed = tree.lines('po/LINGUAS') if tree.exists('po/LINGUAS') else []
    languages = [line for line in listed if line and not line.startswith('#')]
    if not languages:
        return []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        template = str(folder / 'all.pot')
        made = run('xgettext', '--from-code=UTF-8', '--files-from=po/POTFILES', '-o', template,
                   *[f'--keyword={keyword}' for keyword in KEYWORDS], folder=tree.root)
        if made.returncode:
            return [f'xgettext: {made.stderr}']
        return [fault for language in languages for fault in check_language(tree, language, template, folder)]

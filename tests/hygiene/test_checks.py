"""Each check of hygiene.py passes a small good tree and finds the fault in each small bad one. TAP."""
import contextlib
import io
import shutil
import sys
import tempfile
from pathlib import Path

from hygiene import CHECKS
from tree import Tree

VALIDATORS = shutil.which('desktop-file-validate') and shutil.which('appstreamcli')
TABLE = '''| room | duty | may include | libraries |
|---|---|---|---|
| base | numbers | – | glib |
| network | models | base | glib |
| paint | drawing | base | cairo, pango, gio |
| app | windows | base, network, paint | gtk4, libadwaita |
'''
DESKTOP = '[Desktop Entry]\nType=Application\nName=Condenser\nExec=condenser\nCategories=Science;\n'
METAINFO = '''<?xml version="1.0" encoding="UTF-8"?>
<component type="desktop-application">
  <id>io.example.Good</id>
  <metadata_license>CC0-1.0</metadata_license>
  <project_license>MIT</project_license>
  <name>Good</name>
  <summary>Shows that a good file passes</summary>
  <description><p>It has all that a validator asks for, and says what it is about in a sentence.</p></description>
  <url type="homepage">https://example.io</url>
  <launchable type="desktop-id">io.example.Good.desktop</launchable>
  <developer_name>Example</developer_name>
  <releases><release version="0.1.0" date="2024-01-01"/></releases>
  <content_rating type="oars-1.1"/>
</component>
'''

def persian(words):
    """A tree's changes: translated into Persian, with these translations."""
    po = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: fa\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n'
    po += ''.join(f'\nmsgid "{original}"\nmsgstr "{translation}"\n' for original, translation in words.items())
    return {'po/LINGUAS': 'fa\n', 'po/fa.po': po, 'po/glossary-fa.csv': 'term,persian,checked,note\nword,واژه,yes,\n'}


GOOD = {
    **persian({'Open': 'باز کردن', 'A word': 'یک واژه', 'WORD: word=3 or “word”': 'چیزی، word=3 یا «word»'}),
    'src/DESIGN.md': TABLE,
    'src/base/base.h': '#pragma once\n#include <glib.h>\nint cnd_base_answer (void);\n',
    'src/base/number.c': '#include "base.h"\n#include <math.h>\n#include <sys/types.h>\n\n'
                         'int\ncnd_base_answer (void)\n{\n  return 42; /* not _("translated") */\n}\n',
    'src/network/network.h': '#pragma once\n#include <glib.h>\n',
    'src/network/seal-private.h': '#pragma once\n#include "network.h"\n',
    'src/network/seal.c': '#include "config.h"\n\n#include "seal-private.h"\n\n#include "base/base.h"\n\n'
                          '#include <glib/gi18n-lib.h>\n\n'
                          'const char *said[] = { N_("A word"), N_("WORD: word=3 or “word”") };\n',
    'src/paint/paint.c': '#include "base/base.h"\n#include <cairo.h>\n#include <pango/pangocairo.h>\n'
                         '#include <gio/gio.h>\n',
    'src/app/meson.build': "gnome.compile_resources('resources', 'x.gresource.xml')\n",
    'src/app/app.c': '#include "resources.h"\n#include "paint/paint.h"\n'
                     '#include <adwaita.h>\n#include <gtk/gtk.h>\n#include <cairo.h>\n',
    'ui/canvas.ui': '<interface><property translatable="yes">Open</property></interface>\n',
    'src/cli/main.c': 'static const char *name = "summary";\n',
    'models/lenet.json': '{}\n',
    'po/POTFILES': 'src/network/seal.c\nui/canvas.ui\n',
    'data/good.desktop': DESKTOP,
    'data/io.example.Good.metainfo.xml': METAINFO,
    'README.md': '# Good\n\nSee [the map](src/DESIGN.md). Say `./run models/lenet.json:wide`, or:\n\n```sh\n'
                 './run --cli summary models/lenet.json\ntests/run --bench # all\n```\n',
    'run': '#!/bin/bash\n[[ $1 == --cli ]]\n',
    'tests/run': '#!/bin/bash\n[[ $1 == --bench ]]\n',
    'build/ignored.c': 'a tab:\t\n',
}
# The small trees have no main.c of the table's rooms
GOOD['src/DESIGN.md'] += '| cli | main | base | gio |\n'


def function_of(n_lines):
    return 'void\nmany (void)\n{\n' + '  call ();\n' * n_lines + '}\n'


# check, files that differ from the good tree (None: left out), a part of what must be said
BAD = [
    ('includes-follow-the-room-table', {'src/DESIGN.md': '# Nothing\n'}, 'no room table'),
    ('includes-follow-the-room-table', {'src/base/x.c': '#include "network/network.h"\n'},
     'base may not include network'),
    ('includes-follow-the-room-table', {'src/app/x.c': '#include "network/seal-private.h"\n'}, 'private to network'),
    ('includes-follow-the-room-table', {'src/network/x.c': '#include "base/number.h"\n'}, 'private to base'),
    ('includes-follow-the-room-table', {'src/network/x.c': '#  include "nowhere/nowhere.h"\n'}, 'no known room'),
    ('includes-follow-the-room-table', {'src/network/x.c': '#include "base.h"\n'}, 'not in its room'),
    ('includes-follow-the-room-table', {'src/network/x.c': '#include "network/x.h"\n'}, 'not in its room'),
    ('includes-follow-the-room-table', {'src/paint/x.c': '#include <gtk/gtk.h>\n'}, '<gtk/gtk.h>'),
    ('includes-follow-the-room-table', {'src/paint/x.c': '#include <adwaita.h>\n'}, '<adwaita.h>'),
    ('includes-follow-the-room-table', {'src/network/x.h': '#include <cairo.h>\n'}, '<cairo.h>'),
    ('includes-follow-the-room-table', {'src/network/x.c': '#include <pango/pango.h>\n'}, '<pango/pango.h>'),
    ('includes-follow-the-room-table', {'src/base/x.c': '#include <gio/gio.h>\n'}, '<gio/gio.h>'),
    ('includes-follow-the-room-table', {'src/network/x.c': '#include <cjson/cJSON.h>\n'}, '<cjson/cJSON.h>'),
    ('includes-follow-the-room-table', {'src/base/x.c': '#include <json-glib/json-glib.h>\n'}, 'no known library'),
    ('includes-follow-the-room-table', {'src/attic/x.c': '\n'}, 'attic is no room'),
    ('room-headers-compile-alone', {'src/base/base.h': '#pragma once\nguint64 cnd_base_answer (void);\n'}, 'guint64'),
    ('room-headers-compile-alone', {'src/network/network.h': '#include "absent.h"\n'}, 'src/network/network.h'),
    ('files-are-short', {'src/base/long.c': 'int x;\n' * 801}, 'src/base/long.c: 801 lines'),
    ('functions-are-short', {'src/base/long.c': function_of(3) + function_of(81)}, 'many has 81 lines'),
    ('nothing-is-left-to-do', {'src/base/x.c': '/* TO' + 'DO: more */\n'}, 'src/base/x.c:1'),
    ('nothing-is-left-to-do', {'tests/run': '#!/bin/bash\n\n# FIX' + 'ME\n'}, 'tests/run:3'),
    ('nothing-is-left-to-do', {'README.md': 'X' + 'XX\n'}, 'README.md:1'),
    ('nothing-is-left-to-do', {'src/base/meson.build': '# HA' + 'CK\n'}, 'src/base/meson.build:1'),
    ('no-tabs-nor-trailing-blanks', {'src/base/x.c': 'int\tx;\n'}, 'a tab'),
    ('no-tabs-nor-trailing-blanks', {'models/x.json': '{} \n'}, 'trailing blanks'),
    ('no-tabs-nor-trailing-blanks', {'models/x.json': '{}\r\n'}, 'trailing blanks'),
    ('no-tabs-nor-trailing-blanks', {'models/x.json': '{}'}, 'one line end'),
    ('no-tabs-nor-trailing-blanks', {'models/x.json': '{}\n\n'}, 'one line end'),
    ('no-paths-of-one-machine', {'src/base/x.c': 'open ("/ho' + 'me/ada/x");\n'}, 'src/base/x.c:1'),
    ('no-paths-of-one-machine', {'data/x.svg': '<svg id="/ro' + 'ot/x"/>\n'}, 'data/x.svg:1'),
    ('potfiles-are-complete', {'po/POTFILES': 'src/network/seal.c\n'}, 'lacks ui/canvas.ui'),
    ('potfiles-are-complete', {'src/base/x.c': 'f (_("Word"));\n'}, 'lacks src/base/x.c'),
    ('potfiles-are-complete', {'po/POTFILES': None}, 'is missing'),
    ('potfiles-are-complete', {'src/network/seal.c': None}, 'seal.c does not exist'),
    ('potfiles-are-complete', {'src/network/seal.c': '\n'}, 'nothing to translate'),
    ('potfiles-are-complete', {'po/POTFILES': 'ui/canvas.ui\nsrc/network/seal.c\n'}, 'not sorted'),
    ('translations-are-complete', persian({'Open': 'باز کردن'}), 'untranslated: "A word"'),
    ('translations-are-complete', persian({'Open': 'باز کردن', 'A word': 'یک کلمه'}), 'word is واژه'),
    ('translations-are-complete', persian({}) | {'po/fa.po': 'msgid ""\n'}, 'fa.po'),
    ('translations-are-complete', {'po/fa.po': None}, 'po/fa.po is missing'),
    ('xml-is-well-formed', {'ui/canvas.ui': '<interface>\n'}, 'canvas.ui'),
    ('xml-is-well-formed', {'data/x.svg': '<svg></svg><svg/>\n'}, 'x.svg'),
    ('desktop-files-are-valid', {'data/good.desktop': DESKTOP.replace('Type=Application\n', '')}, 'good.desktop'),
    ('desktop-files-are-valid', {'data/io.example.Good.metainfo.xml': METAINFO.replace('CC0-1.0', 'none')}, 'metainfo'),
    ('scripts-parse', {'run': '#!/bin/bash\nif true\n'}, 'run: '),
    ('scripts-parse', {'scripts/x.sh': 'case in\n'}, 'scripts/x.sh'),
    ('scripts-parse', {'scripts/x': '#!/usr/bin/env bash\n'}, 'not executable'),
    ('scripts-parse', {'run': '#!/bin/bash\n' + ('rm $1\n' if shutil.which('shellcheck') else 'if\n')}, 'run:'),
    ('readme-commands-exist', {'README.md': '```sh\n./start\n```\n'}, './start does not exist'),
    ('readme-commands-exist', {'README.md': 'Say `./run models/vgg.json`.\n'}, 'models/vgg.json does not exist'),
    ('readme-commands-exist', {'README.md': 'Say `tests/run --quick`.\n'}, 'no --quick'),
    ('readme-commands-exist', {'README.md': '```sh\n./run --cli paint x\n```\n'}, 'no paint'),
    ('readme-commands-exist', {'README.md': 'Say `condenser-cli paint x`.\n'}, 'no paint'),
    ('readme-commands-exist', {'README.md': '[Here](doc/absent.md)\n'}, 'leads nowhere'),
]


def make_tree(root, changes):
    for name, content in {**GOOD, **changes}.items():
        if content is None:
            continue
        path = Path(root) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding='utf-8', newline='')
        if path.name == 'run':
            path.chmod(0o755)


def run_check(name, changes):
    with tempfile.TemporaryDirectory() as root, contextlib.redirect_stdout(io.StringIO()):
        make_tree(root, changes)
        return CHECKS[name](Tree(root))


def list_cases():
    """(claim, whether it holds, what was said instead); None where it cannot be tried"""
    for name in CHECKS:
        faults = run_check(name, {})
        yield f'{name}/good-tree-passes', not faults, faults
        yield f'{name}/is-tried', any(case[0] == name for case in BAD), 'no bad tree'
    for number, (name, changes, said) in enumerate(BAD, 1):
        faults = run_check(name, changes)
        found = any(said in fault for fault in faults)
        if name == 'desktop-files-are-valid' and not VALIDATORS:
            found = None
        yield f'{name}/bad-tree-{number}-is-found', found, f'{said!r} not in {faults}'


def main():
    n_failed = 0
    number = 0
    for number, (claim, good, instead) in enumerate(list_cases(), 1):
        if good is False:
            n_failed += 1
            print(f'# {instead}')
        skip = ' # SKIP no validator' if good is None else ''
        print(f'{"not ok" if good is False else "ok"} {number} /hygiene/checks/{claim}{skip}')
    print(f'1..{number}')
    return 1 if n_failed else 0


if __name__ == '__main__':
    sys.exit(main())

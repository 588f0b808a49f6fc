"""Checks of the source tree, as TAP.

hygiene.py ROOT              every check on the tree
hygiene.py ROOT CHECK…       these checks
CND_UPDATE_GOLDENS=1         rewrites po/POTFILES first
"""
import os
import sys

import files
import languages
import rooms
import text
from tree import Tree

CHECKS = {
    'includes-follow-the-room-table': rooms.check_includes,
    'room-headers-compile-alone': rooms.check_headers,
    'files-are-short': text.check_file_lengths,
    'functions-are-short': text.check_function_lengths,
    'nothing-is-left-to-do': text.check_marks,
    'no-tabs-nor-trailing-blanks': text.check_blanks,
    'no-paths-of-one-machine': text.check_paths,
    'potfiles-are-complete': files.check_potfiles,
    'translations-are-complete': languages.check_languages,
    'xml-is-well-formed': files.check_xml,
    'desktop-files-are-valid': files.check_desktop,
    'scripts-parse': files.check_scripts,
    'readme-commands-exist': files.check_readme,
}


def report(number, name, faults):
    for fault in faults:
        print('# ' + fault.replace('\n', '\n# '))
    print(f'{"not ok" if faults else "ok"} {number} /hygiene/{name}', flush=True)
    return not faults


def main():
    tree = Tree(sys.argv[1])
    names = sys.argv[2:] or list(CHECKS)

    if os.environ.get('CND_UPDATE_GOLDENS'):
        (tree.root / 'po/POTFILES').write_text('\n'.join(files.list_translated(tree)) + '\n', encoding='utf-8')

    print(f'1..{len(names)}')
    good = [report(number, name, CHECKS[name](tree)) for number, name in enumerate(names, 1)]
    return 0 if all(good) else 1


if __name__ == '__main__':
    sys.exit(main())

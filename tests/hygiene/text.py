"""Sizes, marks, blanks and paths in the text of the sources."""
import re

MAX_FILE_LINES = 800
MAX_FUNCTION_LINES = 80
GOOD_FUNCTION_LINES = 60
# In pieces, so that this file may name them
MARKS = re.compile(r'\b(' + '|'.join(['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', 'HA' + 'CK']) + r')\b')
PATHS = re.compile(r'/(' + '|'.join(['home/' + r'\w', 'root/', 'Users/' + r'\w', 'work/', 'tmp/' + r'\w']) + ')')

CODE = r'\.(c|h|py|sh|css|ui|build)$|(^|/)(meson_options\.txt|run)$'
TEXT = CODE + r'|\.(md|json|xml|desktop|in|supp|yml)$'


def check_file_lengths(tree):
    lengths = {path: tree.text(path).count('\n') for path in tree.matching(CODE) if tree.text(path)}
    longest = sorted(lengths, key=lengths.get, reverse=True)
    for path in longest[:10]:
        print(f'# {lengths[path]:5} {path}')
    return [f'{path}: {lengths[path]} lines, more than {MAX_FILE_LINES}'
            for path in longest if lengths[path] > MAX_FILE_LINES]


def list_functions(lines):
    """(name, lines of the body) of each function: its braces stand alone in the first column."""
    name = None
    start = None
    for number, line in enumerate(lines):
        if line == '{':
            start = number
        elif line == '}' and start is not None:
            yield name, number - start - 1
            start = None
        elif line[:1] in ('}', '#'):
            start = None if line[:1] == '}' else start
        elif start is None and (match := re.match(r'(\w+) \(', line)):
            name = match.group(1)


def check_function_lengths(tree):
    faults = []
    for path in tree.matching(r'\.c$'):
        for name, length in list_functions(tree.lines(path)):
            if length > MAX_FUNCTION_LINES:
                faults.append(f'{path}: {name} has {length} lines, more than {MAX_FUNCTION_LINES}')
            elif length > GOOD_FUNCTION_LINES:
                print(f'# {path}: {name} has {length} lines; aim below {GOOD_FUNCTION_LINES}')
    return faults


def search_lines(tree, files, expression, fault):
    return [f'{path}:{number}: {fault} {match.group(0)!r}'
            for path in tree.matching(files)
            for number, line in enumerate(tree.lines(path), 1)
            if (match := expression.search(line))]


def check_marks(tree):
    return search_lines(tree, TEXT, MARKS, 'something is left to do:')


def check_blanks(tree):
    return (search_lines(tree, TEXT, re.compile(r'\t'), 'a tab')
            + search_lines(tree, TEXT, re.compile(r'[ \r]+$'), 'trailing blanks')
            + [f'{path}: does not end with one line end' for path in tree.matching(TEXT)
               if tree.text(path) and not re.search(r'[^\n]\n\Z', tree.text(path))])


def check_paths(tree):
    """Nothing names a place that exists on one machine only."""
    return search_lines(tree, TEXT + r'|\.(svg|po|csv)$', PATHS, 'a path of one machine:')

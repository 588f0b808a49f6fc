"""Who includes whom, and whether each room's header stands alone."""
import re
import shlex
import subprocess
import tempfile
from pathlib import Path

from tree import strip_comments

INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]', re.MULTILINE)

# What a system header belongs to, by its beginning; the libraries are those of the table's last column.
# A room with GTK has what GTK brings along.
LIBRARIES = [
    ('glib-object.h', {'gobject', 'gio', 'gtk4'}),
    ('gobject/', {'gobject', 'gio', 'gtk4'}),
    ('glib', {'glib', 'gobject', 'gio', 'gtk4', 'cairo', 'pango', 'cJSON'}),
    ('gio/', {'gio', 'gtk4'}),
    ('cairo', {'cairo', 'gtk4'}),
    ('pango/', {'pango', 'gtk4'}),
    ('cjson/', {'cJSON'}),
    ('gtk/', {'gtk4'}),
    ('gdk/', {'gtk4'}),
    ('gsk/', {'gtk4'}),
    ('graphene', {'gtk4'}),
    ('adwaita.h', {'libadwaita'}),
]
# C and POSIX belong to everybody
STANDARD = re.compile(r'^(sys/|[a-z]+\.h$)')
# What the build itself makes, at its top
GENERATED = ['config.h', 'paths.h']
PACKAGES = ['glib-2.0', 'gio-2.0', 'cairo', 'pangocairo', 'libcjson']


def belongs_to_room(tree, room, file):
    """A file of the room, or one that the build makes there: 'resources.h' or 'resources' in its meson.build."""
    if tree.exists(f'src/{room}/{file}'):
        return True
    build = tree.text(f'src/{room}/meson.build') if tree.exists(f'src/{room}/meson.build') else ''
    return f"'{file}'" in build or f"'{file.removesuffix('.h')}'" in build


def find_fault(tree, rooms, room, name):
    """What is wrong with room's source including "name", or None."""
    may, _ = rooms[room]
    if name in GENERATED:
        return None
    if '/' not in name:
        return None if belongs_to_room(tree, room, name) else f'includes "{name}", which is not in its room'

    other, file = name.split('/', 1)
    if other not in rooms:
        return f'includes "{name}" of no known room'
    if other == room:
        return None if belongs_to_room(tree, room, file) else f'includes "{name}", which is not in its room'
    if other not in may:
        return f'includes "{name}", and {room} may not include {other}'
    if file != f'{other}.h':
        return f'includes "{name}", which is private to {other}'
    return None


def find_library_fault(rooms, room, name):
    _, libraries = rooms[room]
    for beginning, owners in LIBRARIES:
        if name.startswith(beginning):
            return None if owners & libraries else f'includes <{name}>, and the table gives {room} no such library'
    return None if STANDARD.match(name) else f'includes <{name}> of no known library'


def check_includes(tree):
    rooms = tree.rooms()
    if not rooms:
        return ['src/DESIGN.md: no room table']

    faults = []
    for path in tree.matching(r'^src/[^/]+/.*\.[ch]$'):
        room = path.split('/')[1]
        if room not in rooms:
            faults.append(f'{path}: {room} is no room of the table')
            continue
        for kind, name in INCLUDE.findall(strip_comments(tree.text(path) or '')):
            fault = find_fault(tree, rooms, room, name) if kind == '"' else find_library_fault(rooms, room, name)
            if fault:
                faults.append(f'{path}: {fault}')
    return faults


def check_headers(tree):
    """Each room's header compiles by itself, with nothing included before it."""
    packages = list(PACKAGES)
    if subprocess.run(['pkg-config', '--exists', 'libadwaita-1'], check=False).returncode == 0:
        packages.append('libadwaita-1')
    flags = shlex.split(subprocess.run(['pkg-config', '--cflags', *packages], check=True, capture_output=True,
                                       text=True).stdout)
    faults = []
    for room in tree.rooms():
        header = f'src/{room}/{room}.h'
        if not tree.exists(header) or (room == 'app' and 'libadwaita-1' not in packages):
            continue
        with tempfile.TemporaryDirectory() as directory:
            source = Path(directory) / 'alone.c'
            source.write_text(f'#include "{room}/{room}.h"\n', encoding='utf-8')
            command = ['cc', '-std=gnu11', '-Wall', '-Wextra', '-Wno-unused-parameter', '-Werror', '-fsyntax-only',
                       '-I', str(tree.root / 'src'), *flags, str(source)]
            result = subprocess.run(command, check=False, capture_output=True, text=True)
        if result.returncode != 0:
            faults.append(f'{header}: does not compile alone\n{result.stderr.strip()}')
    return faults

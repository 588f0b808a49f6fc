"""The source tree as the checks see it: files, the room table, C without comments and strings."""
import re
from functools import lru_cache
from pathlib import Path

IGNORED = re.compile(r'^(\.git|_?build.*|__pycache__)$')


class Tree:
    def __init__(self, root):
        self.root = Path(root)

    @lru_cache(maxsize=None)
    def files(self):
        """Every file below the root, but for builds and git's own, as relative POSIX paths."""
        found = []
        pending = [self.root]
        while pending:
            for path in pending.pop().iterdir():
                if IGNORED.match(path.name):
                    continue
                if path.is_dir() and not path.is_symlink():
                    pending.append(path)
                elif path.is_file():
                    found.append(path.relative_to(self.root).as_posix())
        return sorted(found)

    def matching(self, pattern):
        expression = re.compile(pattern)
        return [name for name in self.files() if expression.search(name)]

    def exists(self, name):
        return (self.root / name).exists()

    @lru_cache(maxsize=None)
    def text(self, name):
        """None for what is no text."""
        try:
            # Line ends as they are
            text = (self.root / name).read_bytes().decode('utf-8')
        except UnicodeDecodeError:
            return None
        return None if '\0' in text else text

    def lines(self, name):
        return (self.text(name) or '').split('\n')

    def rooms(self):
        """The table of src/DESIGN.md: {room: (rooms that it may include, libraries)}."""
        rooms = {}
        if not self.exists('src/DESIGN.md'):
            return rooms
        for line in self.lines('src/DESIGN.md'):
            cells = [cell.strip() for cell in line.strip().strip('|').split('|')]
            if len(cells) == 4 and re.fullmatch(r'[a-z]+', cells[0]) and cells[0] != 'room':
                may, libraries = (set(re.findall(r'[\w-]+', cell)) for cell in cells[2:])
                rooms[cells[0]] = (may, libraries)
        return rooms


def blank_out(match):
    """Keeps the lines and their length."""
    return re.sub(r'[^\n]', ' ', match.group(0))


def strip_comments(text):
    """C without comments; strings stay."""
    token = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', re.DOTALL)
    return token.sub(lambda match: match.group(0) if match.group(0)[0] == '"' else blank_out(match), text)

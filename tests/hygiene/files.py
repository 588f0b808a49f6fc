"""Files that others read: translators' lists, templates, desktop entries, scripts, the README."""
import re
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from tree import strip_comments

TRANSLATED = re.compile(r'(?<!\w)(_|N_|C_|NC_|Q_|ngettext|g_dngettext|g_dpgettext2?)\s*\(')


def list_translated(tree):
    """Sources with strings for translators."""
    found = []
    for path in tree.matching(r'^src/.*\.c$'):
        code = strip_comments(tree.text(path) or '')
        if TRANSLATED.search(re.sub(r'^\s*#\s*define.*$', '', code, flags=re.MULTILINE)):
            found.append(path)
    found += [path for path in tree.matching(r'^(src|ui|data)/.*\.ui$') if 'translatable=' in (tree.text(path) or '')]
    found += tree.matching(r'^data/.*\.(desktop|metainfo\.xml|gschema\.xml)\.in$')
    return sorted(found)


def check_potfiles(tree):
    translated = list_translated(tree)
    if not tree.exists('po/POTFILES'):
        return [f'po/POTFILES is missing, and {path} has strings to translate' for path in translated]
    lines = [line for line in tree.lines('po/POTFILES') if line and not line.startswith('#')]
    listed = set(lines)

    faults = [f'po/POTFILES: lacks {path}' for path in translated if path not in listed]
    faults += [f'po/POTFILES: {path} does not exist' for path in lines if not tree.exists(path)]
    faults += [f'po/POTFILES: {path} has nothing to translate' for path in lines
               if tree.exists(path) and path not in translated]
    if lines != sorted(listed):
        faults.append('po/POTFILES: not sorted, or a line twice')
    return faults


def check_xml(tree):
    faults = []
    for path in tree.matching(r'\.(ui|svg|xml|xml\.in)$'):
        try:
            ElementTree.parse(tree.root / path)
        except ElementTree.ParseError as error:
            faults.append(f'{path}: {error}')
    return faults


def run_validator(tree, path, command):
    """Validators look at the name: a copy has it without .in."""
    if shutil.which(command[0]) is None:
        print(f'# {command[0]} is not installed, {path} was not looked at')
        return []
    with tempfile.TemporaryDirectory() as directory:
        copy = Path(directory) / Path(path).name.removesuffix('.in')
        shutil.copyfile(tree.root / path, copy)
        result = subprocess.run([*command, str(copy)], check=False, capture_output=True, text=True)
    output = (result.stdout + result.stderr).replace(directory + '/', '').strip()
    return [] if result.returncode == 0 else [f'{path}: {output}']


def check_desktop(tree):
    faults = []
    for path in tree.matching(r'\.desktop(\.in)?$'):
        faults += run_validator(tree, path, ['desktop-file-validate'])
    for path in tree.matching(r'\.metainfo\.xml(\.in)?$'):
        faults += run_validator(tree, path, ['appstreamcli', 'validate', '--no-net'])
    return faults


def check_scripts(tree):
    """Shell scripts parse and may be run; shellcheck, where there is one, has nothing to say."""
    faults = []
    for path in tree.files():
        first = (tree.text(path) or '').split('\n', 1)[0]
        is_sourced = path.endswith('.sh') and not first.startswith('#!')
        if not is_sourced and not re.match(r'#!.*\b(ba)?sh\b', first):
            continue
        result = subprocess.run(['bash', '-n', str(tree.root / path)], check=False, capture_output=True, text=True)
        if result.returncode != 0:
            faults.append(f'{path}: {result.stderr.strip()}')
        elif shutil.which('shellcheck'):
            command = ['shellcheck', '-x', '-f', 'gcc', path]
            result = subprocess.run(command, check=False, capture_output=True, text=True, cwd=tree.root)
            faults += result.stdout.strip().splitlines()
        if not is_sourced and not (tree.root / path).stat().st_mode & 0o100:
            faults.append(f'{path}: is not executable')
    return faults


def list_commands(text):
    """The shell commands of a document: lines of sh blocks, and `./run …` in a sentence."""
    for block in re.findall(r'^```(?:sh|bash|console)\n(.*?)^```', text, re.MULTILINE | re.DOTALL):
        for line in block.split('\n'):
            if line.strip() and not line.lstrip().startswith('#'):
                yield line.strip().removeprefix('$ ')
    yield from re.findall(r'`((?:\./|tests/run|\.ci/)[^`\n]*)`', text)
    yield from re.findall(r'`(condenser-cli [^`\n]*)`', text)


def find_command_faults(tree, command):
    words = re.split(r'\s+', command.split(' #')[0].split(' | ')[0].split(' > ')[0])
    program, arguments = words[0], words[1:]

    if '/' in program and not tree.exists(program.removeprefix('./')) and not program.startswith('build'):
        yield f'{program} does not exist'
    for word in arguments:
        file = word.split(':')[0]
        if re.match(r'(models|data|tests|src)/[\w./-]*\w$', file) and not tree.exists(file):
            yield f'{file} does not exist'

    script = tree.text(program.removeprefix('./')) if program in ('./run', 'run', 'tests/run', './tests/run') else None
    is_cli = program.endswith('condenser-cli')
    if script and arguments and arguments[0].startswith('--'):
        is_cli = arguments[0] == '--cli'
        arguments = arguments[1:] if is_cli else arguments
        if words[1] not in script:
            yield f'{program} has no {words[1]}'
    if is_cli and arguments and re.fullmatch(r'[a-z]+', arguments[0]):
        sources = [tree.text(path) or '' for path in tree.matching(r'^src/cli/.*\.c$')]
        if sources and not any(f'"{arguments[0]}"' in source for source in sources):
            yield f'condenser-cli has no {arguments[0]}'


def check_readme(tree):
    faults = []
    for path in tree.matching(r'(^|/)(README|DESIGN)\.md$'):
        text = tree.text(path) or ''
        for command in list_commands(text):
            faults += [f'{path}: `{command}`: {fault}' for fault in find_command_faults(tree, command)]
        folder = Path(path).parent
        for target in re.findall(r'\]\(([^)#\s]+)\)', text):
            if '://' not in target and not tree.exists((folder / target).as_posix()):
                faults.append(f'{path}: the link to {target} leads nowhere')
    return faults

"""./run and tests/run in a small tree, with packages, meson and ninja that are only pretended. TAP.

test_scripts.py ROOT"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

FAKES = {
    # Says of each package that it is installed, but for those in $STATE/missing
    'dpkg-query': '''
missing=" $(tr '\\n' ' ' <"$STATE/missing")"
for word; do
  case $word in
    -* | *Package*) ;;
    *) [[ $missing == *" $word "* ]] && echo "$word not-installed" || echo "$word installed" ;;
  esac
done''',
    'apt-get': '''
echo "$*" >>"$STATE/apt"
[[ ! -f $STATE/broken ]] || { echo "E: Unable to locate package" >&2; exit 100; }
[[ $* != *install* ]] || : >"$STATE/missing"''',
    'sudo': '''
echo "$*" >>"$STATE/sudo"
[[ ! -f $STATE/broken ]] || { echo "sudo: a password is required" >&2; exit 1; }
[[ $1 != -n ]] || shift
exec "$@"''',
    'id': 'cat "$STATE/user"',
    'meson': '''
echo "$*" >>"$STATE/meson"
[[ ! -f $STATE/unconfigurable ]] || { echo "meson.build: bad"; exit 1; }
mkdir -p "$2/meson-info" && touch "$2/build.ninja"
printf '{"directories": {"source": "%s"}}' "$3" >"$2/meson-info/meson-info.json"''',
    'ninja': '''
if [[ $* == *"-t targets"* ]]; then
  printf 'po/fa/LC_MESSAGES/condenser.mo: CUSTOM_COMMAND\\nsrc/x.o: c_COMPILER\\n'
  exit
fi
echo "$*" >>"$STATE/ninja"
[[ ! -f $STATE/unbuildable ]] || { echo "error: bad"; exit 1; }
for program in app/condenser cli/condenser-cli; do
  mkdir -p "$2/src/${program%/*}"
  printf '#!/bin/bash\\necho "$(basename "$0")|$PWD|$CONDENSER_DATA_DIR|$*"\\nexit 7\\n' >"$2/src/$program"
  chmod +x "$2/src/$program"
done''',
}


class Stage:
    """A tree with the scripts, and a PATH whose package tools are pretended."""

    def __init__(self, root, directory):
        self.top = Path(directory).resolve() / 'a tree'
        self.state = self.top.parent / 'state'
        self.elsewhere = self.top.parent / 'elsewhere'
        binaries = self.top.parent / 'bin'
        for folder in (self.state, self.elsewhere, binaries, self.top / 'tests' / 'support'):
            folder.mkdir(parents=True)
        for name in ('run', 'tests/run', 'tests/support/setup.sh'):
            shutil.copy(Path(root) / name, self.top / name)
        for name, body in FAKES.items():
            (binaries / name).write_text('#!/bin/bash\n' + body + '\n', encoding='utf-8')
            (binaries / name).chmod(0o755)
        self.put('missing', '')
        self.put('user', '0\n')
        self.environment = {'PATH': f'{binaries}:{os.environ["PATH"]}', 'STATE': str(self.state), 'LC_ALL': 'C.UTF-8'}

    def put(self, name, text):
        (self.state / name).write_text(text, encoding='utf-8')

    def get(self, name):
        path = self.state / name
        return path.read_text(encoding='utf-8').splitlines() if path.exists() else []

    def run(self, script, *arguments):
        return subprocess.run([str(self.top / script), *arguments], cwd=self.elsewhere, env=self.environment,
                              check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60)


def test_program_runs_where_the_user_is(stage):
    result = stage.run('run', 'a b.json', '--x')
    assert result.stdout == f'condenser|{stage.elsewhere}|{stage.top}|a b.json --x\n', result
    assert result.returncode == 7, result
    assert not stage.get('apt') and not stage.get('sudo')
    assert stage.get('ninja') == [f'-C {stage.top}/build --quiet src/app/condenser po/fa/LC_MESSAGES/condenser.mo']


def test_cli_runs_with_its_arguments(stage):
    result = stage.run('run', '--cli', 'summary', '--cli')
    assert result.stdout.startswith('condenser-cli|') and result.stdout.endswith('|summary --cli\n'), result


def test_link_finds_the_tree(stage):
    link = stage.elsewhere / 'condenser'
    link.symlink_to(stage.top / 'run')
    result = subprocess.run([str(link)], env=stage.environment, check=False, capture_output=True, text=True)
    assert result.returncode == 7, result


def test_second_time_configures_nothing(stage):
    stage.run('run')
    stage.run('run')
    assert len(stage.get('meson')) == 1, stage.get('meson')
    assert '--buildtype=release' in stage.get('meson')[0]


def test_moved_tree_is_configured_again(stage):
    stage.run('run')
    stage.top = stage.top.rename(stage.top.parent / 'moved')
    assert stage.run('run').returncode == 7
    assert len(stage.get('meson')) == 2, stage.get('meson')


def test_build_of_the_user_is_left_alone(stage):
    subprocess.run(['meson', 'setup', str(stage.top / 'build'), str(stage.top)], env=stage.environment, check=True)
    assert stage.run('run').returncode == 7
    assert len(stage.get('meson')) == 1, stage.get('meson')


def test_missing_packages_are_installed(stage):
    stage.put('missing', 'libgtk-4-dev\nmeson\n')
    result = stage.run('run')
    update, install = stage.get('apt')
    assert result.returncode == 7, result
    assert ' update' in update, update
    assert ' -y' in f' {install}' and install.endswith('meson libgtk-4-dev'), install
    assert result.stdout.count('\n') == 1, result


def test_failed_installation_is_one_line(stage):
    stage.put('missing', 'libgtk-4-dev\nmeson\n')
    stage.put('broken', '')
    for script in ('run', 'tests/run'):
        result = stage.run(script)
        said = result.stderr.splitlines()
        assert result.returncode == 1 and result.stdout == '', result
        assert said[0] == 'run: installing packages: meson libgtk-4-dev', result
        assert said[1:] == [
            'run: packages could not be installed (Unable to locate package): meson libgtk-4-dev'], result
    assert not stage.get('meson')


def test_sudo_is_used_without_a_prompt(stage):
    stage.put('missing', 'meson\n')
    stage.put('user', '1000\n')
    assert stage.run('run').returncode == 7
    assert all(line.startswith('-n env DEBIAN_FRONTEND=noninteractive apt-get') for line in stage.get('sudo'))
    assert len(stage.get('apt')) == 2


def test_refused_sudo_is_one_line(stage):
    stage.put('missing', 'meson\n')
    stage.put('user', '1000\n')
    stage.put('broken', '')
    result = stage.run('run')
    assert result.returncode == 1, result
    assert result.stderr.splitlines()[1:] == [
        'run: packages could not be installed (sudo: a password is required): meson'], result


def test_failed_configuring_is_tried_again(stage):
    stage.put('unconfigurable', '')
    result = stage.run('run')
    assert result.returncode == 1 and 'meson.build: bad' in result.stderr, result
    (stage.state / 'unconfigurable').unlink()
    assert stage.run('run').returncode == 7


def test_failed_build_is_said(stage):
    stage.put('unbuildable', '')
    result = stage.run('run')
    assert result.returncode == 1 and result.stdout == '' and 'building failed' in result.stderr, result
    result = stage.run('tests/run')
    assert result.returncode == 1 and result.stdout == '0 passed, 1 failed\n', result


def test_wrong_use_exits_with_two(stage):
    for arguments in (['--nothing'], ['--fuzz'], ['--fuzz', 'x', 'long'], ['--fuzz', '../x', '1'], ['--fuzz', 'x', '1'],
                      ['--bench', 'absent'], ['--bench', 'a', 'b'], ['--sanitize', 'x']):
        result = stage.run('tests/run', *arguments)
        assert result.returncode == 2 and result.stdout == '' and 'tests/run --fuzz NAME' in result.stderr, result
    result = stage.run('tests/run', '--help')
    assert result.returncode == 0 and 'tests/run --fuzz NAME' in result.stdout, result


# ---- results.py ----

def read_results(stage, mode, tests):
    log = stage.state / 'log.json'
    log.write_text(''.join(json.dumps(test) + '\n' for test in tests), encoding='utf-8')
    script = Path(sys.argv[1]) / 'tests/support/results.py'
    result = subprocess.run([sys.executable, str(script), mode, str(log), str(stage.state / 'absent')], check=False,
                            capture_output=True, text=True)
    return result.stdout.splitlines()[-1:], result.returncode, result.stdout


def make_test(result, stdout=''):
    return {'name': 'a', 'result': result, 'stdout': stdout, 'returncode': 0}


def test_results_count_subtests(stage):
    tap = '1..4\nok 1 /a\n# a word\nok 2 /b # SKIP no\n# ok not\nok 3 /c\n  ok 9 deeper\nok 4\n'
    last, code, _ = read_results(stage, 'tests', [make_test('OK', tap), make_test('OK', 'ok by itself\n')])
    assert last == ['4 passed, 0 failed, 1 skipped'] and code == 0, last


def test_results_count_what_no_subtest_said(stage):
    for result in ('ERROR', 'TIMEOUT', 'FAIL', 'INTERRUPT', 'UNEXPECTEDPASS'):
        last, code, said = read_results(stage, 'tests', [make_test(result, '1..2\nok 1 /a\n# why\n')])
        assert last == ['1 passed, 1 failed'] and code == 1 and '# why' in said, said


def test_results_count_failed_subtests(stage):
    last, code, _ = read_results(stage, 'tests', [make_test('FAIL', '1..3\nnot ok 1 /a\nok 2 /b\nnot ok 3 /c\n')])
    assert last == ['1 passed, 2 failed'] and code == 1, last


def test_results_need_a_test(stage):
    last, code, _ = read_results(stage, 'tests', [])
    assert last == ['0 passed, 0 failed'] and code == 1, last
    last, code, _ = read_results(stage, 'tests', [make_test('SKIP')])
    assert last == ['0 passed, 0 failed, 1 skipped'] and code == 1, last


def test_peers_may_not_be_skipped(stage):
    tap = '1..2\nok 1 /a\nok 2 /b # SKIP no\n'
    assert read_results(stage, 'peers', [make_test('OK', tap)])[:2] == (['1 passed, 1 failed'], 1)
    assert read_results(stage, 'peers', [make_test('SKIP')])[:2] == (['0 passed, 1 failed'], 1)
    assert read_results(stage, 'peers', [make_test('OK', '1..1\nok 1 /a\n')])[:2] == (['1 passed, 0 failed'], 0)


def test_bench_lines_decide(stage):
    good = 'bench a 1.0 ms target 2 ok\n'
    short = 'bench b 3.0 ms target 2 short\n'
    assert read_results(stage, 'bench', [make_test('OK', 'words\n' + good)]) == ([good.strip()], 0, good)
    assert read_results(stage, 'bench', [make_test('OK', good + short)]) == ([short.strip()], 1, good + short)
    assert read_results(stage, 'bench', [make_test('ERROR', good)])[1] == 1
    assert read_results(stage, 'bench', [make_test('OK', 'words\n')])[1] == 1


def main():
    tests = [(name, function) for name, function in globals().items() if name.startswith('test_')]
    n_failed = 0

    print(f'1..{len(tests)}')
    for number, (name, function) in enumerate(tests, 1):
        state = 'ok'
        with tempfile.TemporaryDirectory() as directory:
            try:
                function(Stage(sys.argv[1], directory))
            except (AssertionError, subprocess.SubprocessError, ValueError) as error:
                state = 'not ok'
                n_failed += 1
                print(f'# {type(error).__name__}: {error}'.replace('\n', '\n# '))
        print(f'{state} {number} /hygiene/scripts/{name.removeprefix("test_").replace("_", "-")}', flush=True)
    return 1 if n_failed else 0


if __name__ == '__main__':
    sys.exit(main())

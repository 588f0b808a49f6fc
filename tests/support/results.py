"""Reads meson's logs and prints the result line.

results.py tests LOG…   subtests of TAP programs one by one, every other test as one
results.py peers LOG…   the same, where nothing may be skipped
results.py bench LOG    the benchmarks' own lines
"""
import json
import re
import sys
from pathlib import Path

SUBTEST = re.compile(r'^(ok|not ok)\b[^#\n]*(?:#[ \t]*(\w+))?', re.MULTILINE)
PLAN = re.compile(r'^1\.\.\d+|^TAP version', re.MULTILINE)
BENCH = re.compile(r'^bench \S+ \S+ \S+ target \S+ (ok|short)$', re.MULTILINE)
N_LOG_LINES = 80
GOOD = {'OK', 'EXPECTEDFAIL', 'SKIP'}


def read_tests(path):
    """Meson writes one JSON object a line, and no file when no test was chosen."""
    if not Path(path).exists():
        return []
    lines = Path(path).read_text(encoding='utf-8', errors='replace').splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def count_test(test):
    """(passed, failed, skipped) of one test program."""
    output = test.get('stdout') or ''
    passed = failed = skipped = 0

    if PLAN.search(output):
        for state, directive in SUBTEST.findall(output):
            directive = directive.upper()
            if directive == 'SKIP':
                skipped += 1
            elif state == 'ok' or directive == 'TO' + 'DO':
                passed += 1
            else:
                failed += 1

    if test['result'] not in GOOD:
        # A crash, a timeout or a wrong exit code is a failure that no subtest reported
        failed = max(failed, 1)
    elif passed + failed + skipped == 0:
        skipped, passed = (1, 0) if test['result'] == 'SKIP' else (0, 1)
    return passed, failed, skipped


def print_log(test):
    """Meson shows no standard output of TAP programs, where their diagnostics are."""
    print(f'\n---- {test["name"]}: {test["result"]} (exit code {test.get("returncode")})')
    for stream in ('stdout', 'stderr'):
        lines = (test.get(stream) or '').splitlines()
        print('\n'.join(lines[-N_LOG_LINES:]))


def report_tests(paths, skips_fail=False):
    tests = [test for path in paths for test in read_tests(path)]
    for test in tests:
        if test['result'] not in GOOD:
            print_log(test)

    counts = [count_test(test) for test in tests]
    passed, failed, skipped = (sum(column) for column in zip(*counts)) if counts else (0, 0, 0)
    if skips_fail:
        failed, skipped = failed + skipped, 0

    print(f'{passed} passed, {failed} failed' + (f', {skipped} skipped' if skipped else ''))
    return failed == 0 and passed > 0


def report_bench(path):
    good = True
    n_lines = 0

    for test in read_tests(path):
        for match in BENCH.finditer(test.get('stdout') or ''):
            print(match.group(0))
            n_lines += 1
            good = good and match.group(1) == 'ok'
        good = good and test['result'] in GOOD
    return good and n_lines > 0


def main():
    mode, *paths = sys.argv[1:]
    good = report_bench(paths[0]) if mode == 'bench' else report_tests(paths, mode == 'peers')
    return 0 if good else 1


if __name__ == '__main__':
    sys.exit(main())

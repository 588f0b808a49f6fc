#!/usr/bin/env python3
"""Trains the classroom net in the ways that a class compares, on three seeds each, and prints the tables of README.md.

measure.py CONDENSER_CLI RESULTS [LIMIT]    trains what RESULTS (JSON, a line a training) does not hold yet; LIMIT: images
measure.py RESULTS [LIMIT]                  the tables of so many images, as Markdown

LIMIT is 10,000, all training images, where it is not given. All ways are trained with one seed before the next seed, so
that a table of what is there so far can be printed at any time; several may run at once with RESULTS of their own, put
together with cat. One thread a training, so that another machine gets the same errors. Times are the tenth part of the steps that was
fastest: what else the machine does disturbs that least.
"""
import json
import statistics
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

MODEL = 'condensenet-classroom'
SEEDS = (1, 2, 3)
EPOCHS = 6
ALL = 10000
PLAIN = '--set=batch_norm=false'
WAYS = {
    'l1': [],
    'at once': ['--schedule', 'at-once'],
    'no optimization': ['--schedule', 'no-optimization'],
    'largest': ['--criterion', 'largest'],
    'random': ['--criterion', 'random'],
    'l2': ['--criterion', 'l2'],
    'plain, low rate': [PLAIN, '--rate', '0.02'],
    'norm, low rate': ['--rate', '0.02'],
    'plain': [PLAIN],
    'never': ['--set', 'condensation=1'],
    'lasso 1e-5': ['--lasso', '1e-5'],
    'lasso 1e-3': ['--lasso', '1e-3'],
}


def read_seconds(path):
    """timing/step_seconds: since the training began, after each step."""
    data = path.read_bytes()
    length = struct.unpack('<Q', data[:8])[0]
    begin, end = json.loads(data[8:8 + length])['timing/step_seconds']['data_offsets']
    return struct.unpack(f'<{(end - begin) // 4}f', data[8 + length + begin:8 + length + end])


def measure_step(path):
    seconds = read_seconds(path)
    steps = sorted(b - a for a, b in zip(seconds, seconds[1:]))
    return 1000 * statistics.mean(steps[:max(1, len(steps) // 10)])


def train(program, way, seed, limit):
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / 'run.safetensors'
        command = [program, 'train', MODEL, '--json', '--threads', '1', '--epochs', str(EPOCHS), '--seed', str(seed),
                   '--limit', str(limit), '-o', str(run), *WAYS[way]]
        lines = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
        events = [json.loads(line) for line in lines]
        return {'way': way, 'seed': seed, 'limit': limit, 'step_ms': measure_step(run), 'events': events}


def read_results(path):
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def measure(program, path, limit):
    done = {(result['way'], result['seed'], result['limit']) for result in read_results(path)}
    for seed in SEEDS:
        for way in WAYS:
            if (way, seed, limit) in done:
                continue
            with path.open('a') as out:
                out.write(json.dumps(train(program, way, seed, limit)) + '\n')


def pick(results, way, event, key, index=-1):
    """The value of the last such event of each seed."""
    found = [[e for e in r['events'] if e['event'] == event] for r in results if r['way'] == way]
    return [events[index][key] for events in found if events]


def percent(values):
    if not values:
        return '–'
    mean = 100 * statistics.mean(values)
    return f'{mean:.2f} ± {100 * statistics.pstdev(values):.2f} %' if len(values) > 1 else f'{mean:.2f} %'


def print_rows(header, rows):
    print('| ' + ' | '.join(header) + ' |')
    print('|' + '---|' * len(header))
    for row in rows:
        print('| ' + ' | '.join(row) + ' |')
    print()


def print_condensing(results):
    rows = [('L1: the smallest sums fall', 'l1'), ('L2', 'l2'), ('random', 'random'), ('the largest fall', 'largest'),
            ('L1, all at once at half time', 'at once'), ('L1, no optimization stage', 'no optimization'),
            ('L1, group lasso 0.00001', 'lasso 1e-5'), ('L1, group lasso 0.001', 'lasso 1e-3'), ('never condensed', 'never')]
    print_rows(('what falls', 'before the last condensing', 'right after', 'at the end', 'classifier halved too'),
               [(title, *(percent(pick(results, way, *what)) for what in (
                   ('condense', 'test_error_before'), ('condense', 'test_error'))),
                 percent(pick(results, way, 'convert', 'test_error') or pick(results, way, 'epoch', 'test_error')),
                 percent(pick(results, way, 'convert', 'test_error_half'))) for title, way in rows])


def print_normalization(results):
    rows = [('with, rate 0.1', 'l1'), ('with, rate 0.02', 'norm, low rate'), ('without, rate 0.1', 'plain'),
            ('without, rate 0.02', 'plain, low rate')]
    table = []
    for title, way in rows:
        steps = [r['step_ms'] for r in results if r['way'] == way]
        losses = (pick(results, way, 'epoch', 'loss', index) for index in (0, 2, EPOCHS - 1))
        table.append((title, f'{statistics.mean(steps):.0f} ms' if steps else '–',
                      *(f'{statistics.mean(loss):.3f}' if loss else '–' for loss in losses),
                      percent(pick(results, way, 'epoch', 'test_error'))))
    print_rows(('batch norm', 'a step of 64', 'loss, epoch 1', 'epoch 3', f'epoch {EPOCHS}', 'test error'), table)


def main(arguments):
    limit = int(arguments.pop()) if arguments and arguments[-1].isdigit() else ALL
    if len(arguments) == 1:
        results = [result for result in read_results(Path(arguments[0])) if result['limit'] == limit]
        print_condensing(results)
        print_normalization(results)
    elif len(arguments) == 2:
        measure(arguments[0], Path(arguments[1]), limit)
    else:
        sys.exit(__doc__)


if __name__ == '__main__':
    main(sys.argv[1:])

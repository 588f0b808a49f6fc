"""Training steps of the classroom net in PyTorch's fastest plain form, beside ours: alternately, in one window of time.

speed.py BENCH, where BENCH is the built bench-train. Without it PyTorch alone. Prints the best and the median of several
rounds, and the ratio; other programs at work make any single figure worthless, the ratio less so."""
import os
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

import torch
import torch.nn.functional as functional

sys.path.insert(0, str(Path(__file__).parent))
from test_condensenet import CondenseNet  # noqa: E402: beside this file

BATCH, N_ROUNDS, N_STEPS, N_THREADS = 64, 5, 3, os.cpu_count()


def make_step(channels_last, onednn, masked):
    """masked: every learned convolution multiplies its mask in, as a condensing training does in PyTorch"""
    layout = torch.channels_last if channels_last else torch.contiguous_format
    net = CondenseNet().train().to(memory_format=layout)
    if not masked:
        for layer in net.list_learned():
            layer.get_rows = lambda: 1
    optimizer = torch.optim.SGD(net.parameters(), 0.01, 0.9, weight_decay=1e-4, nesterov=True)
    images = torch.randn(BATCH, 1, 28, 28).contiguous(memory_format=layout)
    labels = torch.arange(BATCH) % 10

    def step():
        with torch.backends.mkldnn.flags(enabled=onednn):
            optimizer.zero_grad(set_to_none=True)
            functional.cross_entropy(net(images), labels).backward()
            optimizer.step()
    return step


def measure(step):
    """Images a second, the best of a few steps."""
    times = []
    for _ in range(N_STEPS):
        start = time.perf_counter()
        step()
        times.append(time.perf_counter() - start)
    return BATCH / min(times)


def find_fastest(masked):
    speeds = {}
    for channels_last in (False, True):
        for onednn in (False, True):
            step = make_step(channels_last, onednn, masked)
            step()
            speeds[f'channels_last={channels_last} onednn={onednn}'] = (measure(step), step)
    for name, (speed, _) in speeds.items():
        print(f'pytorch {name}: {speed:.0f} images/s')
    return max(speeds.values(), key=lambda pair: pair[0])[1]


def run_ours(bench):
    text = subprocess.run([bench], capture_output=True, text=True, check=True).stdout
    return {stage: float(re.search(rf'train-classroom-{stage} (\S+)', text)[1]) for stage in ('dense', 'final')}


def main():
    torch.set_num_threads(N_THREADS)
    steps = {'dense': find_fastest(False), 'final': find_fastest(True)}
    theirs, ours = {'dense': [], 'final': []}, {'dense': [], 'final': []}
    for _ in range(N_ROUNDS):
        for stage, step in steps.items():
            theirs[stage].append(measure(step))
        for stage, speed in (run_ours(sys.argv[1]) if len(sys.argv) > 1 else {}).items():
            ours[stage].append(speed)
    for stage in steps:
        print(f'{stage}: pytorch best {max(theirs[stage]):.0f}, median {statistics.median(theirs[stage]):.0f} images/s')
        if ours[stage]:
            ratio = statistics.median(a / b for a, b in zip(ours[stage], theirs[stage]))
            print(f'{stage}: ours best {max(ours[stage]):.0f}, median {statistics.median(ours[stage]):.0f} images/s; '
                  f'median ratio {ratio:.1f}')


if __name__ == '__main__':
    main()

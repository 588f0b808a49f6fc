"""A PyTorch training of a small learned group convolution under distributed data parallel, two processes: the run that rank 0
records is one that the program opens. TAP."""
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from peer import check_close, read_tensors, report, run_ours

import torch
import torch.distributed as distributed
import torch.nn.functional as functional
from torch import multiprocessing, nn

sys.path.insert(0, str(Path(os.environ['CONDENSER_DATA_DIR']) / 'data' / 'pytorch'))
from record_run import Layer, Recorder  # noqa: E402: where it ships

N_RANKS, N_EPOCHS, N_STEPS, GROUPS, CONDENSATION = 2, 2, 4, 2, 2
MODEL = '''{ "name": "small", "input": [1, 6, 6], "layers": [
  { "kind": "convolution", "id": "first", "out": 4, "kernel": 3, "padding": 1 }, { "kind": "relu" },
  { "kind": "learned_group_convolution", "id": "learned", "out": 6, "groups": 2, "condensation": 2 }, { "kind": "relu", "id": "relu2" },
  { "kind": "global_average_pool" }, { "kind": "flatten" }, { "kind": "linear", "id": "classifier", "out": 3 }]}'''


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(1, 4, 3, padding=1)
        self.learned = nn.Conv2d(4, 6, 1, bias=False)
        self.classifier = nn.Linear(6, 3)
        self.mask = torch.ones(GROUPS, 4)

    def drop(self):
        """The weaker half of each group's inputs."""
        scores = self.learned.weight.detach().abs().flatten(1).view(-1, GROUPS, 4).sum(0)
        for group in range(GROUPS):
            self.mask[group, scores[group].argsort()[:2]] = 0
        with torch.no_grad():
            self.learned.weight *= self.mask.repeat(6 // GROUPS, 1)[:, :, None, None]

    def forward(self, x):
        weight = self.learned.weight * self.mask.repeat(6 // GROUPS, 1)[:, :, None, None]
        x = functional.conv2d(self.first(x).relu(), weight).relu()
        return self.classifier(x.mean((2, 3)))


def train(rank, folder):
    distributed.init_process_group('gloo', init_method=f'file://{folder}/meeting', rank=rank, world_size=N_RANKS)
    torch.set_num_threads(1)
    torch.manual_seed(7)  # the same weights on all ranks
    net = Net()
    parallel = nn.parallel.DistributedDataParallel(net)
    optimizer = torch.optim.SGD(net.parameters(), 0.1)
    recorder = Recorder(f'{folder}/run-{rank}', MODEL, {'learned': Layer(net.learned.weight, GROUPS, lambda: net.mask)},
                        name='small', steps=N_STEPS)
    recorder.start(parallel)
    torch.manual_seed(rank)  # other images on each
    losses = []
    for epoch in range(N_EPOCHS):
        for _ in range(N_STEPS):
            if len(losses) == N_STEPS:
                recorder.before_condense()
                net.drop()
                recorder.condense(1, 1.5, 0.25 * (rank + 1), 1.25, 0.5)
            loss = functional.cross_entropy(parallel(torch.randn(5, 1, 6, 6)), torch.randint(3, (5,)))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            recorder.step(loss, 0.1)
        recorder.epoch(sum(losses) / len(losses), 0.5, 1.0 + epoch, 0.25)
    recorder.end()
    torch.save((losses, net.mask, net.state_dict()), f'{folder}/made-{rank}')
    distributed.destroy_process_group()


def check_run():
    with tempfile.TemporaryDirectory() as folder:
        multiprocessing.spawn(train, (folder,), N_RANKS)
        assert not os.path.exists(f'{folder}/run-1'), 'rank 1 wrote a file'
        listed = run_ours('list', f'{folder}/run-0').splitlines()
        run, texts = read_tensors(f'{folder}/run-0')
        made = [torch.load(f'{folder}/made-{rank}') for rank in range(N_RANKS)]
    # what our trainer records of such a training, in types and shapes
    expected = {
        *{f'step/{name} F32 8' for name in ('loss', 'rate', 'lasso')}, 'timing/step_seconds F32 8',
        'epoch/step I64 2', 'epoch/stage I64 2',
        *{f'epoch/{name} F32 2' for name in ('loss', 'train_error', 'test_loss', 'test_error')},
        'condense/step I64 1', 'condense/stage I64 1', 'condense/n_fallen I64 1',
        *{f'condense/{name} F32 1' for name in ('test_loss_before', 'test_error_before', 'test_loss', 'test_error')},
        'importance/step I64 9', 'importance/learned F32 9 2 4', 'mask/step I64 2', 'mask/learned U8 2 2 4', 'count/learned I64 2',
        'weights/step I64 4', 'weights/when I64 4', 'weights/learned F16 4 6 4 1 1',
        'state/weights/first.weight F32 4 1 3 3', 'state/weights/first.bias F32 4', 'state/weights/learned.weight F32 6 4 1 1',
        'state/weights/classifier.weight F32 3 6', 'state/weights/classifier.bias F32 3'}
    assert set(listed) == expected, sorted(expected.symmetric_difference(listed))
    assert texts['model'] == MODEL and texts['name'] == 'small'
    check_close('losses', run['step/loss'], torch.tensor([made[0][0], made[1][0]]).mean(0))
    check_close('error before', run['condense/test_error_before'], torch.tensor([0.375]))
    assert run['mask/learned'][1].equal((made[0][1] == 0).to(torch.uint8)) and run['mask/learned'][0].sum() == 0
    assert run['count/learned'].tolist() == [24, 12] and run['condense/n_fallen'].tolist() == [4]
    assert run['weights/when'].tolist() == [0, 1, 2, 0] and run['weights/step'].tolist() == [4, 4, 4, 8]
    check_close('weights', run['state/weights/learned.weight'], made[0][2]['learned.weight'])


SIZED = '''{ "name": "sized", "parameters": {
    "classes": { "default": 10, "minimum": 2, "maximum": 1000 }, "widths": { "default": [4, 4], "minimum": 2, "maximum": 64 },
    "bias": { "default": true }, "pairs": { "default": 2, "minimum": 1, "maximum": 8 } },
  "presets": { "small": { "name": "Small", "values": {} }, "wide": { "name": "Wide", "values": { "widths": [8, 16] } } },
  "input": [1, 6, 6], "layers": [
  { "kind": "convolution", "id": "first", "out": "widths[0]", "kernel": 3, "padding": 1, "bias": "bias" },
  { "kind": "learned_group_convolution", "id": "learned", "out": "widths[1]", "groups": "pairs", "condensation": 2 },
  { "kind": "global_average_pool" }, { "kind": "flatten" }, { "kind": "linear", "id": "classifier", "out": "classes" }]}'''


def record_sized(path, widths, classes, **options):
    net = nn.ModuleDict({'first': nn.Conv2d(1, widths[0], 3, padding=1), 'learned': nn.Conv2d(widths[0], widths[1], 1, bias=False),
                         'classifier': nn.Linear(widths[1], classes)})
    mask = torch.ones(2, widths[0])
    recorder = Recorder(path, SIZED, {'learned': Layer(net['learned'].weight, 2, lambda: mask)}, **options)
    recorder.start(net)
    recorder.step(1.0, 0.1)
    recorder.epoch(1.0, 0.5)
    recorder.end()
    return sum(weight.numel() for weight in net.parameters())


def check_parameters():
    """A preset and changed parameters: whoever opens the run sees the network that was trained."""
    rows = (
        ({}, (4, 4), 10, '', {}),
        ({'preset': 'wide'}, (8, 16), 10, 'wide', {'widths': '8,16', 'classes': 10}),
        ({'parameters': {'classes': 100}}, (4, 4), 100, '', {'classes': 100, 'widths': '4,4', 'bias': 1}),
        ({'preset': 'wide', 'parameters': {'classes': 7, 'widths': (8, 4)}}, (8, 4), 7, '', {'widths': '8,4', 'classes': 7}),
    )
    with tempfile.TemporaryDirectory() as folder:
        for options, widths, classes, preset, settings in rows:
            expected = record_sized(f'{folder}/run', widths, classes, **options)
            told = json.loads(subprocess.run([os.environ['CND_CLI'], 'runs', '--json', f'{folder}/run'], check=True, capture_output=True).stdout)
            assert told['stages'][0]['parameters'] == expected, (options, told['stages'], expected)
            assert told['preset'] == preset, told
            for name, value in settings.items():
                assert told['settings'][name] == value, told
        for options in ({'preset': 'none'}, {'parameters': {'none': 1}}, {'parameters': {'widths': 4}}, {'parameters': {'classes': [4]}}):
            try:
                Recorder(f'{folder}/run', SIZED, {}, **options)
            except ValueError:
                continue
            raise AssertionError(options)


if __name__ == '__main__':
    report([('/peers/record-run/two-processes-leave-a-run-that-opens', check_run),
            ('/peers/record-run/preset-and-parameters-are-those-of-the-run', check_parameters)])

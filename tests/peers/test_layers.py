"""Every kind that trains, at random shapes and attributes: scores, and the gradient of each tensor of weights. TAP."""
import random

import torch
import torch.nn.functional as functional

from interpret import Network
from peer import check_close, report, run_steps

N_TRIES = 5
FIRST = {'kind': 'convolution', 'id': 'first', 'kernel': 1}  # its gradient needs the one of the kind's input


def pick_pair(low, high):
    return [random.randint(low, high), random.randint(low, high)]


def pick_padding(kernel, dilation=1):
    """Of any kind, and no wider than the kernel reaches."""
    reach = [max(0, (size - 1) * dilation) for size in kernel]
    choice = random.randrange(4)
    if choice == 0:
        return 0
    if choice == 1:
        return [random.randint(0, reach[0]), random.randint(0, reach[1])]
    return [random.randint(0, reach[1]), random.randint(0, reach[1]), random.randint(0, reach[0]), random.randint(0, reach[0])]


def make_convolution():
    groups, kernel, dilation = random.choice([1, 1, 2, 3, 4]), pick_pair(1, 4), random.choice([1, 1, 2])
    stride = random.choice([1, 1, 2, pick_pair(1, 3)])
    padding = 'same' if stride == 1 and random.random() < 0.2 else pick_padding(kernel, dilation)
    return groups * random.randint(1, 5), [{
        'kind': 'convolution', 'out': groups * random.randint(1, 6), 'kernel': kernel, 'stride': stride, 'padding': padding,
        'dilation': dilation, 'groups': groups, 'bias': random.random() < 0.5}]


def make_learned():
    groups, condensation = random.choice([1, 2, 3, 4]), random.choice([1, 2, 3])
    return groups * condensation * random.randint(1, 3), [{
        'kind': 'learned_group_convolution', 'out': groups * random.randint(1, 6), 'kernel': random.choice([1, 1, 3]),
        'groups': groups, 'condensation': condensation, 'bias': random.random() < 0.5}]


def make_linear():
    return random.randint(1, 9), [{'kind': 'flatten'}, {
        'kind': 'linear', 'id': 'middle', 'out': random.randint(1, 37), 'bias': random.random() < 0.5}, {'kind': 'tanh'}]


def make_norm():
    behind = random.choice([[], [{'kind': 'relu'}], [{'kind': 'sigmoid'}]])
    return random.randint(1, 20), [{'kind': 'batch_norm', 'affine': random.random() < 0.7}, *behind]


def make_pool(kind):
    kernel = pick_pair(1, 4)
    layer = {'kind': kind, 'kernel': kernel, 'stride': random.choice([1, 2, kernel, pick_pair(1, 3)])}
    sides = [random.randint(0, size // 2) for size in kernel]
    if random.random() < 0.5:
        layer |= {'padding': sides, 'ceil_mode': random.random() < 0.5}
        if kind == 'average_pool':
            layer['count_include_pad'] = random.random() < 0.5
    else:
        layer['padding'] = [random.randint(0, side) for side in (sides[1], sides[1], sides[0], sides[0])]
    if kind == 'max_pool' and max(sides) == 0:
        layer['dilation'] = random.choice([1, 2])
    return random.randint(1, 6), [layer]


def make_adaptive(kind):
    return random.randint(1, 6), [{'kind': kind, 'out': pick_pair(1, 4)}]


def make_plain(*kinds):
    return random.randint(1, 20), [{'kind': kind} for kind in kinds]


def make_concatenation():
    inputs = random.choices(['first', 'a', 'b', 'input'], k=random.randint(1, 5))
    return random.randint(1, 6), [
        {'kind': 'convolution', 'id': 'a', 'out': random.randint(1, 5), 'kernel': 3, 'padding': 1},
        {'kind': 'tanh', 'id': 'b'}, {'kind': 'concatenation', 'inputs': inputs}]


def make_join(kind):
    channels = random.randint(1, 9)
    other = {'kind': 'convolution', 'id': 'a', 'out': channels, 'kernel': 3, 'padding': 1}
    return channels, [other, {'kind': kind, 'inputs': random.choice([['first', 'a'], ['a', 'first'], ['a', 'first', 'a']])}]


def make_factors():
    channels = random.randint(1, 9)
    return channels, [
        {'kind': 'global_average_pool'}, {'kind': 'convolution', 'id': 'a', 'out': channels, 'kernel': 1}, {'kind': 'sigmoid'},
        {'kind': 'multiplication', 'inputs': ['first', 'sigmoid']}]


def make_shuffle():
    groups = random.randint(1, 4)
    return groups * random.randint(1, 5), [{'kind': 'channel_shuffle', 'groups': groups}, {'kind': 'relu'}]


def make_split():
    parts = random.randint(1, 4)
    return parts * random.randint(1, 5), [{'kind': 'channel_split', 'parts': parts, 'part': random.randrange(parts)}]


def make_selection():
    channels = random.randint(1, 9)
    return channels, [{'kind': 'index_selection', 'indices': random.choices(range(channels), k=random.randint(1, 12))}]


KINDS = {
    'convolution': make_convolution, 'learned-group-convolution': make_learned, 'linear': make_linear,
    'batch-norm': make_norm, 'relu': lambda: make_plain('relu'), 'relu6': lambda: make_plain('relu6'),
    'sigmoid': lambda: make_plain('sigmoid'), 'tanh': lambda: make_plain('tanh'),
    'max-pool': lambda: make_pool('max_pool'), 'average-pool': lambda: make_pool('average_pool'),
    'global-max-pool': lambda: make_plain('global_max_pool'), 'global-average-pool': lambda: make_plain('global_average_pool'),
    'adaptive-max-pool': lambda: make_adaptive('adaptive_max_pool'),
    'adaptive-average-pool': lambda: make_adaptive('adaptive_average_pool'),
    'concatenation': make_concatenation, 'addition': lambda: make_join('addition'),
    'multiplication': lambda: make_join('multiplication'), 'multiplication-by-factors': make_factors,
    'channel-shuffle': make_shuffle, 'channel-split': make_split, 'index-selection': make_selection,
}


def make_masks(layers, channels):
    """One a learned group convolution: for each group its share of inputs, at random. 1: kept"""
    masks = []
    for layer in layers:
        if layer['kind'] == 'learned_group_convolution' and layer['condensation'] > 1 and random.random() < 0.7:
            n_kept = channels // layer['condensation']
            masks.append(torch.stack([(torch.randperm(channels) < n_kept).long() for _ in range(layer['groups'])]))
    return masks


def compare(make):
    channels, layers = make()
    model = {'name': 'random', 'input': [random.randint(1, 4), random.randint(7, 12), random.randint(7, 12)],
             'layers': [FIRST | {'out': channels}, *layers, {'kind': 'flatten', 'id': 'flat'},
                        {'kind': 'linear', 'id': 'last', 'out': 3}]}
    masks = make_masks(layers, channels)
    network = Network(model, masks)
    batch = random.choice([3, 16, 21])
    images, labels = torch.randn(1, batch, *model['input']), torch.randint(3, (1, batch))
    kernels = random.choice([{}, {}, {'kernels': 'plain'}])
    # the stage in which an input fell, as our masks have it; any but 0 will do
    made = run_steps(model, network.weights, images, labels, [0.1], kernels, [1 - mask for mask in masks])
    scores = network.run(images[0].double())
    loss = functional.cross_entropy(scores, labels[0])
    loss.backward()
    where = f'{model} with batches of {batch}'
    try:
        check_close('scores', made['scores'], scores)
        check_close('loss', made['losses'][0], loss)
        for name, tensor in network.get_trained().items():
            gradient = torch.zeros_like(tensor) if tensor.grad is None else tensor.grad  # None: nobody reads it
            check_close(f'gradient of {name}', made[f'gradient/{name}'], gradient)
    except AssertionError as error:
        raise AssertionError(f'{error}\n{where}') from error


def make_case(make):
    def run():
        for _ in range(N_TRIES):
            compare(make)
    return run


if __name__ == '__main__':
    random.seed(1)
    report([(f'/peers/layers/{name}/as-pytorch-does', make_case(make)) for name, make in KINDS.items()])

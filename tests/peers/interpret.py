"""Our model language, as far as plain lists of layers go, carried out by PyTorch. Weights are double precision."""
import math

import torch
import torch.nn.functional as functional


def get_pair(value):
    return [value, value] if isinstance(value, int) else value


def get_sides(value):
    """[left, right, top, bottom]"""
    pair = get_pair(value)
    return pair if len(pair) == 4 else [pair[1], pair[1], pair[0], pair[0]]


def convolve(x, layer, weight, bias, groups):
    stride, dilation = get_pair(layer.get('stride', 1)), get_pair(layer.get('dilation', 1))
    padding = layer.get('padding', 0)
    if padding == 'same':
        return functional.conv2d(x, weight, bias, stride, 'same', dilation, groups)
    return functional.conv2d(functional.pad(x, get_sides(padding)), weight, bias, stride, 0, dilation, groups)


def pool(x, layer, maximum):
    """PyTorch knows equal borders only; of others the caller takes care that neither ceil_mode nor the mean's divisor matter."""
    kernel = get_pair(layer['kernel'])
    stride = get_pair(layer.get('stride', kernel))
    sides, ceil = get_sides(layer.get('padding', 0)), layer.get('ceil_mode', False)
    border = [sides[2], sides[0]]
    if sides[0] != sides[1] or sides[2] != sides[3]:
        assert not ceil and layer.get('count_include_pad', True)
        x, border = functional.pad(x, sides, value=-math.inf if maximum else 0), 0
    if maximum:
        return functional.max_pool2d(x, kernel, stride, border, get_pair(layer.get('dilation', 1)), ceil)
    return functional.avg_pool2d(x, kernel, stride, border, ceil, layer.get('count_include_pad', True))


def normalize(x, name, weights):
    running = weights[f'{name}.running_mean'], weights[f'{name}.running_var']
    return functional.batch_norm(x, *running, weights.get(f'{name}.weight'), weights.get(f'{name}.bias'), training=True)


def shuffle(x, groups):
    return x.view(x.shape[0], groups, -1, *x.shape[2:]).transpose(1, 2).reshape(x.shape)


def multiply(inputs):
    product = inputs[0]
    for factor in inputs[1:]:
        product = product * factor
    return product


PLAIN = {
    'relu': lambda x, layer: x.relu(),
    'relu6': lambda x, layer: functional.relu6(x),
    'sigmoid': lambda x, layer: x.sigmoid(),
    'tanh': lambda x, layer: x.tanh(),
    'softmax': lambda x, layer: x,  # the loss has it
    'max_pool': lambda x, layer: pool(x, layer, True),
    'average_pool': lambda x, layer: pool(x, layer, False),
    'global_max_pool': lambda x, layer: x.amax((2, 3), keepdim=True),
    'global_average_pool': lambda x, layer: x.mean((2, 3), keepdim=True),
    'adaptive_max_pool': lambda x, layer: functional.adaptive_max_pool2d(x, get_pair(layer['out'])),
    'adaptive_average_pool': lambda x, layer: functional.adaptive_avg_pool2d(x, get_pair(layer['out'])),
    'dropout': lambda x, layer: functional.dropout(x, layer.get('p', 0.5)),
    'flatten': lambda x, layer: x.flatten(1),
    'channel_shuffle': lambda x, layer: shuffle(x, layer['groups']),
    'channel_split': lambda x, layer: x.chunk(layer.get('parts', 2), 1)[layer.get('part', 0)],
    'index_selection': lambda x, layer: x[:, layer['indices']],
}
JOINS = {
    'concatenation': lambda inputs: torch.cat(inputs, 1),
    'addition': sum,
    'multiplication': multiply,
}


class Network:
    """weights: by name, created at random at the first pass. masks: of learned group convolutions, groups × inputs, 1: kept"""

    def __init__(self, model, masks=()):
        self.layers = name_layers(model['layers'])
        self.input = model['input']
        self.weights = {}
        self.masks = list(masks)
        self.run(torch.zeros(2, *self.input, dtype=torch.float64))
        for name, tensor in self.weights.items():
            tensor.requires_grad_('.running_' not in name)

    def run(self, x):
        values, last, masks = {'input': x}, x, iter(self.masks)
        for layer in self.layers:
            names = layer.get('inputs')
            names = [names] if isinstance(names, str) else names
            inputs = [last] if names is None else [values[name] for name in names]
            last = values[layer['id']] = self.apply(layer, inputs, masks)
        return last.flatten(1)

    def apply(self, layer, inputs, masks):
        kind, name, x = layer['kind'], layer['id'], inputs[0]
        if kind in JOINS:
            return JOINS[kind](inputs)
        if kind in PLAIN:
            return PLAIN[kind](x, layer)
        if kind == 'batch_norm':
            self.create_norm(name, x.shape[1], layer.get('affine', True))
            return normalize(x, name, self.weights)
        learned, groups = kind == 'learned_group_convolution', layer.get('groups', 1)
        sizes = [layer['out'], x.shape[1] // (1 if learned else groups)]
        if kind != 'linear':
            sizes += get_pair(layer.get('kernel', 1))
        weight, bias = self.create_kernel(name, sizes, layer.get('bias', not learned))
        if kind == 'linear':
            return functional.linear(x.flatten(1), weight, bias)
        if learned:
            mask = next(masks, None)
            if mask is not None:
                rows = mask.double().repeat(sizes[0] // groups, 1)  # row o is of group o mod G
                weight = weight * rows[:, :, None, None]
        return convolve(x, layer, weight, bias, 1 if learned else groups)

    def create(self, name, make):
        """Rounded to single precision, so that both sides begin with the same numbers."""
        if name not in self.weights:
            self.weights[name] = make().float().double()
        return self.weights[name]

    def create_kernel(self, name, sizes, has_bias):
        scale = math.prod(sizes[1:]) ** -0.5
        weight = self.create(f'{name}.weight', lambda: torch.randn(sizes) * scale)
        return weight, self.create(f'{name}.bias', lambda: torch.randn(sizes[0]) * scale) if has_bias else None

    def create_norm(self, name, channels, affine):
        if affine:
            self.create(f'{name}.weight', lambda: torch.rand(channels) + 0.5)
            self.create(f'{name}.bias', lambda: torch.randn(channels) * 0.3)
        self.create(f'{name}.running_mean', lambda: torch.zeros(channels))
        self.create(f'{name}.running_var', lambda: torch.ones(channels))

    def get_trained(self):
        return {name: tensor for name, tensor in self.weights.items() if tensor.requires_grad}


def name_layers(layers):
    """Layers without a name are called as their kind; one of several of it gets a number in its place of those."""
    kinds = [layer['kind'] for layer in layers if 'id' not in layer]
    seen, named = {}, []
    for layer in layers:
        kind = layer['kind']
        seen[kind] = seen.get(kind, 0) + ('id' not in layer)
        named.append({'id': kind if kinds.count(kind) == 1 else f'{kind}{seen[kind]}'} | layer)
    return named

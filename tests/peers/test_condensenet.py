"""The classroom net, trained and condensed by our trainer and by a plain PyTorch training: every step's loss, the masks, the
importance of inputs, and every tensor at the end, momentum included. TAP."""
import math
import os
import struct
import tempfile
from pathlib import Path

import torch
import torch.nn.functional as functional
from torch import nn

from peer import check_close, read_tensors, report, run_ours

GROUPS = CONDENSATION = BOTTLENECK = 4
GROWTH, LAYERS, BLOCKS, CLASSES, SIZE = 8, 4, 3, 10, 28
N_IMAGES, BATCH = 151, 16  # ten steps, the last of 7 images
RATE = 0.002  # at 0.1 rounding alone makes a difference in the third digit after ten steps: PyTorch in single and in double precision too


# ---- The network, from the paper ----

class LearnedGroupConvolution(nn.Module):
    """Batch norm, ReLU, and a 1×1 convolution whose filter group o mod G reads the inputs that its mask leaves."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.norm = nn.BatchNorm2d(inputs)
        self.conv = nn.Conv2d(inputs, outputs, 1, bias=False)
        self.mask = torch.ones(GROUPS, inputs)
        self.stage = 0

    def get_rows(self):
        return self.mask.to(self.conv.weight).repeat(self.conv.out_channels // GROUPS, 1)[:, :, None, None]

    def score(self):
        """Summed magnitude of each (group, input)."""
        weight = (self.conv.weight.detach() * self.get_rows()).abs().flatten(1)
        return weight.view(-1, GROUPS, weight.shape[1]).sum(0)

    def drop(self, stage):
        """The weakest of those that are left fall, a C-th of all inputs a stage and group."""
        n_fallen = (stage - self.stage) * self.conv.in_channels // CONDENSATION
        self.stage = stage
        for scores, mask in zip(self.score(), self.mask):
            left = mask.nonzero().flatten()
            mask[left[scores[left].argsort()[:n_fallen]]] = 0

    def get_lasso(self):
        squares = (self.conv.weight * self.get_rows()).pow(2).flatten(1)
        return squares.view(-1, GROUPS, squares.shape[1]).sum(0).clamp(min=1e-6).sqrt().sum()

    def forward(self, x):
        return functional.conv2d(self.norm(x).relu(), self.conv.weight * self.get_rows())


class DenseLayer(nn.Module):
    def __init__(self, inputs):
        super().__init__()
        self.one = LearnedGroupConvolution(inputs, BOTTLENECK * GROWTH)
        self.norm = nn.BatchNorm2d(BOTTLENECK * GROWTH)
        self.conv = nn.Conv2d(BOTTLENECK * GROWTH, GROWTH, 3, padding=1, groups=GROUPS, bias=False)

    def forward(self, x):
        return torch.cat([x, self.conv(self.norm(self.one(x)).relu())], 1)


class CondenseNet(nn.Module):
    def __init__(self):
        super().__init__()
        channels = 2 * GROWTH
        self.first = nn.Conv2d(1, channels, 3, padding=1, bias=False)
        self.dense = nn.ModuleList(DenseLayer(channels + GROWTH * index) for index in range(BLOCKS * LAYERS))
        channels += GROWTH * BLOCKS * LAYERS
        self.norm = nn.BatchNorm2d(channels)
        self.classifier = nn.Linear(channels, CLASSES)

    def forward(self, x):
        x = self.first(x)
        for index, layer in enumerate(self.dense):
            if index > 0 and index % LAYERS == 0:
                x = functional.avg_pool2d(x, 2)
            x = layer(x)
        return self.classifier(self.norm(x).relu().mean((2, 3)))

    def list_learned(self):
        return [layer.one for layer in self.dense]


# ---- Names: ours of each of PyTorch's ----

def make_prefix(index):
    return f'stage.{index // LAYERS + 1}.denselayer.{index % LAYERS + 1}.'


def list_modules(net):
    modules = {'init_conv': net.first, 'norm_last': net.norm, 'classifier': net.classifier}
    for index, layer in enumerate(net.dense):
        parts = {'norm1': layer.one.norm, 'conv1': layer.one.conv, 'norm2': layer.norm, 'conv2': layer.conv}
        modules |= {make_prefix(index) + name: module for name, module in parts.items()}
    return modules


def list_tensors(net):
    return {f'{name}.{key}': tensor for name, module in list_modules(net).items()
            for key, tensor in module.state_dict(keep_vars=True).items() if key != 'num_batches_tracked'}


# ---- Two trainings ----

def write_images(folder, part, images, labels):
    count, *sizes = images.shape
    header = struct.pack('>4B', 0, 0, 8, 3) + struct.pack('>3I', count, *sizes)
    (folder / f'{part}-images-idx3-ubyte').write_bytes(header + images.numpy().tobytes())
    (folder / f'{part}-labels-idx1-ubyte').write_bytes(struct.pack('>4BI', 0, 0, 8, 1, count) + labels.numpy().tobytes())


def make_data(folder):
    """Noise with a bright bar for each class: something can be learned."""
    labels = torch.arange(N_IMAGES) % CLASSES
    images = torch.randint(0, 120, (N_IMAGES, SIZE, SIZE))
    for image, label in zip(images, labels):
        image[2 * label:2 * label + 6] += 120
    images, labels = images.to(torch.uint8), labels.to(torch.uint8)
    write_images(folder, 'train', images, labels)
    write_images(folder, 't10k', images[:20], labels[:20])
    values = images.double()[:, None] / 255
    return (values - values.mean()) / values.std(unbiased=False), labels.long()


def train(net, batches, lasso):
    """Ten steps: the loss of each."""
    optimizer = torch.optim.SGD(net.parameters(), RATE, 0.9, weight_decay=1e-4, nesterov=True)
    losses = []
    for step, (images, labels) in enumerate(batches):
        stage = min(CONDENSATION - 1, 2 * step * (CONDENSATION - 1) // len(batches))
        for layer in net.list_learned():
            if stage > layer.stage:
                layer.drop(stage)
                momentum = optimizer.state[layer.conv.weight].get('momentum_buffer')
                with torch.no_grad():  # what is pruned is zero, and stays so
                    layer.conv.weight *= layer.get_rows()
                    if momentum is not None:
                        momentum *= layer.get_rows()
        optimizer.param_groups[0]['lr'] = 0.5 * RATE * (1 + math.cos(math.pi * step / len(batches)))
        loss = functional.cross_entropy(net(images), labels)
        losses.append(loss.item())
        if lasso > 0 and stage < CONDENSATION - 1:
            loss = loss + lasso * sum(layer.get_lasso() for layer in net.list_learned())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return torch.tensor(losses), {name: optimizer.state[tensor]['momentum_buffer']
                                  for name, tensor in list_tensors(net).items() if tensor.requires_grad}


def compare(lasso):
    model = Path(os.environ['CONDENSER_DATA_DIR']) / 'models' / 'condensenet-classroom.json'
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        images, labels = make_data(folder)
        run_ours('train', model, folder, folder / 'first', folder / 'run', 1, BATCH, RATE, lasso)
        first, _ = read_tensors(folder / 'first')
        ours, _ = read_tensors(folder / 'run')
    net = CondenseNet().double().train()
    with torch.no_grad():
        for key, tensor in list_tensors(net).items():
            tensor.copy_(first[f'weights/{key}'])
    order = ours['state/order'].long()
    batches = [(images[part], labels[part]) for part in order.split(BATCH)]
    losses, momenta = train(net, batches, lasso)
    assert len(losses) == 10
    check_close('losses', ours['step/loss'], losses)
    for index, layer in enumerate(net.list_learned()):
        name = make_prefix(index) + 'conv1'
        mask = ours[f'mask/{name}']
        assert mask.shape[0] == CONDENSATION and (mask[-1] == 0).equal(layer.mask.bool()), f'mask of {name}'
        check_close(f'importance of {name}', ours[f'importance/{name}'][-1], layer.score())
        assert ours[f'count/{name}'].tolist() == [layer.conv.weight.numel() * left // 4 for left in (4, 3, 2, 1)]
    for key, tensor in list_tensors(net).items():
        check_close(key, ours[f'state/weights/{key}'], tensor)
        check_close(f'norm of {key}', ours[f'state/weights/{key}'].double().norm(), tensor.norm())
    for key, tensor in momenta.items():
        # a gradient jumps where rounding takes the input of a ReLU from one side of 0 to the other
        check_close(f'momentum of {key}', ours[f'state/momentum/{key}'], tensor, 0.02)


if __name__ == '__main__':
    report([('/peers/condensenet/ten-steps-across-condensings-as-pytorch-does', lambda: compare(0)),
            ('/peers/condensenet/with-group-lasso-as-pytorch-does', lambda: compare(1e-3))])

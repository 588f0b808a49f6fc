"""Small networks of the known families, some steps each: losses, and every tensor afterwards. TAP."""
import json
import os
from pathlib import Path

import torch
import torch.nn.functional as functional

from interpret import Network
from peer import check_close, report, run_steps

N_STEPS, BATCH, CLASSES = 8, 24, 4
RATE, MOMENTUM, DECAY = 0.05, 0.9, 1e-3


def load_model(family):
    path = Path(os.environ['G_TEST_SRCDIR']) / 'train' / 'networks' / f'{family}.json'
    model = json.loads(path.read_text(encoding='utf-8'))
    for layer in model['layers']:
        if layer['kind'] == 'dropout':
            layer['p'] = 0  # what is dropped is chance
    return model


def train(network, images, labels, nesterov):
    optimizer = torch.optim.SGD(network.get_trained().values(), RATE, MOMENTUM, weight_decay=DECAY, nesterov=nesterov)
    losses = []
    for batch, classes in zip(images.double(), labels):
        loss = functional.cross_entropy(network.run(batch), classes)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    return torch.stack(losses)


def compare(family, nesterov):
    model = load_model(family)
    network = Network(model)
    images = torch.randn(N_STEPS, BATCH, *model['input'])
    labels = torch.randint(CLASSES, (N_STEPS, BATCH))
    texts = {'momentum': str(MOMENTUM), 'decay': str(DECAY), 'nesterov': str(int(nesterov))}
    made = run_steps(model, network.weights, images, labels, [RATE] * N_STEPS, texts)
    check_close('losses', made['losses'], train(network, images, labels, nesterov))
    for name, tensor in network.weights.items():
        check_close(name, made[f'weights/{name}'], tensor)


if __name__ == '__main__':
    report([(f'/peers/networks/{family}/trains-as-pytorch-does', lambda family=family, index=index: compare(family, index % 2 == 0))
            for index, family in enumerate(['alexnet', 'vgg', 'nin', 'resnet', 'densenet'])])

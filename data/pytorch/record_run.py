"""Records a PyTorch training as a run that Condenser opens and plays. Needs torch and the standard library.

    from record_run import Layer, Recorder

    recorder = Recorder('run.safetensors', open('model.json').read(), {
        'stage.1.denselayer.1.conv1': Layer(conv.weight, groups=4, get_mask=lambda: conv.mask),
    })
    recorder.start(net)
    for epoch in range(epochs):
        for images, labels in loader:
            if stage_begins:
                recorder.before_condense()
                drop_inputs()                       # your own condensing
                recorder.condense(stage, test_loss_before, test_error_before, test_loss, test_error)
            loss = train_step(images, labels)
            recorder.step(loss, rate)
        recorder.epoch(train_loss, train_error, test_loss, test_error)
    recorder.end()

A model with parameters is built with those that it opens with, unless told otherwise:

    Recorder(path, model, layers, preset='large', parameters={'classes': 100, 'stages': [4, 6, 8]})

The run then holds the model with these values as its only ones, so that whoever opens it sees the network that was trained.

The layers' names are those of the model file, and so should be the names in the network's state_dict(): what the run holds
is then found again by name. Errors are fractions. A mask is groups × inputs, not 0 where the group reads the input; output
row o belongs to group o mod groups.

Under distributed data parallel every rank makes a recorder and calls it in the same places: losses and errors are averaged
over the ranks, and rank 0 alone writes. The file is replaced at the end of each epoch: who is killed keeps what was finished.
"""
import json
import os
import struct
import time

import torch
import torch.distributed as distributed

IMPORTANCES = 8  # recorded an epoch, evenly
EPOCH, BEFORE, AFTER = 0, 1, 2  # when weights were recorded
TYPES = {torch.float32: 'F32', torch.float16: 'F16', torch.int64: 'I64', torch.uint8: 'U8'}


def is_distributed():
    return distributed.is_available() and distributed.is_initialized()


def set_parameters(model, preset, changed):
    """(The model with these values as its defaults, and of its presets at most the one that has just them; the values as text.)"""
    model = json.loads(model)
    presets, parameters = model.pop('presets', {}), model.get('parameters', {})
    if preset is not None and preset not in presets:
        raise ValueError(f'the model has no preset {preset!r}: {", ".join(presets)}')
    opens_with = next(iter(presets.values()), {}) if preset is None else presets[preset]
    for name, value in {**opens_with.get('values', {}), **changed}.items():
        if name not in parameters:
            raise ValueError(f'the model has no parameter {name!r}: {", ".join(parameters)}')
        default = parameters[name]['default']
        if isinstance(value, (list, tuple)) != isinstance(default, list):
            raise ValueError(f'the value of {name!r} is to be {"a list" if isinstance(default, list) else "one number"}')
        if isinstance(default, list):
            parameters[name]['default'] = [int(number) for number in value]
        else:
            parameters[name]['default'] = bool(value) if isinstance(default, bool) else int(value)
    if preset is not None and not changed:
        model['presets'] = {preset: {**opens_with, 'values': {}}}
    texts = []
    for name, parameter in parameters.items():
        default = parameter['default'] if isinstance(parameter['default'], list) else [parameter['default']]
        texts.append(f'{name}={",".join(str(int(number)) for number in default)}')
    return json.dumps(model, ensure_ascii=False, indent=2), ' '.join(texts)


class Layer:
    """A learned group convolution. weight: out × in × height × width; get_mask: returns its mask"""

    def __init__(self, weight, groups, get_mask):
        self.weight, self.groups, self.get_mask = weight, groups, get_mask
        self.mask = torch.zeros(groups, weight.shape[1], dtype=torch.uint8)  # 0, or the stage in which the input fell

    def note_fallen(self, stage):
        """Inputs that have just fallen get the stage. Returns how many there are."""
        fallen = (self.get_mask().detach().cpu() == 0) & (self.mask == 0)
        self.mask[fallen] = stage
        return int(fallen.sum())

    def score(self):
        """Summed magnitude of each (group, input)."""
        weight = self.weight.detach().cpu().float().abs().flatten(2).sum(2)
        return weight.view(-1, self.groups, weight.shape[1]).sum(0) * (self.mask == 0)

    def count(self):
        kept = int((self.mask == 0).sum())
        return kept * self.weight.numel() // (self.groups * self.weight.shape[1])


class Recorder:
    """model: JSON; preset: one of its presets; parameters: values that differ from the preset's, by name;
    steps: of an epoch, so that importance is recorded eight times in each; without it, at each epoch's end"""

    def __init__(self, path, model, layers, name='', options='', steps=0, preset=None, parameters=None):
        self.path, self.layers, self.n_epoch_steps = path, layers, steps
        self.texts = {'format': 'condenser-run', 'version': '1', 'model': model, 'name': name, 'options': options}
        if preset is not None or parameters:
            model, values = set_parameters(model, preset, parameters or {})
            self.texts |= {'model': model, 'preset': preset if preset is not None and not parameters else '', 'parameters': values}
        self.rows = {}
        self.n_steps = self.stage = 0
        self.module, self.began = None, 0.0

    # ---- What the training calls ----

    def start(self, module):
        self.module = getattr(module, 'module', module)  # what distributed data parallel wraps
        self.began = time.monotonic()
        self._note_masks()

    def step(self, loss, rate, lasso=0.0):
        """After each step of the optimizer. loss: of the batch, without the lasso's term"""
        loss, = self._average(loss)
        self.n_steps += 1
        self._add_floats('step', loss=loss, rate=rate, lasso=lasso)
        self._add_floats('timing', step_seconds=time.monotonic() - self.began)
        if self.n_epoch_steps > 0:
            done = (self.n_steps - 1) % self.n_epoch_steps + 1
            if done * IMPORTANCES // self.n_epoch_steps != (done - 1) * IMPORTANCES // self.n_epoch_steps:
                self._note_importance()

    def before_condense(self):
        """Right before inputs fall."""
        self._note_importance()
        self._note_weights(BEFORE)

    def condense(self, stage, test_loss_before=None, test_error_before=None, test_loss=None, test_error=None):
        """Right after. stage: from 1"""
        measured = self._average(test_loss_before, test_error_before, test_loss, test_error)
        self.stage = stage
        fallen = sum(layer.note_fallen(stage) for layer in self.layers.values())
        self._add_integers('condense', step=self.n_steps, stage=stage, n_fallen=fallen)
        names = 'test_loss_before', 'test_error_before', 'test_loss', 'test_error'
        self._add_floats('condense', **dict(zip(names, measured)))
        self._note_masks()
        self._note_weights(AFTER)

    def epoch(self, loss, train_error, test_loss=None, test_error=None):
        """At each epoch's end; writes the file."""
        measured = self._average(loss, train_error, test_loss, test_error)
        self._add_integers('epoch', step=self.n_steps, stage=self.stage)
        self._add_floats('epoch', **dict(zip(('loss', 'train_error', 'test_loss', 'test_error'), measured)))
        if self.n_epoch_steps == 0:
            self._note_importance()
        self._note_weights(EPOCH)
        self._save()

    def end(self):
        """At the end of the training, and after a condensing at its very end."""
        self._save()

    # ---- Rows ----

    def _add(self, name, row):
        self.rows.setdefault(name, []).append(row.detach().cpu().clone())

    def _add_floats(self, prefix, **values):
        for name, value in values.items():
            self._add(f'{prefix}/{name}', torch.tensor(float(value), dtype=torch.float32))

    def _add_integers(self, prefix, **values):
        for name, value in values.items():
            self._add(f'{prefix}/{name}', torch.tensor(int(value)))

    def _note_importance(self):
        self._add_integers('importance', step=self.n_steps)
        for name, layer in self.layers.items():
            self._add(f'importance/{name}', layer.score())

    def _note_masks(self):
        self._add_integers('mask', step=self.n_steps)
        for name, layer in self.layers.items():
            self._add(f'mask/{name}', layer.mask)
            self._add_integers('count', **{name: layer.count()})

    def _note_weights(self, when):
        self._add_integers('weights', step=self.n_steps, when=when)
        for name, layer in self.layers.items():
            self._add(f'weights/{name}', layer.weight.half())

    @staticmethod
    def _average(*values):
        """Over the ranks; what was not measured is no number."""
        numbers = torch.tensor([float('nan') if value is None else float(value) for value in values], dtype=torch.float64)
        if is_distributed():
            device = 'cuda' if distributed.get_backend() == 'nccl' else 'cpu'
            numbers = numbers.to(device)
            distributed.all_reduce(numbers)
            numbers = numbers.cpu() / distributed.get_world_size()
        return numbers.tolist()

    # ---- The file: eight bytes of length, a JSON header, raw tensors ----

    def _save(self):
        if is_distributed() and distributed.get_rank() != 0:
            return
        tensors = {name: torch.stack(rows) for name, rows in self.rows.items()}
        for name, tensor in self.module.state_dict().items():
            if tensor.is_floating_point():
                tensors[f'state/weights/{name}'] = tensor.detach().cpu().float()
        header, parts, offset = {'__metadata__': self.texts}, [], 0
        for name, tensor in tensors.items():
            part = bytes(tensor.contiguous().view(-1).numpy())
            header[name] = {'dtype': TYPES[tensor.dtype], 'shape': list(tensor.shape), 'data_offsets': [offset, offset + len(part)]}
            parts.append(part)
            offset += len(part)
        text = json.dumps(header, ensure_ascii=False).encode()
        text += b' ' * (-len(text) % 8)
        with open(f'{self.path}.part', 'wb') as file:
            file.write(struct.pack('<Q', len(text)) + text + b''.join(parts))
            file.flush()
            os.fsync(file.fileno())
        os.replace(f'{self.path}.part', self.path)

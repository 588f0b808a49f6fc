"""What the comparisons share: safetensors, the program that runs our side, and the report as TAP."""
import json
import os
import struct
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

try:
    import torch
except ImportError:
    print('1..0 # SKIP no module torch')
    sys.exit(0)

TOLERANCE = 1e-4
TYPES = {'F64': torch.float64, 'F32': torch.float32, 'F16': torch.float16, 'I64': torch.int64, 'I32': torch.int32,
         'U32': torch.int32, 'U64': torch.int64, 'U8': torch.uint8}
NAMES = {torch.float64: 'F64', torch.float32: 'F32', torch.int64: 'I64', torch.uint8: 'U8'}

torch.manual_seed(1)
torch.set_num_threads(1)  # threads that wait for each other are slow where others compute


# ---- safetensors: eight bytes of length, a JSON header, raw tensors ----

def read_tensors(path):
    """(tensors by name, texts); unsigned numbers come as signed ones of their size."""
    data = Path(path).read_bytes()
    length = struct.unpack_from('<Q', data)[0]
    header = json.loads(data[8:8 + length])
    texts = header.pop('__metadata__', {})
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry['data_offsets'])
        flat = torch.frombuffer(bytearray(data[begin:end]), dtype=TYPES[entry['dtype']]) if end > begin else \
            torch.empty(0, dtype=TYPES[entry['dtype']])
        tensors[name] = flat.reshape(entry['shape'])
    return tensors, texts


def write_tensors(path, tensors, texts):
    header, parts, offset = {'__metadata__': texts}, [], 0
    for name, tensor in tensors.items():
        part = tensor.contiguous().numpy().tobytes()
        header[name] = {'dtype': NAMES[tensor.dtype], 'shape': list(tensor.shape), 'data_offsets': [offset, offset + len(part)]}
        parts.append(part)
        offset += len(part)
    text = json.dumps(header).encode()
    text += b' ' * (-len(text) % 8)
    Path(path).write_bytes(struct.pack('<Q', len(text)) + text + b''.join(parts))


# ---- Our side ----

def run_ours(*words):
    """The program's output."""
    done = subprocess.run([os.environ['CND_STEPS'], *map(str, words)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f'{words[0]}: {done.stderr}')
    return done.stdout


def run_steps(model, weights, images, labels, rates, texts=None, masks=()):
    """Steps of our engine: images are steps × batch × one image. What it made, by name."""
    given = {name: tensor.detach().float() for name, tensor in weights.items()}
    given |= {'images': images.float(), 'labels': labels.long(), 'rates': torch.tensor(rates)}
    given |= {f'mask/{index}': mask.to(torch.uint8) for index, mask in enumerate(masks)}
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ('model.json', 'given.safetensors', 'made.safetensors')]
        paths[0].write_text(json.dumps(model), encoding='utf-8')
        write_tensors(paths[1], given, texts or {})
        run_ours('steps', *paths)
        return read_tensors(paths[2])[0]


# ---- Judging ----

def check_close(name, ours, theirs, tolerance=TOLERANCE):
    """The norm of the difference, against the norm; what is 0 but for rounding has none to speak of."""
    ours, theirs = ours.double(), theirs.detach().double()
    assert ours.shape == theirs.shape, f'{name}: {tuple(ours.shape)}, not {tuple(theirs.shape)}'
    difference, norm = (ours - theirs).norm().item(), theirs.norm().item()
    assert difference <= tolerance * norm + 1e-6, f'{name}: differs by {difference:.3g} of {norm:.3g}'


def report(cases):
    """cases: name and function. Prints TAP."""
    print(f'1..{len(cases)}', flush=True)
    good = True
    for number, (name, function) in enumerate(cases, 1):
        try:
            function()
            print(f'ok {number} {name}', flush=True)
        except Exception:  # whatever it is, it is this case's failure
            good = False
            print(f'not ok {number} {name}')
            print('\n'.join(f'# {line}' for line in traceback.format_exc().splitlines()), flush=True)
    sys.exit(0 if good else 1)

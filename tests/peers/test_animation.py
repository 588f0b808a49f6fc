"""The animated SVG in Chromium, at exact times: which cells are to be seen, against the masks of the run. TAP."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from peer import read_tensors, report

if shutil.which('chromium') is None:
    print('1..0 # SKIP no chromium')
    sys.exit(0)

RUN = Path(os.environ['CONDENSER_DATA_DIR']) / 'data' / 'runs' / 'classroom.safetensors'
LAYER, GROUPS, CONDENSATION = 'stage.1.denselayer.1.conv1', 4, 4
HOLD, FALL, LAST, FADE = 2.2, 1.6, 1.0, 0.4  # seconds of a stage, of its condensing, of the last one, of coming and of going
PERIOD = HOLD + FALL
TOTAL = (CONDENSATION - 1) * PERIOD + HOLD + LAST

# What a page says of the drawing that stands in it: groups in the order in which they cover each other, how opaque each is at
# each time, and the places of its cells and frames.
SCRIPT = '''
const animations = document.getAnimations();
const groups = [...document.querySelectorAll('g.frame')];
const places = (group, query) => [...group.querySelectorAll(query)].map(rect => [rect.x.baseVal.value, rect.y.baseVal.value]);
const told = { animations: animations.length, names: groups.map(group => group.id), opacities: [],
  seconds: animations.map(animation => animation.effect.getComputedTiming().activeDuration / 1000),
  cells: groups.map(group => places(group, ':scope > rect[class*=fill-value], :scope > rect[class*=fill-group]')),
  falling: groups.map(group => places(group, 'rect.falling')) };
for (const time of TIMES) {
  for (const animation of animations) { animation.pause(); animation.currentTime = time * 1000; }
  told.opacities.push(groups.map(group => Number(getComputedStyle(group).opacity)));
}
document.body.replaceChildren(JSON.stringify(told));
'''


def look(times, *words, reduced=False):
    """The drawing of the layer at these times, in a browser that may have been asked for less motion."""
    with tempfile.TemporaryDirectory() as folder:
        drawing, page = Path(folder) / 'condensing.svg', Path(folder) / 'page.html'
        subprocess.run([os.environ['CND_CLI'], 'animate', str(RUN), '-o', str(drawing), '--layer', LAYER, *words], check=True)
        svg = drawing.read_text(encoding='utf-8').split('?>', 1)[1]
        page.write_text(f'<!DOCTYPE html><meta charset="utf-8"><body>{svg}<script>const TIMES = {json.dumps(times)};{SCRIPT}</script>',
                        encoding='utf-8')
        flags = ['--headless', '--no-sandbox', '--disable-gpu', f'--user-data-dir={folder}/profile']
        done = subprocess.run(['chromium', *flags, *(['--force-prefers-reduced-motion'] if reduced else []), '--dump-dom', page.as_uri()],
                              capture_output=True, text=True, check=True, timeout=60)
    return json.loads(done.stdout.split('<body>', 1)[1].split('</body>', 1)[0])


def read_masks():
    """What is read in each stage (stages × groups × inputs), and how many filters a group has."""
    tensors, _ = read_tensors(RUN)
    return tensors[f'mask/{LAYER}'] == 0, tensors[f'state/weights/{LAYER}.weight'].shape[0] // GROUPS


def find_visible(told, kind, moment):
    """(stage, opacity) of what is to be seen of a kind: cells cover those before them."""
    opacities = [(int(name.split('-')[1]), told['opacities'][moment][index])
                 for index, name in enumerate(told['names']) if name.startswith(kind)]
    seen = [(stage, opacity) for stage, opacity in opacities if opacity > 0]
    solid = [number for number, (_, opacity) in enumerate(seen) if opacity == 1]
    return seen[solid[-1]:] if kind == 'frame' and solid else seen


def place_cells(told, kind, stage):
    return told[kind][told['names'].index(('frame-' if kind == 'cells' else 'fall-') + str(stage))]


def check_cells(told, stage):
    """The cells of a stage are those that its mask keeps; rows stand by group."""
    masks, n_filters = read_masks()
    columns = sorted({x for x, _ in place_cells(told, 'cells', 0)})
    rows = sorted({y for _, y in place_cells(told, 'cells', 0)})
    assert len(columns) == masks.shape[2] and len(rows) == GROUPS * n_filters
    seen = {(rows.index(y), columns.index(x)) for x, y in place_cells(told, 'cells', stage)}
    kept = {(row, column) for row in range(len(rows)) for column in range(len(columns)) if masks[stage, row // n_filters, column]}
    assert seen == kept, f'stage {stage}: {len(seen ^ kept)} cells differ'


def check_falling(told, stage):
    """What is framed when a stage ends is what the next mask no longer has."""
    masks, n_filters = read_masks()
    columns = sorted({x for x, _ in place_cells(told, 'cells', 0)})
    rows = sorted({y for _, y in place_cells(told, 'cells', 0)})
    near = {(min(range(len(rows)), key=lambda row: abs(rows[row] - y)) // n_filters,
             min(range(len(columns)), key=lambda column: abs(columns[column] - x))) for x, y in place_cells(told, 'falling', stage)}
    gone = {tuple(place) for place in (masks[stage] & ~masks[stage + 1]).nonzero().tolist()}
    assert near == gone, f'condensing {stage + 1}: {sorted(near ^ gone)}'


def check_times(*words):
    """Before, at and after each condensing."""
    moments = []  # time; stages of the cells, of the frames around what falls, with how opaque they are
    for stage in range(CONDENSATION - 1):
        fall, drop = stage * PERIOD + HOLD, (stage + 1) * PERIOD
        moments += [(fall - 0.01, [(stage, 1)], []), (fall + FADE / 2, [(stage, 1)], [(stage, 0.5)]),
                    (fall + FADE + 0.01, [(stage, 1)], [(stage, 1)]), (drop - 0.01, [(stage, 1)], [(stage, 1)]),
                    (drop + FADE / 2, [(stage, 1), (stage + 1, 0.5)], [(stage, 1)]),
                    (drop + FADE + 0.01, [(stage + 1, 1)], [(stage, None)]), (drop + 2 * FADE + 0.01, [(stage + 1, 1)], [])]
    moments.append((TOTAL - 0.01, [(CONDENSATION - 1, 1)], []))
    again = '--once' not in words
    moments.append((TOTAL + 0.01, [(0 if again else CONDENSATION - 1, 1)], []))
    told = look([time for time, _, _ in moments], *words)
    assert told['animations'] > 0 and all(seconds is None if again else abs(seconds - TOTAL) < 1e-6 for seconds in told['seconds'])
    for moment, (time, cells, falling) in enumerate(moments):
        for kind, expected in (('frame', cells), ('fall', falling)):
            seen = find_visible(told, kind, moment)
            assert len(seen) == len(expected), f'{time:.2f} s: {kind} {seen}, not {expected}'
            for (stage, opacity), (other, wanted) in zip(seen, expected):
                assert stage == other and (wanted is None or abs(opacity - wanted) < 0.01), f'{time:.2f} s: {kind} {seen}, not {expected}'
    for stage in range(CONDENSATION):
        check_cells(told, stage)
    for stage in range(CONDENSATION - 1):
        check_falling(told, stage)


def check_still(*words):
    """Whoever asked for less motion sees the last stage, whenever."""
    told = look([0, 1, TOTAL / 2, TOTAL], *words, reduced=True)
    assert told['animations'] == 0
    for moment in range(4):
        assert find_visible(told, 'frame', moment) == [(CONDENSATION - 1, 1)]
        assert find_visible(told, 'caption', moment) == [(CONDENSATION - 1, 1)]
        assert not find_visible(told, 'fall', moment)
    check_cells(told, CONDENSATION - 1)


report([
    ('/peers/animation/loops-through-the-masks-of-the-run', check_times),
    ('/peers/animation/plays-once-and-stays-at-the-end', lambda: check_times('--once')),
    ('/peers/animation/less-motion-shows-the-last-stage', check_still),
    ('/peers/animation/less-motion-shows-the-last-stage-of-what-plays-once', lambda: check_still('--once')),
])

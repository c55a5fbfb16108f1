import { useEffect } from 'react';
import { flip, invert, reset, rotateBy, setWindow, stackOf, zoomBy } from '../../cornerstone/stack';
import { measuringTools, navigationTools, toolKeys } from '../../cornerstone/toolNames';
import { presetsOf } from '../../hanging/presets';
import { findSet, useReader } from '../../store/reader';
import { chooseTool } from './chooseTool';

const toolsByKey = new Map([...navigationTools, ...measuringTools].flatMap((tool) => (toolKeys[tool] ? [[toolKeys[tool], tool] as const] : [])));

/** The keyboard of the reading room. Keys that a focused control understands stay with it. */
export function useShortcuts(enabled: boolean): void {
  useEffect(() => {
    if (!enabled) return;
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isControl(event)) return;
      if (act(event.key)) event.preventDefault();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [enabled]);
}

function isControl({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('input:not([type=range]), textarea, select, [contenteditable], [role=menu], [role=dialog]')) return true;
  return (key === ' ' || key === 'Enter') && target.closest('button, a, [role=button]') !== null;
}

function act(key: string): boolean {
  const state = useReader.getState();
  const tool = toolsByKey.get(key);
  if (tool) {
    chooseTool(tool);
    return true;
  }
  if (key === 'Escape' && state.mode !== 'stack') return done(state.patch({ mode: 'stack' }));
  if (key === 'c') return done(state.patch({ linked: !state.linked }));
  if (key === 'y') return done(state.patch({ referenceLines: !state.referenceLines }));
  if (key === 'u') return done(state.patch({ overlays: !state.overlays }));
  if (key === 'ArrowRight' || key === 'ArrowLeft') {
    const count = state.panes.length;
    return done(state.patch({ active: (state.active + (key === 'ArrowRight' ? 1 : count - 1)) % count }));
  }
  const set = findSet(state, state.panes[state.active]);
  if (key === 'j' && set?.isVolume) return done(state.patch({ mode: state.mode === 'mpr' ? 'stack' : 'mpr' }));
  const viewport = stackOf(state.active);
  if (!viewport || !set || state.mode !== 'stack') return false;
  const preset = /^[1-9]$/.test(key) ? presetsOf(set)[Number(key) - 1] : undefined;
  if (preset) return done(setWindow(viewport, preset.center, preset.width));
  const last = viewport.getImageIds().length - 1;
  const go = (index: number) => done(viewport.setImageIdIndex(Math.min(last, Math.max(0, index))));
  const at = viewport.getTargetImageIdIndex();
  switch (key) {
    case 'ArrowUp':
      return go(at - 1);
    case 'ArrowDown':
      return go(at + 1);
    case 'PageUp':
      return go(at - 10);
    case 'PageDown':
      return go(at + 10);
    case 'Home':
      return go(0);
    case 'End':
      return go(last);
    case ' ':
      return done(state.setPlaying(state.active, !state.playing[state.active]));
    case 'i':
      return done(invert(viewport));
    case 'r':
      return done(rotateBy(viewport, 90));
    case 'R':
      return done(rotateBy(viewport, -90));
    case 'h':
      return done(flip(viewport, 'horizontal'));
    case 'v':
      return done(flip(viewport, 'vertical'));
    case '+':
      return done(zoomBy(viewport, 1.25));
    case '-':
      return done(zoomBy(viewport, 0.8));
    case '0':
      return done(reset(viewport));
    case 'Enter':
      return done(state.patch({ maximized: !state.maximized }));
    default:
      return false;
  }
}

/** For actions in a switch that answers whether a key was used; their own results are of no interest. */
function done(...results: unknown[]): boolean {
  return results.length > 0;
}

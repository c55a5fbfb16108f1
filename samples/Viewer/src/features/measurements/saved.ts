import { create } from 'zustand';

/** Which annotations the archive has, by UID, with what it has of them: a change makes them unsaved again. */
interface Saved {
  fingerprints: Record<string, string>;
  mark(entries: Record<string, string>): void;
  clear(): void;
}

export const useSaved = create<Saved>((set) => ({
  fingerprints: {},
  mark: (entries) => set((state) => ({ fingerprints: { ...state.fingerprints, ...entries } })),
  clear: () => set({ fingerprints: {} }),
}));

/** What of an annotation is stored: its points, to a hundredth, and its words. */
export function fingerprint(annotation: { data: { label?: string; handles?: { points?: number[][] }; contour?: { polyline?: number[][] } } }): string {
  const { handles, contour, label } = annotation.data;
  const points = contour?.polyline?.length ? contour.polyline : (handles?.points ?? []);
  return JSON.stringify([label ?? '', points.map((point) => [...point].map((part) => Math.round(part * 100) / 100))]);
}

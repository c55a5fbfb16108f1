// Line icons on a 24 × 24 grid, drawn for this viewer.
const paths = {
  window: 'M12 4a8 8 0 1 0 0 16z M12 4a8 8 0 0 1 0 16',
  scroll: 'M5 7h14M5 12h14M5 17h14M12 2.5l-2 2h4zM12 21.5l-2-2h4z',
  pan: 'M12 3v18M3 12h18M12 3l-2.5 2.5M12 3l2.5 2.5M12 21l-2.5-2.5M12 21l2.5-2.5M3 12l2.5-2.5M3 12l2.5 2.5M21 12l-2.5-2.5M21 12l-2.5 2.5',
  zoom: 'M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M15.5 15.5L21 21M10.5 8v5M8 10.5h5',
  rotate: 'M19 12a7 7 0 1 1-2.2-5.1M17 3v4h-4',
  magnify: 'M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M15.5 15.5L21 21',
  crosshair: 'M12 2v7M12 15v7M2 12h7M15 12h7M12 12h.01',
  length: 'M4 20L20 4M2.5 17.5l4 4M17.5 2.5l4 4',
  bidirectional: 'M4 20L20 4M8 8l8 8',
  angle: 'M19 20H4L15 5M10 20a7 7 0 0 0-2.4-5',
  cobb: 'M4 6l14-3M4 18l15 3M11 4.5l1.5 15',
  ellipse: 'M12 6c5 0 9 2.7 9 6s-4 6-9 6s-9-2.700-9-6s4-6 9-6z',
  circle: 'M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16',
  rectangle: 'M4 6h16v12H4z',
  freehand: 'M5 15c-3-6 3-11 8-10s9 6 5 9s-5 0-7 3s-4 2-6-2z',
  probe: 'M12 4v5M12 15v5M4 12h5M15 12h5M12 11a1 1 0 1 0 0 2a1 1 0 1 0 0-2',
  arrow: 'M20 4L5 19M5 19v-7M5 19h7',
  text: 'M5 6V4h14v2M12 4v16M9 20h6',
  invert: 'M4 4h16v16H4zM4 20L20 4M14 20h6v-6z',
  rotateLeft: 'M5 12a7 7 0 1 0 2.2-5.1M7 3v4h4',
  rotateRight: 'M19 12a7 7 0 1 1-2.2-5.1M17 3v4h-4',
  flipH: 'M12 3v18M9 7L3 17h6zM15 7l6 10h-6z',
  flipV: 'M3 12h18M7 9L17 3v6zM7 15l10 6v-6z',
  reset: 'M4 12a8 8 0 1 0 3-6.200M7 2v4h4',
  play: 'M7 4l13 8l-13 8z',
  pause: 'M8 4v16M16 4v16',
  link: 'M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1',
  lines: 'M4 5h16v14H4zM4 10l16 5',
  overlays: 'M4 4h16v16H4zM7 8h4M7 11h2M13 16h4M15 13h2',
  compare: 'M4 5h7v14H4zM13 5h7v14h-7zM6 9h3M15 9h3',
  layout: 'M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z',
  mpr: 'M12 3l8 4.500v9L12 21l-8-4.500v-9zM12 12l8-4.500M12 12v9M12 12L4 7.500',
  cloud: 'M7 18a4 4 0 0 1 0-8a6 6 0 0 1 11.500 1.500A3.500 3.500 0 0 1 18 18z',
  list: 'M9 6h11M9 12h11M9 18h11M4 6h1M4 12h1M4 18h1',
  report: 'M6 3h9l4 4v14H6zM9 11h7M9 15h7M9 7h3',
  share: 'M17 5a2 2 0 1 0 .01 0M7 12a2 2 0 1 0 .01 0M17 17a2 2 0 1 0 .01 0M9 13l6-5M9 14.500l6 4',
  people: 'M9 11a3.500 3.500 0 1 0 0-7a3.500 3.500 0 0 0 0 7M2.500 20c0-4 3-6 6.500-6s6.500 2 6.500 6M16 4.500a3.500 3.500 0 0 1 0 6.500M18 14.500c2.500.7 3.500 2.700 3.500 5.500',
  back: 'M15 5l-7 7l7 7',
  presets: 'M4 7h9M19 7h1M4 17h1M11 17h9M16 4.500a2.500 2.500 0 1 0 .01 0M8 14.500a2.500 2.500 0 1 0 .01 0',
  down: 'M6 9l6 6l6-6',
  upload: 'M12 16V4M7 9l5-5l5 5M4 17v3h16v-3',
  download: 'M12 4v12M7 11l5 5l5-5M4 17v3h16v-3',
  sun: 'M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.500 1.500M17.500 17.500L19 19M5 19l1.500-1.500M17.500 6.500L19 5',
  moon: 'M20 14A8 8 0 0 1 10 4a8 8 0 1 0 10 10z',
  edit: 'M4 20v-4L16 4l4 4L8 20zM13 7l4 4',
  trash: 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13',
  target: 'M12 5a7 7 0 1 0 0 14a7 7 0 1 0 0-14M12 2v6M12 16v6M2 12h6M16 12h6',
  star: 'M12 3l2.800 5.700l6.200.900l-4.500 4.400l1.100 6.200L12 17.300l-5.600 2.900l1.100-6.200L3 9.600l6.200-.900z',
  admin: 'M4 20V10M10 20V4M16 20v-7M22 20H2',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  keyboard: 'M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M18 10h.01M8 14h8',
  check: 'M5 13l4 4L19 7',
  document: 'M6 3h9l4 4v14H6zM14 3v5h5',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}

import { useElementSize } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../app/i18n';
import type { Overview } from './types';

const height = 150;
const left = 44;
/** A mark of time needs so many pixels. */
const markWidth = 90;
const bottom = 22;

/** Images stored over the last minutes: a bar for each interval, the scale at the left, the time below. */
export function IngestChart({ ingest }: { ingest: Overview['ingest'] }) {
  const { t } = useTranslation();
  const { ref, width: measured } = useElementSize<HTMLDivElement>();
  const width = Math.max(left + markWidth, measured);
  const most = niceCeiling(Math.max(1, ...ingest.map((entry) => entry.instances)));
  const step = (width - left) / Math.max(1, ingest.length);
  const y = (value: number) => (height - bottom) * (1 - value / most) + 6;
  const total = ingest.reduce((sum, entry) => sum + entry.instances, 0);
  // At the turn of a minute, as many of them as have room: evenly.
  const turns = ingest.filter((entry, i) => i > 0 && clock(entry.at) !== clock(ingest[i - 1]!.at));
  const each = Math.max(1, Math.ceil((turns.length * markWidth) / (width - left)));
  const marks = turns.filter((_, i) => i % each === 0);
  return (
    <div ref={ref}>
      <svg className="chart" width={width} height={height + 8} role="img" aria-label={`${t('admin.rate')}: ${formatNumber(total)}`}>
        {[0, most / 2, most].map((value) => (
          <g key={value}>
            <line x1={left} x2={width} y1={y(value)} y2={y(value)} className="chart-grid" />
            <text x={left - 6} y={y(value) + 4} textAnchor="end">
              {formatNumber(value)}
            </text>
          </g>
        ))}
        {ingest.map((entry, i) => (
          <rect key={entry.at} x={left + i * step + 0.5} width={Math.max(1, step - 1)} y={y(entry.instances)} height={y(0) - y(entry.instances)} className="chart-bar">
            <title>{`${clock(entry.at)}: ${formatNumber(entry.instances)}`}</title>
          </rect>
        ))}
        {marks.map((entry) => (
          <text key={entry.at} x={left + ingest.indexOf(entry) * step} y={height + 4} textAnchor={ingest.indexOf(entry) * step > width - left - markWidth / 2 ? 'end' : 'start'}>
            {clock(entry.at)}
          </text>
        ))}
      </svg>
    </div>
  );
}

const clock = (iso: string): string => new Date(iso).toTimeString().slice(0, 5);

/** 1, 2 or 5 times a power of ten, at least the value; even, so that its half is whole. */
export function niceCeiling(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value));
  return Math.max(2, [1, 2, 4, 10].map((factor) => factor * decade).find((candidate) => candidate >= value) ?? 10 * decade);
}

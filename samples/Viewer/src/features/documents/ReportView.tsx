import { useTranslation } from 'react-i18next';
import { findReference } from '../reader/findReference';
import type { ContentItem } from '../../dicom/structuredReport';
import { contentTree } from '../../dicom/structuredReport';
import type { DisplaySet } from '../../dicom/displaySets';
import { isoDate, text } from '../../dicomweb/dataset';
import { Tag } from '../../dicomweb/tags';
import { useReader } from '../../store/reader';

/** A structured report as a page that one can read. */
export default function ReportView({ set }: { set: DisplaySet }) {
  const { t } = useTranslation();
  const report = set.pictures[0]!.instance;
  const root = contentTree(report);
  const flag = (value: string) => value && t(`document.flag.${value}`, { defaultValue: value });
  return (
    <article className="report-page" tabIndex={0} aria-label={t('document.sr')}>
      <header>
        <h2>{root.name || set.description || t('document.sr')}</h2>
        <p>
          {[text(report, Tag.PatientName), text(report, Tag.PatientID), isoDate(text(report, Tag.ContentDate) || text(report, Tag.StudyDate)), flag(text(report, Tag.CompletionFlag)), flag(text(report, Tag.VerificationFlag))].filter(Boolean).join(' · ')}
        </p>
      </header>
      <Items items={root.children} level={3} />
    </article>
  );
}

function Items({ items, level }: { items: ContentItem[]; level: number }) {
  return (
    <ul className="report-items">
      {items.map((item, i) => (
        <li key={i}>
          <Item item={item} level={level} />
        </li>
      ))}
    </ul>
  );
}

function Item({ item, level }: { item: ContentItem; level: number }) {
  const { t } = useTranslation();
  const Heading = `h${Math.min(level, 6)}` as 'h3';
  if (item.type === 'CONTAINER') {
    return (
      <>
        {item.name && <Heading>{item.name}</Heading>}
        <Items items={item.children} level={level + 1} />
      </>
    );
  }
  return (
    <>
      <div className="report-line">
        {item.name && <span className="report-name">{item.name}</span>}
        {item.image ? <ImageLink sopUid={item.image} /> : <span className={item.type === 'TEXT' ? 'report-text' : undefined}>{item.type.startsWith('SCOORD') ? t(`document.graphic.${item.value}`, { defaultValue: item.value }) : item.value}</span>}
      </div>
      {item.children.length > 0 && <Items items={item.children} level={level} />}
    </>
  );
}

function ImageLink({ sopUid }: { sopUid: string }) {
  const { t } = useTranslation();
  const studies = useReader((state) => state.studies);
  const found = findReference(studies, sopUid);
  if (!found) return <span className="report-absent" title={sopUid}>{t('document.absentImage')}</span>;
  return (
    <button type="button" className="link-button" onClick={() => found.show()}>
      {t('measurements.image', { index: found.index + 1 })} ({found.set.description || found.set.modality})
    </button>
  );
}

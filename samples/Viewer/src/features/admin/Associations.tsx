import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../app/i18n';
import type { Overview, Refusal } from './types';

const shownRefusals = 8;

/** Who is connected now, and who was not let in: what one looks at when a modality "cannot send". */
export function Associations({ overview }: { overview: Overview }) {
  const { t } = useTranslation();
  return (
    <>
      <h3>
        {t('admin.now')}: {overview.associations.length}
      </h3>
      {overview.associations.length > 0 && (
        <table className="plain-table">
          <tbody>
            {overview.associations.map((association, i) => (
              <tr key={i}>
                <th scope="row">{association.callingAe}</th>
                <td className="address">{association.address}</td>
                <td className="moment">{formatDateTime(association.since)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <h3>
        {t('admin.refused')}: {overview.refused.length}
      </h3>
      {overview.refused.length > 0 && (
        <ul className="refusals" aria-label={t('admin.refused')}>
          {overview.refused.slice(0, shownRefusals).map((refusal, i) => (
            <Refused key={i} refusal={refusal} />
          ))}
        </ul>
      )}
    </>
  );
}

function Refused({ refusal }: { refusal: Refusal }) {
  const { t } = useTranslation();
  return (
    <li>
      <div className="refusal-head">
        <strong>{refusal.callingAe || t('admin.unknownCaller')}</strong>
        <time dateTime={refusal.at}>{formatDateTime(refusal.at)}</time>
      </div>
      <div>{t(`admin.refusal.${refusal.cause}`, { calledAe: refusal.calledAe, defaultValue: refusal.cause })}</div>
      <Text size="xs" c="dimmed" className="refusal-reason">
        {refusal.reason}
        <br />
        {refusal.address}
      </Text>
    </li>
  );
}

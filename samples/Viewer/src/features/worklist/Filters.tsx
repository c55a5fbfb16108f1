import { ActionIcon, NativeSelect, TextInput, Tooltip } from '@mantine/core';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { access } from '../../app/access';
import { Icon } from '../../app/icons';
import type { StudyFilter } from '../../dicomweb/query';
import { noFilter } from '../../dicomweb/query';

const modalities = ['CT', 'MR', 'CR', 'DX', 'MG', 'US', 'XA', 'RF', 'NM', 'PT', 'OT', 'SC', 'ECG', 'SR', 'DOC'];

interface Props {
  filter: StudyFilter;
  onChange(filter: StudyFilter): void;
  searchRef: Ref<HTMLInputElement>;
}

export function Filters({ filter, onChange, searchRef }: Props) {
  const { t } = useTranslation();
  const set = (key: keyof StudyFilter) => (event: { currentTarget: { value: string } }) => onChange({ ...filter, [key]: event.currentTarget.value });
  return (
    <form className="filters" role="search" onSubmit={(event) => event.preventDefault()}>
      <TextInput ref={searchRef} size="xs" className="filter-wide" label={t('worklist.patient')} value={filter.patientName} onChange={set('patientName')} />
      <TextInput size="xs" label={t('worklist.patientId')} value={filter.patientId} onChange={set('patientId')} />
      <TextInput size="xs" label={t('worklist.accession')} value={filter.accession} onChange={set('accession')} />
      <TextInput size="xs" type="date" label={t('worklist.from')} value={filter.from} onChange={set('from')} />
      <TextInput size="xs" type="date" label={t('worklist.to')} value={filter.to} onChange={set('to')} />
      <NativeSelect size="xs" label={t('worklist.modality')} value={filter.modality} onChange={set('modality')} data={[{ value: '', label: t('worklist.anyModality') }, ...modalities]} />
      <TextInput size="xs" className="filter-wide" label={t('worklist.description')} value={filter.description} onChange={set('description')} />
      {access().api && (
        <NativeSelect
          size="xs"
          label={t('status.label')}
          value={filter.status}
          onChange={set('status')}
          data={[{ value: '', label: t('status.any') }, ...(['unread', 'inProgress', 'reported'] as const).map((value) => ({ value, label: t(`status.${value}`) }))]}
        />
      )}
      <Tooltip label={t('worklist.clear')}>
        <ActionIcon variant="default" size={30} aria-label={t('worklist.clear')} onClick={() => onChange(noFilter)}>
          <Icon name="reset" size={18} />
        </ActionIcon>
      </Tooltip>
    </form>
  );
}

import { Center, Loader, Text } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Worklist } from '../features/worklist/Worklist';
import { access } from './access';
import type { Route } from './router';
import { useRoute } from './router';
import { Shell } from './Shell';

// Pixels, codecs and charts are loaded by the pages that need them.
const Reader = lazy(() => import('../features/reader/Reader'));
const Admin = lazy(() => import('../features/admin/Admin'));

export function App() {
  const { t } = useTranslation();
  const asked = useRoute();
  const { readOnly, study } = access();
  // A share link shows its study, wherever one goes.
  const route: Route = readOnly && study ? { page: 'reader', studyUid: study, session: false } : asked;
  const waiting = (
    <Center h="100%">
      <Loader aria-label={t('app.loading')} />
    </Center>
  );
  switch (route.page) {
    case 'worklist':
      return (
        <Shell>
          <Worklist />
        </Shell>
      );
    case 'reader':
      return (
        <Suspense fallback={waiting}>
          <Reader key={route.studyUid} studyUid={route.studyUid} joinSession={route.session} />
        </Suspense>
      );
    case 'admin':
      return (
        <Shell>
          <Suspense fallback={waiting}>
            <Admin />
          </Suspense>
        </Shell>
      );
    default:
      return (
        <Shell>
          <Text p="xl">{t('app.notFound')}</Text>
        </Shell>
      );
  }
}

import { useLingui } from '@lingui/react/macro';
import {
  DashboardBaseWidget,
  useDisplayLocale,
  useQuery,
  type DashboardBaseWidgetProps,
} from '@vendure/dashboard';
import type { ReactNode } from 'react';
import { Duration } from '../display/duration';
import { Problem } from '../display/problem';
import { startOfDay } from '../display/start-of-day';
import { request } from '../live/live-query';
import { statisticsDocument } from './statistics-document';

const REFETCH_INTERVAL_MS = 15_000;

/** The state of dispatch on Vendure's Insights page: orders that wait now, and the results of today. */
export function DispatchWidget({ id }: DashboardBaseWidgetProps) {
  const { t } = useLingui();
  const { bcp47Tag } = useDisplayLocale();
  const since = startOfDay().toISOString();
  const { data, error } = useQuery({
    queryKey: ['DriverDispatchStatistics', since],
    queryFn: () => request(statisticsDocument, { since }),
    refetchInterval: REFETCH_INTERVAL_MS,
  });
  const { secondsToAssign, delivered, deliveredOnTime } = data?.driverDispatchStatistics ?? {};
  const percent = new Intl.NumberFormat(bcp47Tag, { style: 'percent' });
  return (
    <DashboardBaseWidget id={id} title={t`Dispatch`} description={t`Deliveries of today`}>
      {error && !data ? (
        <Problem error={error} />
      ) : (
        <dl className="grid h-full grid-cols-2 content-evenly gap-4 text-center">
          <Figure name={t`Waiting now`} value={data?.waiting.totalItems} />
          <Figure
            name={t`Time to assign`}
            hint={t`Median time from the start of the search to the assignment`}
            value={secondsToAssign == null ? undefined : <Duration seconds={secondsToAssign} />}
          />
          <Figure name={t`Delivered today`} value={delivered} />
          <Figure
            name={t`On time`}
            hint={t`Share of today's drop-offs that were on time: by the promised time, or without one`}
            value={delivered ? percent.format(deliveredOnTime! / delivered) : undefined}
          />
        </dl>
      )}
    </DashboardBaseWidget>
  );
}

interface FigureProps {
  name: string;
  hint?: string;
  /** Undefined while it is unknown. */
  value: ReactNode;
}

function Figure({ name, hint, value }: Readonly<FigureProps>) {
  return (
    <div className="flex flex-col gap-1" title={hint}>
      <dt className="text-muted-foreground">{name}</dt>
      <dd className="text-3xl font-semibold tabular-nums">{value ?? '–'}</dd>
    </div>
  );
}

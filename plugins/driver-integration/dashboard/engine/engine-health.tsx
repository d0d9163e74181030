import { Trans } from '@lingui/react/macro';
import { Alert, AlertDescription, Skeleton, useQuery } from '@vendure/dashboard';
import { Details } from '../display/details';
import { Problem } from '../display/problem';
import { liveQuery } from '../live/live-query';
import { ALERTS } from '../words/code-texts';
import { useCodeText } from '../words/use-code-text';
import { useProblemText } from '../words/use-problem-text';
import { ConditionBadge } from './condition-badge';
import { engineStatusDocument } from './engine-documents';

/** Health of the engine and its components, or the error that prevents the request. */
export function EngineHealth() {
  const getAlertText = useCodeText(ALERTS);
  const getProblemText = useProblemText();
  const { data, error } = useQuery(liveQuery(engineStatusDocument, {}));
  const engine = data?.driverDispatchStatus.engine;
  if (!engine) {
    return error ? <Problem error={error} /> : <Skeleton className="h-24" />;
  }
  const { status, database, redis, queue, warnings, problem } = engine;
  const badge = (condition: string | null) => condition && <ConditionBadge condition={condition} />;
  return (
    <div className="space-y-4" role="status">
      <Details
        entries={[
          [<Trans>Engine</Trans>, badge(status)],
          [<Trans>Database</Trans>, badge(database)],
          [<Trans>Redis</Trans>, badge(redis)],
          [<Trans>Queue</Trans>, badge(queue)],
          [<Trans>Warnings</Trans>, warnings.map(getAlertText).join(', ')],
        ]}
      />
      {problem && (
        <Alert variant="destructive">
          <AlertDescription title={problem.message}>{getProblemText(problem)}</AlertDescription>
        </Alert>
      )}
    </div>
  );
}

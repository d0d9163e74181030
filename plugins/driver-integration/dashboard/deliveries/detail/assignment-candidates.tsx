import { Trans } from '@lingui/react/macro';
import { TimeOfDay } from '../../display/time-of-day';
import { CandidateTable } from './candidate-table';
import type { DeliveryAssignment, DeliveryDetail } from './delivery-detail-document';

/** The assignments of a delivery with their candidates, latest first. */
export function AssignmentCandidates({ engine }: Readonly<{ engine: DeliveryDetail['engine'] }>) {
  if (engine.assignments.length === 0) {
    return (
      <p className="text-sm text-muted-foreground">
        <Trans>No driver assigned yet</Trans>
      </p>
    );
  }
  return (
    <div className="space-y-6">
      {engine.assignments.toReversed().map((assignment) => (
        <section key={assignment.assignedAt} className="space-y-2">
          <p className="text-sm">
            <SourceOf assignment={assignment} />{' '}
            <span className="text-muted-foreground">
              <TimeOfDay at={assignment.assignedAt} />
              {assignment.releasedAt && (
                <>
                  {' – '}
                  <TimeOfDay at={assignment.releasedAt} />
                </>
              )}
            </span>
          </p>
          <CandidateTable candidates={assignment.candidates} />
        </section>
      ))}
    </div>
  );
}

function SourceOf({
  assignment: { driverName, source, operator },
}: Readonly<{ assignment: DeliveryAssignment }>) {
  switch (source) {
    case 'OPERATOR':
      return (
        <Trans>
          <strong>{driverName}</strong>, assigned manually by {operator}
        </Trans>
      );
    case 'REDIS':
    case 'POSTGRES':
      return (
        <Trans>
          <strong>{driverName}</strong>, assigned automatically
        </Trans>
      );
  }
}

import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, TableCell, TableRow } from '@vendure/dashboard';
import { Distance } from '../../display/distance';
import { SimpleTable } from '../../display/simple-table';
import type { Candidate } from './delivery-detail-document';
import { useOutcomeLabel } from './use-outcome-label';

/** The candidates of one assignment. In a seller's channel the API returns only the chosen driver's name. */
export function CandidateTable({ candidates }: Readonly<{ candidates: Candidate[] }>) {
  const { t } = useLingui();
  const getOutcomeLabel = useOutcomeLabel();
  return (
    <div className="overflow-x-auto">
      <SimpleTable
        headings={[t`Driver`, <div className="text-right">{t`Distance to store`}</div>, t`Outcome`]}
      >
        {candidates.map((driver, index) => (
          <TableRow key={driver.driverId ?? index}>
            <TableCell className="whitespace-nowrap">
              {driver.name ?? (
                <span className="text-muted-foreground">
                  <Trans>another driver</Trans>
                </span>
              )}
            </TableCell>
            <TableCell className="text-right">
              {driver.distanceMetres !== null && <Distance metres={driver.distanceMetres} />}
            </TableCell>
            <TableCell className="min-w-28 whitespace-normal">
              {driver.outcome === 'CHOSEN' ? (
                <Badge variant="success">{getOutcomeLabel(driver)}</Badge>
              ) : (
                getOutcomeLabel(driver)
              )}
            </TableCell>
          </TableRow>
        ))}
      </SimpleTable>
    </div>
  );
}

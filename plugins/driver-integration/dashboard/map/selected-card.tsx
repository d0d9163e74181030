import { useLingui } from '@lingui/react/macro';
import { Button, Card, CardContent } from '@vendure/dashboard';
import { XIcon } from 'lucide-react';
import type { Fleet, MapPlace } from './fleet-queries';
import type { Selection } from './map-ids';
import { SelectedDelivery } from './selected-delivery';
import { SelectedDriver } from './selected-driver';

interface SelectedCardProps {
  selection: Selection;
  fleet: Pick<Fleet, 'drivers' | 'deliveries'>;
  places: readonly MapPlace[];
  onSelect: (selection: Selection | undefined) => void;
}

/** Details of the selection. */
export function SelectedCard({ selection, fleet, places, onSelect }: SelectedCardProps) {
  const { t } = useLingui();
  const { kind, id } = selection;
  return (
    <Card size="sm" className="shrink-0" data-testid="selected">
      <CardContent className="flex items-start gap-2">
        <div className="min-w-0 grow">
          {kind === 'delivery' && <SelectedDelivery id={id} fleet={fleet} />}
          {kind === 'driver' && <SelectedDriver driverId={id} fleet={fleet} onSelect={onSelect} />}
          {kind === 'store' && <p className="font-medium">{places.find((place) => place.id === id)?.name}</p>}
        </div>
        <Button
          type="button"
          variant="ghost"
          size="icon-sm"
          aria-label={t`Clear selection`}
          onClick={() => onSelect(undefined)}
        >
          <XIcon />
        </Button>
      </CardContent>
    </Card>
  );
}

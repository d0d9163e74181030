import { HistoryEntry, type DashboardHistoryEntryComponent } from '@vendure/dashboard';
import { TruckIcon } from 'lucide-react';
import { useStateLabel, type DeliveryState } from '../delivery-state';
import { useStepLabel } from '../detail/step-label';

/** What the plugin writes into an order's history. */
interface DeliveryHistoryData {
  state: DeliveryState;
  /** The step that was taken; absent for what happens on the shop's side. */
  event?: string;
  driverName?: string;
  note?: string;
}

/** What has become of the delivery, in the history of its order. */
const DeliveryHistoryEntry: DashboardHistoryEntryComponent['component'] = ({ entry }) => {
  const stepLabel = useStepLabel();
  const stateLabel = useStateLabel();
  const { state, event, driverName, note } = entry.data as DeliveryHistoryData;
  return (
    <HistoryEntry
      entry={entry}
      title={event ? stepLabel({ type: event }) : stateLabel(state)}
      timelineIcon={<TruckIcon className="size-4" />}
      timelineIconClassName={toneOf(state, note)}
    >
      {driverName && <p className="text-xs text-muted-foreground">{driverName}</p>}
      {note && <p className="text-xs text-destructive">{note}</p>}
    </HistoryEntry>
  );
};

function toneOf(state: DeliveryState, note: string | undefined): string {
  if (note) {
    return 'bg-destructive text-destructive-foreground';
  }
  return state === 'DELIVERED' ? 'bg-success text-success-foreground' : 'bg-muted text-muted-foreground';
}

export const deliveryHistoryEntries: DashboardHistoryEntryComponent[] = [
  { type: 'DRIVER_DELIVERY', component: DeliveryHistoryEntry },
];

import type { Point } from '@driver-dispatch/contract/geography';
import { PointPicker } from '@driver-dispatch/map-view';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, DialogFooter, useResolvedTheme } from '@vendure/dashboard';
import { useMemo, useState } from 'react';
import { useMapBase } from '../../map/use-fleet';
import type { DeliveryDetail } from '../detail/delivery-detail-document';
import { addressLines } from './address-lines';
import { useDeliveryMutations } from './use-delivery-mutations';

interface DropoffFormProps {
  delivery: DeliveryDetail;
  onDone: () => void;
}

/** Shows the shipping address and a map of the area around the stores to set the drop-off location on. */
export function DropoffForm({ delivery, onDone }: Readonly<DropoffFormProps>) {
  const { t } = useLingui();
  const dark = useResolvedTheme() === 'dark';
  const [point, setPoint] = useState<Point>();
  const { setDropoff } = useDeliveryMutations(delivery);
  const base = useMapBase().data;
  const places = base?.places;
  const stores = useMemo(() => places?.map((place) => place.point), [places]);
  return (
    <>
      <address className="text-sm not-italic">
        {addressLines(delivery.order?.shippingAddress).map((line) => (
          <div key={line}>{line}</div>
        ))}
      </address>
      <PointPicker
        className="h-80 rounded-md border"
        point={point}
        around={stores}
        glyph="dropoff"
        tiles={base?.tiles ?? undefined}
        dark={dark}
        disabled={setDropoff.isPending}
        labels={{
          map: t`Drop-off location`,
          marker: t`Drop-off marker, move with the arrow keys`,
          zoomIn: t`Zoom in`,
          zoomOut: t`Zoom out`,
          showAll: t`Show all`,
        }}
        onChange={setPoint}
      />
      <p className="text-sm text-muted-foreground">
        <Trans>Click the drop-off location, drag the marker or move it with the arrow keys.</Trans>
      </p>
      <DialogFooter>
        <Button type="button" variant="outline" onClick={onDone}>
          <Trans>Close</Trans>
        </Button>
        <Button
          type="button"
          disabled={!point || setDropoff.isPending}
          onClick={() => point && setDropoff.mutate(point, { onSuccess: onDone })}
        >
          <Trans>Save and submit</Trans>
        </Button>
      </DialogFooter>
    </>
  );
}

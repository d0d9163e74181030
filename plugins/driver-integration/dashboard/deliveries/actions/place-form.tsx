import { PointPicker } from '@driver-dispatch/map-view';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, DialogFooter, useResolvedTheme } from '@vendure/dashboard';
import { useMemo, useState } from 'react';
import type { Point } from '../../display/metres-between';
import { useMapBase } from '../../map/use-fleet';
import type { DeliveryDetail } from '../detail/delivery-detail-document';
import { addressLines } from './address-lines';
import { useDeliveryMutations } from './use-delivery-mutations';

interface PlaceFormProps {
  delivery: DeliveryDetail;
  onDone: () => void;
}

/** The address as the shopper has written it, and a map around the stores to put it on. */
export function PlaceForm({ delivery, onDone }: Readonly<PlaceFormProps>) {
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
        glyph="door"
        tiles={base?.tiles ?? undefined}
        dark={dark}
        disabled={setDropoff.isPending}
        labels={{
          map: t`Where it is handed over`,
          marker: t`The drop-off; arrow keys move it`,
          zoomIn: t`Zoom in`,
          zoomOut: t`Zoom out`,
          showAll: t`Show everything`,
        }}
        onChange={setPoint}
      />
      <p className="text-sm text-muted-foreground">
        <Trans>Click where the door is, drag it there, or move it with the arrow keys.</Trans>
      </p>
      <DialogFooter>
        <Button type="button" variant="outline" onClick={onDone}>
          <Trans>Leave it</Trans>
        </Button>
        <Button
          type="button"
          disabled={!point || setDropoff.isPending}
          onClick={() => point && setDropoff.mutate(point, { onSuccess: onDone })}
        >
          <Trans>Hand it over</Trans>
        </Button>
      </DialogFooter>
    </>
  );
}

import { PointPicker, type Point } from '@driver-dispatch/map-view';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  api,
  type PageContextValue,
  type UseFormReturn,
  usePermissions,
  useQuery,
  useResolvedTheme,
} from '@vendure/dashboard';
import { AddressSearch } from './address-search';
import { storeMapDocument } from './location-documents';
import { toPoint } from './to-point';

const FIELDS = [
  'customFields.storeLatitude',
  'customFields.storeLongitude',
  'customFields.deliveryRadiusMetres',
] as const;

const ADDRESS_FIELDS = [
  'customFields.storeStreet',
  'customFields.storePostalCode',
  'customFields.storeCity',
  'customFields.storeCountryCode',
] as const;

/** Map that edits the location of a store on the page of its stock location. The fields below show the coordinates. */
export function StoreLocationBlock({ context: { form } }: { context: PageContextValue }) {
  return form ? <StoreLocation form={form} /> : null;
}

function StoreLocation({ form }: { form: UseFormReturn }) {
  const { t } = useLingui();
  const { hasPermissions } = usePermissions();
  const dark = useResolvedTheme() === 'dark';
  const settings = useQuery({
    queryKey: ['sellerStoreMap'],
    queryFn: () => api.query(storeMapDocument),
    staleTime: Infinity,
  });
  const [latitude, longitude, radius] = form.watch([...FIELDS]) as (number | null | undefined)[];
  const [street, postalCode, city, countryCode] = form.watch([...ADDRESS_FIELDS]) as (string | null)[];
  const point = toPoint(latitude, longitude);
  const readOnly = !hasPermissions(['UpdateStockLocation']);
  const changed = { shouldDirty: true, shouldValidate: true };
  const setPoint = ({ lat, lon }: Point) => {
    form.setValue(FIELDS[0], lat, changed);
    form.setValue(FIELDS[1], lon, changed);
  };
  if (settings.isPending) {
    return <div className="h-80 animate-pulse rounded-md bg-muted" />;
  }
  return (
    <div className="driver-dispatch space-y-2">
      {settings.data?.sellerStoreAddressSearch && !readOnly && (
        <AddressSearch address={{ streetLine1: street, postalCode, city, countryCode }} onFound={setPoint} />
      )}
      <PointPicker
        className="h-80 rounded-md border"
        point={point}
        radiusMetres={radius ?? undefined}
        tiles={settings.data?.sellerStoreMapTiles ?? undefined}
        dark={dark}
        disabled={readOnly}
        labels={{
          map: t`Store location`,
          marker: t`Store marker, move with the arrow keys`,
          zoomIn: t`Zoom in`,
          zoomOut: t`Zoom out`,
          showAll: t`Show the whole area`,
        }}
        onChange={setPoint}
      />
      {(latitude == null) !== (longitude == null) && (
        <p role="alert" className="text-sm text-destructive">
          <Trans>Enter both latitude and longitude, or neither.</Trans>
        </p>
      )}
      <p className="text-sm text-muted-foreground">
        {point ? (
          <Trans>Click the store location, drag the marker or move it with the arrow keys.</Trans>
        ) : (
          <Trans>This store has no location yet, so no driver is sent to it. Click the map to set it.</Trans>
        )}
      </p>
    </div>
  );
}

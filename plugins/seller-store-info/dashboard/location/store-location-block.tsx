import { PointPicker } from '@driver-dispatch/map-view';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  api,
  type PageContextValue,
  type UseFormReturn,
  usePermissions,
  useQuery,
  useResolvedTheme,
} from '@vendure/dashboard';
import { graphql } from '../graphql/graphql';
import { toPoint } from './to-point';

const mapTilesQuery = graphql(`
  query SellerStoreMapTiles {
    sellerStoreMapTiles {
      url
      darkUrl
      attribution
      attributionUrl
      maxZoom
    }
  }
`);

const FIELDS = [
  'customFields.storeLatitude',
  'customFields.storeLongitude',
  'customFields.deliveryRadiusMetres',
] as const;

/** Map that edits the location of a store on the page of its stock location. The fields below show the coordinates. */
export function StoreLocationBlock({ context: { form } }: { context: PageContextValue }) {
  return form ? <StoreLocation form={form} /> : null;
}

function StoreLocation({ form }: { form: UseFormReturn }) {
  const { t } = useLingui();
  const { hasPermissions } = usePermissions();
  const dark = useResolvedTheme() === 'dark';
  const tiles = useQuery({
    queryKey: ['sellerStoreMapTiles'],
    queryFn: () => api.query(mapTilesQuery),
    staleTime: Infinity,
  });
  const [latitude, longitude, radius] = form.watch([...FIELDS]) as (number | null | undefined)[];
  const point = toPoint(latitude, longitude);
  const changed = { shouldDirty: true, shouldValidate: true };
  if (tiles.isPending) {
    return <div className="h-80 animate-pulse rounded-md bg-muted" />;
  }
  return (
    <div className="driver-dispatch space-y-2">
      <PointPicker
        className="h-80 rounded-md border"
        point={point}
        radiusMetres={radius ?? undefined}
        tiles={tiles.data?.sellerStoreMapTiles ?? undefined}
        dark={dark}
        disabled={!hasPermissions(['UpdateStockLocation'])}
        labels={{
          map: t`Store location`,
          marker: t`Store marker, move with the arrow keys`,
          zoomIn: t`Zoom in`,
          zoomOut: t`Zoom out`,
          showAll: t`Show the whole area`,
        }}
        onChange={({ lat, lon }) => {
          form.setValue(FIELDS[0], lat, changed);
          form.setValue(FIELDS[1], lon, changed);
        }}
      />
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

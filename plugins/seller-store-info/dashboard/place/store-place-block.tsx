import { PointPicker } from '@driver-dispatch/map-view';
import { Trans, useLingui } from '@lingui/react/macro';
import { api, usePermissions, useQuery, useResolvedTheme, type PageContextValue } from '@vendure/dashboard';
import type { UseFormReturn } from 'react-hook-form';
import { graphql } from '../graphql/graphql';
import { pointOf } from './point-of';

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

/** The place of a store on the page of its stock location; the fields below it have the same as numbers. */
export function StorePlaceBlock({ context: { form } }: { context: PageContextValue }) {
  return form ? <StorePlace form={form} /> : null;
}

function StorePlace({ form }: { form: UseFormReturn }) {
  const { t } = useLingui();
  const { hasPermissions } = usePermissions();
  const dark = useResolvedTheme() === 'dark';
  const tiles = useQuery({
    queryKey: ['sellerStoreMapTiles'],
    queryFn: () => api.query(mapTilesQuery),
    staleTime: Infinity,
  });
  const [latitude, longitude, radius] = form.watch([...FIELDS]) as (number | null | undefined)[];
  const point = pointOf(latitude, longitude);
  const changed = { shouldDirty: true, shouldValidate: true };
  if (tiles.isPending) {
    return <div className="h-80 animate-pulse rounded-md bg-muted" />;
  }
  return (
    <div className="space-y-2">
      <PointPicker
        className="h-80 rounded-md border"
        point={point}
        radiusMetres={radius ?? undefined}
        tiles={tiles.data?.sellerStoreMapTiles ?? undefined}
        dark={dark}
        disabled={!hasPermissions(['UpdateStockLocation'])}
        labels={{
          map: t`Where the store is`,
          marker: t`The store; arrow keys move it`,
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
          <Trans>Click where the store is, drag it there, or move it with the arrow keys.</Trans>
        ) : (
          <Trans>This store has no place yet, and no driver is sent to it. Click where it is.</Trans>
        )}
      </p>
    </div>
  );
}

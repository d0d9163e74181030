import type { Point } from '@driver-dispatch/map-view';
import { Trans, useLingui } from '@lingui/react/macro';
import { api, Button, Input, useMutation } from '@vendure/dashboard';
import { SearchIcon } from 'lucide-react';
import { useState } from 'react';
import { geocodeDocument } from './location-documents';
import { formatAddress, parseAddress, type SearchedAddress } from './parse-address';

interface AddressSearchProps {
  /** Address of the store. It is searched if no other address is entered. */
  address: SearchedAddress;
  onFound: (point: Point) => void;
}

/** Search that sets the location of a store to an address. */
export function AddressSearch({ address, onFound }: Readonly<AddressSearchProps>) {
  const { t } = useLingui();
  const [entered, setEntered] = useState<string>();
  const text = entered ?? formatAddress(address);
  const search = useMutation({
    mutationFn: () => api.query(geocodeDocument, { address: parseAddress(text, address) }),
    onSuccess: ({ geocodeSellerStoreAddress: found }) => found && onFound(found),
  });
  const start = () => {
    if (text.trim() && !search.isPending) {
      search.mutate();
    }
  };
  return (
    <div role="search" className="space-y-1">
      <div className="flex gap-2">
        <Input
          type="search"
          aria-label={t`Address`}
          placeholder={t`Street and number, postal code and city`}
          value={text}
          onChange={(event) => {
            search.reset();
            setEntered(event.target.value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') {
              // Enter would submit the form of the page.
              event.preventDefault();
              start();
            }
          }}
        />
        <Button type="button" variant="outline" disabled={search.isPending || !text.trim()} onClick={start}>
          <SearchIcon />
          <Trans>Find on the map</Trans>
        </Button>
      </div>
      <p role="status" className="text-sm text-muted-foreground">
        {search.data?.geocodeSellerStoreAddress && (
          <Trans>Found. Move the marker to the entrance and save with Update.</Trans>
        )}
        {search.data?.geocodeSellerStoreAddress === null && (
          <span className="text-destructive">
            <Trans>Address not found. Check it, or click the store location on the map.</Trans>
          </span>
        )}
        {search.error && <span className="text-destructive">{search.error.message}</span>}
      </p>
    </div>
  );
}

/** The parts of an address that geocoding uses. */
export interface SearchedAddress {
  streetLine1?: string | null;
  postalCode?: string | null;
  city?: string | null;
  /** ISO 3166-1 alpha-2. */
  countryCode?: string | null;
}

/** British, Dutch and numeric postal codes, such as `SW1A 2AA`, `1012 JS`, `10178` and `00-950`. */
const POSTAL_CODE = /\b(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|\d{4} ?[A-Z]{2}|\d{2,3}[- ]\d{2,4}|\d{4,5})\b/i;

/**
 * Parses an address such as `Torstraße 1, 10119 Berlin`: the street, a comma, then postal code and city in any order. A text
 * without comma is a street, or a postal code with or without city. Parts that the text does not name are those of `store`.
 */
export function parseAddress(text: string, store: SearchedAddress): SearchedAddress {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  const isPlace = parts.length === 1 && text.trim().search(POSTAL_CODE) === 0;
  const street = isPlace ? undefined : parts.shift();
  const place = parts.join(', ');
  const postalCode = POSTAL_CODE.exec(place)?.[0];
  const city = place
    .replace(postalCode ?? '', '')
    .replace(/^[\s,]+|[\s,]+$/g, '')
    .split(',')[0];
  const hasPlace = Boolean(postalCode ?? city);
  return {
    streetLine1: street,
    postalCode: hasPlace ? postalCode : store.postalCode,
    city: hasPlace ? city || undefined : store.city,
    countryCode: store.countryCode,
  };
}

/** Formats an address for the search, such as `Torstraße 1, 10119 Berlin`. */
export function formatAddress({ streetLine1, postalCode, city }: SearchedAddress): string {
  const place = [postalCode, city].filter(Boolean).join(' ');
  return [streetLine1, place].filter(Boolean).join(', ');
}

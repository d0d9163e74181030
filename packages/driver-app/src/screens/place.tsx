import type { Address, Point } from '@driver-dispatch/contract/messages';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';
import { navigationLinks } from '../delivery/navigation-links';
import { addressLines } from '../format/format';
import { useAppState } from './use-app';

interface PlaceProps {
  name?: string;
  address: Address;
  point: Point;
  phone?: string;
  children: ReactNode;
}

/** Where to drive: name, address, phone, and links to navigation apps. */
export function Place({ name, address, point, phone, children }: PlaceProps): ReactElement {
  const { t } = useLingui();
  const { self } = useAppState();
  return (
    <section className="place">
      {name && <h2>{name}</h2>}
      <address>
        {addressLines(address).map((line) => (
          <span key={line}>{line}</span>
        ))}
      </address>
      {children}
      {phone && (
        <a className="button" href={`tel:${phone.replaceAll(/[^\d+]/g, '')}`}>
          <Trans>Call {phone}</Trans>
        </a>
      )}
      <ul className="navigation" aria-label={t`Navigate with`}>
        {navigationLinks(point, self?.vehicle?.kind).map(({ app, url }) => (
          <li key={app}>
            <a className="button" href={url} target="_blank" rel="noreferrer">
              {app}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

import { useEffect } from 'react';
import { keepTitle } from './keep-title';

/** Title of a page whose name Vendure does not find, after the number of alerts. */
const UNNAMED = /^(\(\d+\) )?Vendure$/;

/**
 * Adds the name of the page to the title of the browser tab, such as `Map • Vendure`. Vendure reads the name from the
 * breadcrumb, in which a production build has no texts.
 *
 * @param name undefined adds nothing
 */
export function usePageTitle(name: string | undefined): void {
  useEffect(
    () =>
      name === undefined
        ? undefined
        : keepTitle(
            (title) => title.replace(UNNAMED, (_, count = '') => `${count}${name} • Vendure`),
            (title) => title.replace(`${name} • `, ''),
          ),
    [name],
  );
}

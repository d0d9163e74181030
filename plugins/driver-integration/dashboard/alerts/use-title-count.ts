import { useEffect } from 'react';
import { keepTitle } from '../display/keep-title';

const COUNT = /^\(\d+\) /;
const withoutCount = (title: string) => title.replace(COUNT, '');

/** Shows a count above 0 before the title of the browser tab, such as `(2) Map • Vendure`. */
export function useTitleCount(count: number): void {
  useEffect(
    () => keepTitle((title) => (count > 0 ? `(${count}) ` : '') + withoutCount(title), withoutCount),
    [count],
  );
}

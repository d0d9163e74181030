import type { MapLine } from '../map/map-content';

/** Maximum number of lines that are all drawn fully. */
const FEW_LINES = 8;

/** Width in pixels and opacity of a line. */
export interface LineStyle {
  weight: number;
  opacity: number;
}

const SELECTED: LineStyle = { weight: 5, opacity: 1 };
const FULL: LineStyle = { weight: 2.5, opacity: 0.8 };
const FAINT: LineStyle = { weight: 1.5, opacity: 0.15 };

/**
 * Returns the style of a line. Among many lines only the urgent ones and those of the selected marker are drawn fully.
 *
 * @param count number of lines on the map
 */
export function getLineStyle(
  { of, urgent }: Pick<MapLine, 'of' | 'urgent'>,
  count: number,
  selectedId: string | undefined,
): LineStyle {
  if (selectedId !== undefined && of?.includes(selectedId)) {
    return SELECTED;
  }
  return urgent || count <= FEW_LINES ? FULL : FAINT;
}

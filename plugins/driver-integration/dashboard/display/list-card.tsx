import type { ComponentType, ReactNode } from 'react';
import './list-cards.css';

/** The columns of a list by id. Headers are functions that return an element. */
type Columns = Readonly<Record<string, { header?: unknown } | undefined>>;

/**
 * Returns a function that wraps the cells of a list, so that each row is a card on a narrow screen. The card shows each
 * value with the label of its column, and leaves out empty ones.
 *
 * @param title id of the column that is the heading of the card, without a label
 */
export function asCard(columns: Columns, title: string) {
  return <Cell,>(id: string, cell: Cell): Cell => {
    const header = columns[id]?.header;
    if (typeof header !== 'function') {
      return cell;
    }
    const Content = cell as ComponentType<object>;
    const label = (header as () => ReactNode)();
    return ((context: object) => (
      <ListCell label={label} isTitle={id === title}>
        <Content {...context} />
      </ListCell>
    )) as Cell;
  };
}

interface ListCellProps {
  label: ReactNode;
  /** Whether the value is the heading of the card, without the label. */
  isTitle: boolean;
  children: ReactNode;
}

/** The content of a cell whose row is a card on a narrow screen. */
export function ListCell({ label, isTitle, children }: Readonly<ListCellProps>) {
  return (
    <div className={isTitle ? 'list-cell list-title' : 'list-cell'}>
      <div className="list-label">{label}</div>
      <div className="list-value">{children}</div>
    </div>
  );
}

import { sql } from './sql';

/** A statement that each connection parses and plans once: planning the claim takes longer than carrying it out. */
export interface PreparedStatement {
  /** Known by this name on every connection. */
  name: string;
  text: string;
}

/** A file of this package's folder `sql`, prepared under its own name. */
export function prepared(file: string): PreparedStatement {
  return { name: file, text: sql(file) };
}

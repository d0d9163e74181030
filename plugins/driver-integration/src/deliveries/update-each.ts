import type { ID, VendureEntity } from '@vendure/core';
import { In, type FindOptionsWhere, type ObjectLiteral, type Repository } from 'typeorm';
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity';

/**
 * Updates many rows in one statement, each with its own values. Works on PostgreSQL, MySQL, MariaDB and SQLite.
 *
 * @param rows at least one; all have the same columns
 * @param common values for all rows
 * @param where condition that a row must also match
 * @returns the number of updated rows
 */
export async function updateEach<E extends VendureEntity>(
  repository: Repository<E>,
  rows: readonly (Partial<E> & { id: ID })[],
  common: QueryDeepPartialEntity<E>,
  where: FindOptionsWhere<E>,
): Promise<number> {
  const parameters: ObjectLiteral = {};
  const set: Record<string, () => string> = {};
  const { driver, options } = repository.manager.connection;
  const properties = Object.keys(rows[0]!).filter((property) => property !== 'id') as (keyof E & string)[];
  for (const property of properties) {
    const column = repository.metadata.findColumnWithPropertyName(property)!;
    // PostgreSQL treats a parameter in a CASE as text.
    const typed = (value: string) =>
      options.type === 'postgres' ? `CAST(${value} AS ${driver.normalizeType(column)})` : value;
    const cases = rows.map((row, index) => {
      parameters[`id${index}`] = row.id;
      parameters[`${property}${index}`] = driver.preparePersistentValue(row[property], column);
      return `WHEN :id${index} THEN ${typed(`:${property}${index}`)}`;
    });
    set[property] = () => `CASE id ${cases.join(' ')} END`;
  }
  const { affected } = await repository
    .createQueryBuilder()
    .update()
    .set({ ...common, ...set } as QueryDeepPartialEntity<E>)
    .where({ ...where, id: In(rows.map(({ id }) => id)) })
    .setParameters(parameters)
    .execute();
  return affected ?? 0;
}

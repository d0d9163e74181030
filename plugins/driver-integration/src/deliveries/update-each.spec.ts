import { VendureEntity, type ID } from '@vendure/core';
import { Column, DataSource, Entity, PrimaryColumn, UpdateQueryBuilder, type Repository } from 'typeorm';
import { updateEach } from './update-each';

@Entity('parcel')
class Parcel extends VendureEntity {
  @PrimaryColumn({ type: 'int' })
  override id!: ID;

  @Column({ type: 'varchar' })
  state!: string;

  @Column({ type: 'simple-json', nullable: true })
  content!: { label: string } | null;

  @Column({ type: Date, nullable: true })
  readyAt!: Date | null;
}

const READY = new Date('2026-03-04T05:06:07.000Z');

describe('updateEach', () => {
  let database: DataSource;
  let parcels: Repository<Parcel>;
  let execute: jest.SpyInstance;

  beforeAll(async () => {
    database = await new DataSource({ type: 'sqljs', entities: [Parcel], synchronize: true }).initialize();
    parcels = database.getRepository(Parcel);
    execute = jest.spyOn(UpdateQueryBuilder.prototype, 'execute');
  });

  beforeEach(async () => {
    await parcels.clear();
    await parcels.insert([1, 2, 3].map((id) => ({ id, state: 'new', content: null, readyAt: null })));
    execute.mockClear();
  });

  afterAll(async () => {
    jest.restoreAllMocks();
    await database?.destroy();
  });

  it('updates each row with its own values in one statement', async () => {
    const rows = [
      { id: 1, content: { label: `it's` }, readyAt: READY },
      { id: 3, content: { label: 'b' }, readyAt: null },
    ];
    expect(await updateEach(parcels, rows, { state: 'done' }, {})).toBe(2);
    expect(execute).toHaveBeenCalledTimes(1);
    expect(await parcels.find({ order: { id: 'ASC' } })).toMatchObject([
      { ...rows[0], state: 'done' },
      { id: 2, content: null, readyAt: null, state: 'new' },
      { ...rows[1], state: 'done' },
    ]);
  });

  it('updates and counts matching rows only', async () => {
    await parcels.update(2, { state: 'lost' });
    const rows = [1, 2].map((id) => ({ id, content: { label: String(id) } }));
    expect(await updateEach(parcels, rows, {}, { state: 'new' })).toBe(1);
    expect(await parcels.findOneByOrFail({ id: 2 })).toMatchObject({ content: null, state: 'lost' });
  });
});

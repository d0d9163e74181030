import { readEngineOptions } from '../configuration/engine-options';
import { useTestServers } from '../testing/test-servers';
import { migrate } from './migrate';
import { explain, HOT_STATEMENTS, StatementRunner } from './statement-runner';

const servers = useTestServers();

/** A node of a plan as `EXPLAIN (FORMAT JSON)` returns it. */
interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  'Order By'?: string;
  Plans?: PlanNode[];
}

/** Indexes that are read from their beginning, each up to a LIMIT or for its first entry. */
const READ_IN_ORDER = ['deliveries_waiting_age', 'deliveries_waiting_radius'];

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** Reads a table, or an index, from end to end. */
function isFullScan(node: PlanNode): boolean {
  if (/^(Seq|Bitmap Heap) Scan$/.test(node['Node Type'])) {
    return node['Relation Name'] !== 'webhook_endpoint';
  }
  return (
    /^Index( Only)? Scan$/.test(node['Node Type']) &&
    node['Index Cond'] === undefined &&
    node['Order By'] === undefined &&
    node['Relation Name'] !== 'webhook_endpoint' &&
    !READ_IN_ORDER.includes(node['Index Name']!)
  );
}

describe('a statement of the hot path that was planned on empty tables', () => {
  let runner: StatementRunner;

  beforeAll(async () => {
    const configuration = readEngineOptions({ database: { url: await servers.database() } });
    await migrate(configuration);
    runner = new StatementRunner(configuration);
  });

  afterAll(() => runner?.close());

  it.each(HOT_STATEMENTS)('%s finds its rows by an index', async (file) => {
    const { rows } = await runner['pool'].query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
      explain(file, '(FORMAT JSON)'),
    );
    const nodes = nodesOf(rows[0]!['QUERY PLAN'][0].Plan);
    expect(nodes.filter(isFullScan)).toEqual([]);
  });
});

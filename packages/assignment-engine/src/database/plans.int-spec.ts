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

/** Indexes that are read from the start without a condition, limited by LIMIT or to the first entry. */
const READ_IN_ORDER = ['deliveries_waiting_age', 'deliveries_waiting_radius'];

const getNodes = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(getNodes)];

/** Whether a plan node reads a whole table or a whole index. */
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

describe('plans of hot-path statements on empty tables', () => {
  let runner: StatementRunner;

  beforeAll(async () => {
    const configuration = readEngineOptions({ database: { url: await servers.database() } });
    await migrate(configuration);
    runner = new StatementRunner(configuration);
  });

  afterAll(() => runner?.close());

  it.each(HOT_STATEMENTS)('%s uses an index for every table', async (file) => {
    const { rows } = await runner['pool'].query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
      explain(file, '(FORMAT JSON)'),
    );
    const nodes = getNodes(rows[0]!['QUERY PLAN'][0].Plan);
    expect(nodes.filter(isFullScan)).toEqual([]);
  });
});

/** How much of a tab's heap is compiled code: what it says itself in a heap snapshot. */
import type { CDPSession } from '@playwright/test';

type Snapshot = {
	snapshot: { meta: { node_fields: string[]; node_types: [string[], ...unknown[]] } };
	nodes: number[];
};

/** Bytes of bytecode, machine code and what was learned about types while it ran. */
export async function tabCodeBytes(cdp: CDPSession): Promise<number> {
	const { snapshot, nodes } = await takeSnapshot(cdp);
	const fields = snapshot.meta.node_fields;
	const code = snapshot.meta.node_types[0].indexOf('code');
	const [type, size] = [fields.indexOf('type'), fields.indexOf('self_size')];
	if (code < 0 || type < 0 || size < 0) throw new Error('a heap snapshot is written otherwise than known');
	let bytes = 0;
	for (let at = 0; at < nodes.length; at += fields.length)
		if (nodes[at + type] === code) bytes += nodes[at + size] ?? 0;
	return bytes;
}

async function takeSnapshot(cdp: CDPSession): Promise<Snapshot> {
	const parts: string[] = [];
	const onPart = ({ chunk }: { chunk: string }) => parts.push(chunk);
	cdp.on('HeapProfiler.addHeapSnapshotChunk', onPart);
	await cdp.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
	cdp.off('HeapProfiler.addHeapSnapshotChunk', onPart);
	return JSON.parse(parts.join('')) as Snapshot;
}

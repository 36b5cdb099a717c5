/** A program that reads rows leaves a line as a person does: which key, what it asked for, and how many rows it got. */
import { scopeOfResource } from '../../../domain/access.ts';
import type { Viewer } from '../../../domain/viewer.ts';
import type { ResourceName } from '../../../protocol/api/queries.ts';
import type { ServiceContext } from '../context.ts';
import { whereOf } from './reader.ts';

/** Beds and the programme's budget are no persons' and are shown to everybody. */
const open: readonly ResourceName[] = ['beds', 'budget'];

type Read = {
	resource: ResourceName;
	query: Readonly<Record<string, unknown>>;
	isFile: boolean;
	rowCount: number;
};

/** Before the rows are handed out. Who sees totals of the city only sees no row. */
export async function recordRead(
	{ recordLook, system }: Pick<ServiceContext, 'recordLook' | 'system'>,
	viewer: Viewer,
	{ resource, query, isFile, rowCount }: Read
): Promise<void> {
	if (viewer.role === 'system' || open.includes(resource)) return;
	if (scopeOfResource(viewer.role, resource) === 'city') return;
	await recordLook(system, viewer, {
		action: isFile ? 'export' : 'look-rows',
		what: `GET /api/v1/${resource}`,
		filter: whereOf(query),
		rowCount
	});
}

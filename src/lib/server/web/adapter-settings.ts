/**
 * adapter-node reads its settings from the environment, once, when it is loaded. With ORIGIN it would refuse the forms of
 * every other name of this server, and a header named by the environment would be believed; so it gets ours and only ours:
 * the three headers that `believeNoForwarding` writes, and the size of a page's form.
 */
const pageBodyLimit = '512K';

export function settleAdapter(env: NodeJS.ProcessEnv): void {
	for (const name of ['ORIGIN', 'PORT_HEADER']) Reflect.deleteProperty(env, name);
	Object.assign(env, {
		PROTOCOL_HEADER: 'x-forwarded-proto',
		HOST_HEADER: 'x-forwarded-host',
		ADDRESS_HEADER: 'x-forwarded-for',
		XFF_DEPTH: '1',
		BODY_SIZE_LIMIT: pageBodyLimit
	});
}

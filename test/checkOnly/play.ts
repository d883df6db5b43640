import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { freshUsername } from '../harness/accounts';
import { itemHolding } from '../harness/posts';
import type { Publish } from '../emulator';
import type { Setting } from '../harness/setting';
import type { SomePost } from './posts';
import { someFiles } from './posts';

const allScopes = ['user.info.basic', 'user.info.profile', 'video.publish', 'video.upload'];

export interface Checked {
	would_post: boolean;
	problems: Array<{ code: string; message: string }>;
}

/** How a post ended, of which Check Only had an opinion. */
export interface Posted {
	publishId?: string;
	code?: string;
	/** What TikTok made of it in the end. */
	state?: Publish['state'];
}

export interface Played {
	checked: Checked[];
	/** Inits that TikTok heard, and posts that it took, while only checking was asked for. */
	initsOfCheck: unknown[];
	posted: Posted[];
}

/**
 * The same post twice: with Check Only, then without.
 * @param requestOptions those of the node
 */
export async function play(
	setting: Setting,
	post: SomePost,
	requestOptions: INodeParameters,
): Promise<Played> {
	const { emulator } = setting;
	const username = freshUsername();
	emulator.addAccount({ username, ...post.account });
	const scopes = allScopes.filter((scope) => !post.withheld.includes(scope));
	const credential = setting.connect({ username, scopes });
	if (post.isRemoved) emulator.removeAuthorization({ username });
	const input = [await itemOf(setting, post)];

	const run = async (checkOnly: boolean) => {
		const options = { ...(post.parameters.options as IDataObject), checkOnly };
		const { resource, operation } = {
			resource: post.operation === 'post' ? 'photo' : 'video',
			operation: post.operation,
		};
		const result = await setting.harness.run({
			parameters: { ...post.parameters, resource, operation, options, requestOptions } as never,
			items: input,
			credentials: [credential],
			onError: 'continueRegularOutput',
		});
		return result.items.map(({ json }) => json);
	};

	const before = { requests: emulator.requests.length, posts: emulator.publishes.length };
	const checked = (await run(true)) as unknown as Checked[];
	const initsOfCheck = [
		...emulator.requests
			.slice(before.requests)
			.filter(({ path, method }) => path.endsWith('/init/') || method === 'PUT')
			.map(({ method, path }) => `${method} ${path}`),
		...emulator.publishes.slice(before.posts),
	];
	const items = await run(false);
	await emulator.settled();
	emulator.clock.advance(emulator.switches.processingMs);
	const posted = items.map(({ publish_id, details }) => ({
		publishId: publish_id as string | undefined,
		code: (details as IDataObject | undefined)?.code as string | undefined,
		state: emulator.publishes.find(({ publishId }) => publishId === publish_id)?.state,
	}));
	return { checked, initsOfCheck, posted };
}

async function itemOf({ harness }: Setting, { files }: SomePost): Promise<INodeExecutionData> {
	if (files.length === 0) return { json: {} };
	const named = files.map((fileName, index) => {
		return [`file${index}`, { bytes: someFiles[fileName](), fileName }] as const;
	});
	return await itemHolding(harness, Object.fromEntries(named));
}
